/**
 * What keeps the house answering when too much is asked: it says 503 early instead of slowing down for everybody.
 *
 * Connections: up to three quarters of the limit are served, up to the limit they get 503, beyond it they are closed.
 * Requests at work, and the delay of the event loop, have limits of their own. Health and metrics are always answered.
 *
 * Proof   limits.int.test.ts
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { OutcomeError, type Configuration } from '../kernel/index.ts';

const MEASURE_EVERY = 100;

/** Why a request was refused, for `/metrics`. */
export type Refusal = 'connections' | 'requests' | 'loop-delay' | 'shutting-down';

/** Counts what is at work and decides who is refused. */
export class Guard {
  readonly #limits: Pick<Configuration, 'maxConnections' | 'maxRequests' | 'maxLoopDelay'>;
  readonly #onRefusal: (reason: Refusal) => void;
  readonly #surplus = new WeakSet<Socket>();
  readonly #measuring: NodeJS.Timeout;
  #connections = 0;
  #atWork = 0;
  #loopDelay = 0;
  #due = performance.now() + MEASURE_EVERY;
  closing = false;

  constructor(
    limits: Pick<Configuration, 'maxConnections' | 'maxRequests' | 'maxLoopDelay'>,
    onRefusal: (reason: Refusal) => void,
  ) {
    this.#limits = limits;
    this.#onRefusal = onRefusal;
    this.#measuring = setInterval(() => this.#measure(), MEASURE_EVERY).unref();
  }

  get connections(): number {
    return this.#connections;
  }

  get atWork(): number {
    return this.#atWork;
  }

  /** Delay of the event loop at the last measurement, in ms. */
  get loopDelay(): number {
    return this.#loopDelay;
  }

  watch(server: Server): void {
    server.maxConnections = this.#limits.maxConnections;
    server.on('connection', (socket) => this.#connected(socket));
    server.on('drop', () => this.#onRefusal('connections'));
  }

  #connected(socket: Socket): void {
    this.#connections++;
    if (this.#connections > this.#limits.maxConnections * 0.75) this.#surplus.add(socket);
    socket.once('close', () => this.#connections--);
  }

  /** Lets a request in; the answer must call `leave`. Throws 503. */
  enter(request: IncomingMessage): void {
    const reason = this.#reason(request);
    if (reason !== undefined) {
      this.#onRefusal(reason);
      throw new OutcomeError('unavailable', `server.busy-${reason}`, MESSAGES[reason]);
    }
    this.#atWork++;
  }

  leave(): void {
    this.#atWork--;
  }

  close(): void {
    clearInterval(this.#measuring);
  }

  #reason(request: IncomingMessage): Refusal | undefined {
    if (this.closing) return 'shutting-down';
    if (this.#surplus.has(request.socket)) return 'connections';
    if (this.#atWork >= this.#limits.maxRequests) return 'requests';
    return this.#loopDelay > this.#limits.maxLoopDelay ? 'loop-delay' : undefined;
  }

  #measure(): void {
    const now = performance.now();
    this.#loopDelay = Math.max(0, now - this.#due);
    this.#due = now + MEASURE_EVERY;
  }
}

const MESSAGES: Readonly<Record<Refusal, string>> = {
  connections: 'Too many connections are open; try again in a moment.',
  requests: 'Too many requests are at work; try again in a moment.',
  'loop-delay': 'The house is overloaded; try again in a moment.',
  'shutting-down': 'The house is shutting down; try again in a moment.',
};
