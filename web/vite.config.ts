/**
 * Builds the web app into web/dist, which the server hands out as it is. No file is loaded from anywhere else.
 *
 * In development (`vite web`) the APIs are those of a running `maru serve`, by proxy; MARU_URL names it.
 */
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const server = process.env['MARU_URL'] ?? 'http://127.0.0.1:8080';

/** Chunks that change seldom, so that a new release of Maru leaves them in the browser's cache. */
function chunkOf(id: string): string | undefined {
  if (/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react';
  if (/node_modules\/@tanstack\//.test(id)) return 'tanstack';
  if (/node_modules\/(@mantine|@floating-ui|react-remove-scroll|react-number-format)\//.test(id)) return 'mantine';
  return undefined;
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    rolldownOptions: { output: { advancedChunks: { groups: [{ name: (id: string) => chunkOf(id) ?? null }] } } },
  },
  server: {
    port: 5173,
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/fhir', '/oidc', '/access', '/care', '/cds', '/cds-services', '/.well-known'].map((path) => [path, server]),
    ),
  },
});
