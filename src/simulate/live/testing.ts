/**
 * A house of the imagination for the people of a living hospital: answers what a test tells it to, and remembers what was asked.
 *
 * Proof   it is one
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EpochMs } from '../../kernel/index.ts';
import { Random } from '../random.ts';
import { Client, type Member } from './client.ts';
import { HouseMap, type Inpatient } from './house.ts';
import { Tally } from './tally.ts';
import type { World } from './world.ts';

export type Body = Readonly<Record<string, unknown>>;

/** What was asked of the house. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly by: string;
  readonly body: Body;
}

/** What the house says: a status and a body; `fault` is the named code of a refusal. */
export interface Said {
  readonly status?: number;
  readonly body?: Body;
  readonly fault?: string;
}

type Answering = Said | ((asked: Asked, nth: number) => Said);

/** 2026-07-01, 09:00 in Seoul. */
export const NOW = 1_782_864_000_000 as EpochMs;

export const MEMBERS: readonly Member[] = [
  { id: 'rn-51-1', role: 'nurse', wards: ['51'], token: 'rn-51-1' },
  { id: 'rn-51-2', role: 'nurse', wards: ['51'], token: 'rn-51-2' },
  { id: 'rn-62-1', role: 'nurse', wards: ['62'], token: 'rn-62-1' },
  { id: 'dr-car-1', role: 'physician', wards: [], token: 'dr-car-1' },
  { id: 'ph-1', role: 'pharmacist', wards: [], token: 'ph-1' },
  { id: 'mt-1', role: 'laboratory', wards: [], token: 'mt-1' },
  { id: 'demo-bed-manager', role: 'bed-manager', wards: [], token: 'demo-bed-manager' },
];

/** Somebody in a bed of ward 51. */
export const INPATIENT: Inpatient = {
  patient: 'anna',
  encounter: 'stay-1',
  version: '3',
  ward: 'ward-51',
  bed: 'bed-51-01-1',
  since: '2026-06-28T00:00:00Z',
  decided: false,
  vitalsDue: undefined,
  news2: 2,
  reason: '폐렴',
};

/** The house and the world around it. */
export class TestHouse {
  readonly #server: Server;
  readonly #answers: Readonly<Record<string, Answering>>;
  readonly asked: Asked[] = [];
  world!: World;

  private constructor(answers: Readonly<Record<string, Answering>>) {
    this.#answers = answers;
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        const { status, body } = this.#answer(request.method ?? '', request.url ?? '', request.headers, text);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  /** Opens a house that answers `METHOD /path` (without the query) so; everything else is not found. */
  static async open(
    answers: Readonly<Record<string, Answering>>,
    seed = '1',
    signal = new AbortController().signal,
  ): Promise<TestHouse> {
    const house = new TestHouse(answers);
    await new Promise<void>((ready) => house.#server.listen(0, '127.0.0.1', ready));
    const client = new Client(`http://127.0.0.1:${(house.#server.address() as AddressInfo).port}`, signal);
    house.world = {
      client,
      house: new HouseMap(),
      tally: new Tally(),
      members: MEMBERS,
      random: new Random(seed),
      now: () => NOW,
      signal,
      busy: new Set(),
      watched: new Map(),
    };
    return house;
  }

  /** What was asked at an address. */
  at(address: string): readonly Asked[] {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === address);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((closed) => this.#server.close(() => closed()));
  }

  #answer(
    method: string,
    url: string,
    headers: { readonly authorization?: string | undefined },
    text: string,
  ): { readonly status: number; readonly body: Body } {
    const { pathname, searchParams } = new URL(url, 'http://house');
    const by = (headers.authorization ?? '').replace('Bearer ', '');
    const body = text === '' ? {} : (JSON.parse(text) as Body);
    const one: Asked = { method, path: pathname, query: searchParams, by, body };
    this.asked.push(one);
    const found = this.#answers[`${method} ${pathname}`] ?? { status: 404, fault: 'record.not-found' };
    const said = typeof found === 'function' ? found(one, this.at(`${method} ${pathname}`).length) : found;
    const issue = [{ details: { coding: [{ code: said.fault }] } }];
    const status = said.status ?? (said.fault === undefined ? 200 : 422);
    return { status, body: said.fault === undefined ? (said.body ?? {}) : { issue } };
  }
}

/** A patient with a band. */
export function banded(id: string, name = '김서연'): Body {
  const extension = [{ url: 'https://maru.health/fhir/StructureDefinition/band-instance', valueString: '2' }];
  const identifier = [{ system: 'https://id.gs1.org/8018', value: `88099930000000${id.length}`, extension }];
  return { resourceType: 'Patient', id, identifier, name: [{ text: name }] };
}
