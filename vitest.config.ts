import { defineConfig } from 'vitest/config';

/**
 * Projects by what they need: unit (nothing), integration (a database), conformance (../shared), journey (Chromium).
 * `npm test` runs them all; a suite whose material is not there says so (test/material.ts).
 */
export default defineConfig({
  test: {
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}', 'test/architecture/**/*.test.ts'],
          exclude: ['**/*.int.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['src/**/*.int.test.ts', 'test/spec/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], testTimeout: 300_000 },
      },
      {
        extends: true,
        test: { name: 'journey', include: ['test/journey/**/*.test.ts'], testTimeout: 180_000, fileParallelism: false },
      },
    ],
  },
});
