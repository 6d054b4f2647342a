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
  readonly #now: () => number;
  readonly #surplus = new WeakSet<Socket>();
  readonly #measuring: NodeJS.Timeout;
  readonly #sockets = new Set<Socket>();
  /** Connections whose request is at work. */
  readonly #busy = new Set<Socket>();
  #atWork = 0;
  #delays: readonly [before: number, last: number] = [0, 0];
  #due: number;
  closing = false;

  constructor(
    limits: Pick<Configuration, 'maxConnections' | 'maxRequests' | 'maxLoopDelay'>,
    onRefusal: (reason: Refusal) => void,
    now = (): number => performance.now(),
  ) {
    this.#now = now;
    this.#due = now() + MEASURE_EVERY;
    this.#limits = limits;
    this.#onRefusal = onRefusal;
    this.#measuring = setInterval(() => this.#measure(), MEASURE_EVERY).unref();
  }

  get connections(): number {
    return this.#sockets.size;
  }

  get atWork(): number {
    return this.#atWork;
  }

  /** Delay of the event loop that lasts, in ms: the smaller of the last two, as one long step alone is no overload. */
  get loopDelay(): number {
    return Math.min(...this.#delays);
  }

  watch(server: Server): void {
    server.maxConnections = this.#limits.maxConnections;
    server.on('connection', (socket) => this.#connected(socket));
    server.on('drop', () => this.#onRefusal('connections'));
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    if (this.#sockets.size > this.#limits.maxConnections * 0.75) this.#surplus.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Lets a request in; the answer must call `leave`. Throws 503. */
  enter(request: IncomingMessage): void {
    const reason = this.#reason(request);
    if (reason !== undefined) {
      this.#onRefusal(reason);
      throw new OutcomeError('unavailable', `server.busy-${reason}`, MESSAGES[reason]);
    }
    this.#atWork++;
    this.#busy.add(request.socket);
  }

  leave({ socket }: IncomingMessage): void {
    this.#atWork--;
    this.#busy.delete(socket);
  }

  /** Closes connections on which nothing is at work, also those that never asked anything. */
  closeIdle(): void {
    for (const socket of this.#sockets) if (!this.#busy.has(socket)) socket.destroySoon();
  }

  close(): void {
    clearInterval(this.#measuring);
  }

  #reason(request: IncomingMessage): Refusal | undefined {
    if (this.closing) return 'shutting-down';
    if (this.#surplus.has(request.socket)) return 'connections';
    if (this.#atWork >= this.#limits.maxRequests) return 'requests';
    return this.loopDelay > this.#limits.maxLoopDelay ? 'loop-delay' : undefined;
  }

  #measure(): void {
    const now = this.#now();
    this.#delays = [this.#delays[1], Math.max(0, now - this.#due)];
    this.#due = now + MEASURE_EVERY;
  }
}

const MESSAGES: Readonly<Record<Refusal, string>> = {
  connections: 'Too many connections are open; try again in a moment.',
  requests: 'Too many requests are at work; try again in a moment.',
  'loop-delay': 'The house is overloaded; try again in a moment.',
  'shutting-down': 'The house is shutting down; try again in a moment.',
};
