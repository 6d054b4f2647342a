/**
 * Services of others, by configuration: each gets the same hook with what was gathered as prefetch, and its cards stand beside ours.
 *
 * The time is bounded, the answer too, and no redirect is followed. A service that fails or answers nonsense is told as unchecked. A
 * hard stop of ours is never weakened by another service; theirs come as they are, with ids of ours.
 *
 * Source  https://cds-hooks.hl7.org/2.0/#calling-a-cds-service
 * Proof   external.test.ts
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OutcomeError, parseJson, writeJson } from '../../kernel/index.ts';
import type { Tier } from '../knowledge/api.ts';
import type { Unchecked } from '../rules/checked.ts';
import { HOOKS, hookResponse, type Card, type HookRequest } from './api.ts';
import type { MadeCard } from './cards.ts';

const serviceShape = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  url: z.url({ protocol: /^https?$/ }),
  hooks: z.array(z.enum(HOOKS)).min(1),
  /** ms until it counts as failed. */
  timeout: z.int().min(50).max(10_000).default(1500),
  /** Sent as `Authorization: Bearer …`. */
  token: z.string().min(1).optional(),
});

/** A service of somebody else. */
export type ExternalService = z.output<typeof serviceShape>;

/** Services in the hospital's folder (`services.json`); throws `cds.services-invalid`. */
export function readServices(folder: string): readonly ExternalService[] {
  const path = join(folder, 'services.json');
  if (!existsSync(path)) return [];
  try {
    return z.array(serviceShape).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    const text = `services.json of the decision support folder cannot be used; mend it and start again: ${why}`;
    throw new OutcomeError('invalid', 'cds.services-invalid', text, { cause });
  }
}

export interface ExternalAnswer {
  readonly cards: readonly MadeCard[];
  readonly unchecked: readonly Unchecked[];
}

/** Asks every service of the hook, side by side. */
export async function askServices(
  services: readonly ExternalService[],
  request: HookRequest,
  prefetch: Readonly<Record<string, unknown>>,
): Promise<ExternalAnswer> {
  const asked = services.filter(({ hooks }) => hooks.includes(request.hook));
  const answers = await Promise.all(asked.map((service) => askService(service, request, prefetch)));
  return {
    cards: answers.flatMap(({ cards }) => cards),
    unchecked: answers.flatMap(({ unchecked }) => unchecked),
  };
}

const LARGEST = 512 * 1024;

async function askService(
  service: ExternalService,
  { hook, hookInstance, context }: HookRequest,
  prefetch: Readonly<Record<string, unknown>>,
): Promise<ExternalAnswer> {
  try {
    const response = await fetch(service.url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(service.timeout),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(service.token === undefined ? {} : { authorization: `Bearer ${service.token}` }),
      },
      body: writeJson({ hook, hookInstance, context, prefetch }),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { cards } = hookResponse.parse(parseJson(await boundedText(response)));
    return { cards: cards.map((card) => adopted(service, card)), unchecked: [] };
  } catch (error) {
    return { cards: [], unchecked: [failureOf(service, error)] };
  }
}

async function boundedText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LARGEST) throw new Error('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const TIERS: Readonly<Record<Card['indicator'], Tier>> = { critical: 2, warning: 2, info: 3 };

/** Their card with an id of ours; where it wants a reason only if it names reasons. */
function adopted({ id }: ExternalService, card: Card): MadeCard {
  const uuid = randomUUID();
  const tier = card.overrideReasons === undefined ? 3 : TIERS[card.indicator];
  const source = { ...card.source, label: `${id}: ${card.source.label}` };
  return {
    card: { ...card, uuid, source },
    facts: { uuid, rule: `external:${id}`, tier, knowledge: id, version: '' },
  };
}

function failureOf({ id, timeout }: ExternalService, error: unknown): Unchecked {
  const late = error instanceof Error && error.name === 'TimeoutError';
  const why = late ? `no answer within ${timeout} ms` : 'it failed or its answer cannot be read';
  const ko = late ? `${timeout} ms 안에 응답 없음` : '오류 또는 읽을 수 없는 응답';
  return { check: `service ${id}`, reason: { en: why, ko } };
}
