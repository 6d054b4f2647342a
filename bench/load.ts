/**
 * A bounded load over HTTP with kept connections: so many clients, each asking one request after the other, until all
 * requests are answered. Times are taken from sending to the last byte.
 *
 * It speaks HTTP/1.1 over plain sockets, so that on a machine with two cores the server is measured and not the client: a
 * client of the platform's own takes a third of the processor.
 *
 * Unit    ms
 * Source  RFC 9112 (message framing)
 */
import { connect, type Socket } from 'node:net';
import { percentile } from './result.ts';

/** One request. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
}

/** What came back, and when. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** One kept connection. */
class Connection {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes of the whole answer; 0 until its head is read. */
  #whole = 0;
  #head = '';
  #done: ((answer: { status: number; body: string }) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(host: string, port: number) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#failed?.(error));
    this.#socket.on('close', () => this.#failed?.(new Error('The server closed the connection.')));
  }

  send(text: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      [this.#done, this.#failed] = [resolve, reject];
      this.#socket.write(text);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#whole === 0) this.#readHead();
    if (this.#whole > 0 && this.#size >= this.#whole) this.#end();
  }

  #readHead(): void {
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return;
    this.#head = bytes.toString('latin1', 0, end);
    const length = /^content-length: *(\d+)/im.exec(this.#head)?.[1];
    if (length === undefined) this.#failed?.(new Error('The answer has no Content-Length.'));
    this.#whole = end + HEAD_END.length + Number(length ?? 0);
  }

  #end(): void {
    const bytes = Buffer.concat(this.#chunks);
    const body = bytes.toString('utf8', bytes.indexOf(HEAD_END) + HEAD_END.length, this.#whole);
    [this.#chunks, this.#size, this.#whole] = [[], 0, 0];
    this.#done?.({ status: Number(this.#head.slice(9, 12)), body });
  }
}

/** A client of one server. */
export class LoadClient {
  readonly #free: Connection[];
  readonly #all: readonly Connection[];
  readonly #lines: string;

  constructor(origin: string, token: string, connections: number) {
    const { hostname, port, host } = new URL(origin);
    this.#all = Array.from({ length: connections }, () => new Connection(hostname, Number(port)));
    this.#free = [...this.#all];
    this.#lines = `Host: ${host}\r\nAuthorization: Bearer ${token}\r\nAccept: application/fhir+json\r\n`;
  }

  /** Asks; at most as many at a time as there are connections. */
  async ask({ method = 'GET', path, body }: Asked): Promise<Answered> {
    const connection = this.#free.pop();
    if (connection === undefined) throw new Error('Every connection is busy.');
    const head = `${method} ${path} HTTP/1.1\r\n${this.#lines}`;
    const more =
      body === undefined ? '' : `Content-Type: application/fhir+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    const started = performance.now();
    const answer = await connection.send(`${head}${more}\r\n${body ?? ''}`);
    const ms = performance.now() - started;
    this.#free.push(connection);
    return { ...answer, ms };
  }

  close(): void {
    for (const connection of this.#all) connection.close();
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
