/**
 * A bounded load over HTTP with kept connections: so many clients, each asking one request after the other, until all
 * requests are answered. Times are taken from sending to the last byte.
 *
 * Unit    ms
 */
import { Agent, request } from 'node:http';
import { percentile } from './result.ts';

/** One request. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back, and when. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

/** A client of one server. */
export class LoadClient {
  readonly #agent: Agent;
  readonly #origin: URL;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(origin: string, token: string, connections: number) {
    this.#origin = new URL(origin);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#headers = { authorization: `Bearer ${token}`, accept: 'application/fhir+json' };
  }

  ask({ method = 'GET', path, body, headers }: Asked): Promise<Answered> {
    const started = performance.now();
    const type = body === undefined ? {} : { 'content-type': 'application/fhir+json' };
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#origin;
      const options = {
        hostname,
        port,
        path,
        method,
        agent: this.#agent,
        headers: { ...this.#headers, ...type, ...headers },
      };
      const sent = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, body: text, ms: performance.now() - started });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** How a load went. */
export interface Load {
  readonly count: number;
  readonly seconds: number;
  readonly failed: readonly Answered[];
  readonly p50: number;
  readonly p99: number;
}

/** Asks everything with `clients` at a time; what is not answered with 2xx is in `failed`. */
export async function load(client: LoadClient, clients: number, asked: readonly Asked[]): Promise<Load> {
  const times: number[] = [];
  const failed: Answered[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < asked.length; at = next++) {
      const answer = await client.ask(asked[at] ?? { path: '/' });
      times.push(answer.ms);
      if (answer.status < 200 || answer.status > 299) failed.push(answer);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, work));
  const seconds = (performance.now() - started) / 1000;
  return { count: times.length, seconds, failed, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
