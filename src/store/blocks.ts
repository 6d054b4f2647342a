/**
 * Blocks of new row ids from a sequence: contiguous, never given twice, with one round trip for many small asks.
 *
 * Proof   store.int.test.ts (many processes' worth of askers never share a number)
 */
import type { Connection } from './connection.ts';

/** Small asks are answered from a block of this size; what a process leaves over is lost, which a sequence may. */
const BLOCK = 256;

const TAKE = `select setval($1::regclass, nextval($1::regclass) + $2 - 1) - $2 + 1 as first
  from (select pg_advisory_xact_lock(hashtextextended('store.reserve ' || $1, 0))) as held`;

interface Block {
  next: number;
  left: number;
}

/** Gives out numbers of any sequence of one database. */
export class Blocks {
  readonly #connection: Pick<Connection, 'query'>;
  readonly #blocks = new Map<string, Block>();
  readonly #filling = new Map<string, Promise<void>>();

  constructor(connection: Pick<Connection, 'query'>) {
    this.#connection = connection;
  }

  /** First of `count` numbers in a row. */
  async reserve(sequence: string, count: number): Promise<number> {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${count} is no number of ids`);
    if (count >= BLOCK) return this.#take(sequence, count);
    for (;;) {
      const block = this.#blocks.get(sequence);
      if (block !== undefined && block.left >= count) return cut(block, count);
      await this.#fill(sequence);
    }
  }

  #fill(sequence: string): Promise<void> {
    const running = this.#filling.get(sequence);
    if (running !== undefined) return running;
    const filling = this.#take(sequence, BLOCK)
      .then((next) => void this.#blocks.set(sequence, { next, left: BLOCK }))
      .finally(() => this.#filling.delete(sequence));
    this.#filling.set(sequence, filling);
    return filling;
  }

  async #take(sequence: string, count: number): Promise<number> {
    const [row] = await this.#connection.query<{ first: string }>(TAKE, [sequence, count], 'store_reserve');
    return Number(row?.first);
  }
}

function cut(block: Block, count: number): number {
  const first = block.next;
  block.next += count;
  block.left -= count;
  return first;
}
