/**
 * The public HTTP API as a member of staff calls it, and what it took: every answer is counted by address and status.
 *
 * Proof   prescribing.test.ts, ../../cli/living.int.test.ts
 */
import { parseJson } from '../../kernel/index.ts';

/** JSON that came back, to be looked into. */
export type Json = { readonly [name: string]: unknown };

/** An answer. `fault` is the named code of a refusal. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly fault: string | undefined;
}

/** A text of an answer; empty where there is none. */
export function wordIn(body: Json, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

/** Somebody who is signed in. */
export interface Member {
  /** Id of the Practitioner. */
  readonly id: string;
  readonly role: string;
  readonly wards: readonly string[];
  readonly token: string;
}

/** Longest time that one request may take, in ms. */
const PATIENCE = 30_000;
/** Most durations that are kept for one address. */
const MOST_KEPT = 20_000;

/** Durations of one address, in ms. */
export interface Timing {
  readonly durations: number[];
  faults: number;
  count: number;
}

/** Calls the house. */
export class Client {
  readonly #base: string;
  readonly timings = new Map<string, Timing>();
  readonly #signal: AbortSignal;

  constructor(base: string, signal: AbortSignal) {
    this.#base = base.replace(/\/$/, '');
    this.#signal = signal;
  }

  get(by: Member, path: string): Promise<Answer> {
    return this.#ask(by, 'GET', path);
  }

  post(by: Member, path: string, body: object): Promise<Answer> {
    return this.#ask(by, 'POST', path, body);
  }

  put(by: Member, path: string, body: object): Promise<Answer> {
    return this.#ask(by, 'PUT', path, body);
  }

  async #ask(by: Member, method: string, path: string, body?: object): Promise<Answer> {
    const started = performance.now();
    const type = path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json';
    const headers = { authorization: `Bearer ${by.token}`, ...(body === undefined ? {} : { 'content-type': type }) };
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(PATIENCE)]);
    try {
      const response = await fetch(this.#base + path, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      this.#note(method, path, performance.now() - started, response.status);
      const told = text === '' ? {} : plain(text);
      return { status: response.status, body: told, fault: response.ok ? undefined : faultIn(told) };
    } catch (error) {
      if (this.#signal.aborted) throw error;
      this.#note(method, path, performance.now() - started, 0);
      return { status: 0, body: {}, fault: (error as Error).name };
    }
  }

  #note(method: string, path: string, duration: number, status: number): void {
    const name = `${method} ${addressOf(path)}`;
    const timing = this.timings.get(name) ?? { durations: [], faults: 0, count: 0 };
    this.timings.set(name, timing);
    timing.count++;
    if (status === 0 || status >= 500) timing.faults++;
    if (timing.durations.length < MOST_KEPT) timing.durations.push(duration);
  }
}

/** The address without ids and query, so that like is counted with like. */
function addressOf(path: string): string {
  const [plainPath = ''] = path.split('?');
  return plainPath
    .split('/')
    .map((part, at) => (at > 3 && /\d/.test(part) ? ':id' : part))
    .join('/');
}

/** Decimals as numbers: nothing of an answer is written back digit by digit. */
function plain(text: string): Json {
  return JSON.parse(JSON.stringify(parseJson(text))) as Json;
}

interface Outcome {
  readonly issue?: readonly { readonly details?: { readonly coding?: readonly { readonly code?: string }[] } }[];
}

function faultIn(body: Json): string {
  return (body as Outcome).issue?.[0]?.details?.coding?.[0]?.code ?? 'unnamed';
}

/** The value below which a share of the durations lies. */
export function quantileOf(durations: readonly number[], share: number): number {
  const sorted = durations.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
