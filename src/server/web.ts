/**
 * The web app: files of web/dist as they are, and its page for every other address that a browser opens.
 *
 * Files below /assets carry the hash of their content in their name and are kept for ever; the page is asked for anew.
 *
 * Proof   web.int.test.ts
 */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { maruFolder } from '../kernel/index.ts';
import { pagePolicy } from './headers.ts';

/** Where the built web app is. */
export const WEB_FOLDER = join(maruFolder, 'web', 'dist');

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Maru</title>
<p>The web app is not built yet. Start Maru by <code>maru start</code>, which builds it; the FHIR API is at
<a href="/fhir/R4/metadata">/fhir/R4</a>.</p>`;

/** Mounts the files; the answer sends the page. */
export async function mountWeb(
  app: FastifyInstance,
  folder = WEB_FOLDER,
): Promise<(reply: FastifyReply) => FastifyReply> {
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      cacheControl: false,
      setHeaders(reply, path) {
        const named = /[\\/]assets[\\/]/.test(path);
        void reply.header('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const page = pageReader(join(folder, 'index.html'));
  const sendPage = (reply: FastifyReply): FastifyReply => {
    const { text, policy } = page();
    return reply
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(text);
  };
  app.get('/', (_request, reply) => sendPage(reply));
  return sendPage;
}

/** Reads the page again when it was built anew. */
function pageReader(path: string): () => { text: string; policy: string } {
  let known = { text: NOT_BUILT, policy: pagePolicy(NOT_BUILT), at: -1 };
  return () => {
    const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
    if (at !== known.at) {
      const text = at < 0 ? NOT_BUILT : readFileSync(path, 'utf8');
      known = { text, policy: pagePolicy(text), at };
    }
    return known;
  };
}
