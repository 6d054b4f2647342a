/**
 * The screens of the ward over HTTP in a house of 500 beds: the bed board, the tasks, the flowsheet and a round of vital signs,
 * alone and while rounds are charted; and how long after a move a waiting board has told it. The bounds are those of the issue.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchHouse } from './house.ts';
import { load, LoadClient, type Asked, type Load } from './load.ts';
import { percentile, type BenchResult } from './result.ts';

const PORT = 28_433;
const WARDS = 13;
const BEDS = 40;
const FILLED = 500;
const ROUNDS = 6;
const ASKED = 200;
const MOVES = 20;
const HOUR = 3_600_000;

type Json = Readonly<Record<string, unknown>>;
type Log = (line: string) => void;

const iso = (time: number): string => new Date(time).toISOString();
const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const CARE = 'https://maru.health/fhir/CodeSystem/care';
const LOINC = 'http://loinc.org';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const SIGNS = ['9279-1', '2708-6', '8480-6', '8867-4', '8310-5', '72514-3'];

function place(id: string, kind: string, partOf?: string): Json {
  const physicalType = coded('http://terminology.hl7.org/CodeSystem/location-physical-type', kind);
  const parent = partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } };
  return { resourceType: 'Location', id, status: 'active', name: id, physicalType, ...parent };
}

const bedId = (at: number): string => `bed-${Math.floor(at / BEDS)}-${at % BEDS}`;

function stayOf(at: number, now: number): readonly Json[] {
  const id = `ward-patient-${at}`;
  const subject = { reference: `Patient/${id}` };
  const period = { start: iso(now - 60 * HOUR) };
  const rounds = Array.from({ length: ROUNDS }, (_, nth) => roundOf(id, nth, now - (1 + nth * 4) * HOUR));
  return [
    { resourceType: 'Patient', id, name: [{ text: `환자 ${at}` }], birthDate: '1960-01-01', gender: 'female' },
    {
      resourceType: 'Encounter',
      id: `ward-stay-${at}`,
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject,
      period,
      location: [{ location: { reference: `Location/${bedId(at)}` }, status: 'active', period }],
    },
    ...['vital-signs', 'assessment-falls', 'assessment-pain'].map((code) => ({
      resourceType: 'Task',
      id: `ward-task-${code}-${at}`,
      status: 'requested',
      intent: 'order',
      code: coded(CARE, code),
      for: subject,
      authoredOn: iso(now - HOUR),
      performerType: [coded(CARE, 'nurse')],
      restriction: { period: { end: iso(now + ((at % 12) - 2) * HOUR) } },
    })),
    ...rounds.flat(),
  ];
}

function roundOf(patient: string, nth: number, at: number): readonly Json[] {
  return SIGNS.map((code, sign) => ({
    resourceType: 'Observation',
    id: `${patient}-${nth}-${sign}`,
    status: 'final',
    category: [coded(CATEGORY, 'vital-signs')],
    code: coded(LOINC, code),
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: iso(at),
    valueQuantity: { value: 20 + sign, unit: '1' },
  }));
}

function houseOf(now: number): readonly Json[] {
  const wards = Array.from({ length: WARDS }, (_, ward) => place(`ward-${ward}`, 'wa'));
  const beds = Array.from({ length: WARDS * BEDS }, (_, at) => place(bedId(at), 'bd', `ward-${Math.floor(at / BEDS)}`));
  return [...wards, ...beds, ...Array.from({ length: FILLED }, (_, at) => stayOf(at, now)).flat()];
}

async function fill(house: BenchHouse, now: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'maru-ward-'));
  const file = join(folder, 'ward.ndjson');
  try {
    writeFileSync(
      file,
      houseOf(now)
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    await house.run('import', file, '--json');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const attempt = (): string => crypto.randomUUID();

function round(at: number): Asked {
  const values = {
    respirationRate: '16',
    spo2: '98',
    systolic: '121',
    diastolic: '70',
    pulse: String(60 + (at % 60)),
    temperature: '36.8',
  };
  const body = { attempt: attempt(), patient: `ward-patient-${at % FILLED}`, values, consciousness: 'A', air: true };
  return { method: 'POST', path: '/care/ward/rounds', body: JSON.stringify(body) };
}

const many = (count: number, one: (at: number) => Asked): readonly Asked[] =>
  Array.from({ length: count }, (_, at) => one(at));

const SCREENS: Readonly<Record<string, (at: number) => Asked>> = {
  'bed board, everything': () => ({ path: '/care/ward/board' }),
  'tasks of a ward': (at) => ({ path: `/care/ward/tasks?ward=ward-${at % 12}&role=nurse` }),
  'flowsheet of 48 h': (at) => ({ path: `/care/ward/flowsheet?patient=ward-patient-${at % FILLED}` }),
};

function clean(name: string, { failed }: Load): void {
  const [first] = failed;
  if (first !== undefined) throw new Error(`${name}: ${first.status} ${first.body.slice(0, 300)}`);
}

/** Each screen while two nurses chart one round after the other. */
async function underLoad(client: LoadClient, log: Log): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [name, ask] of Object.entries(SCREENS)) {
    clean(name, await load(client, 1, many(10, ask)));
    const [screen, rounds] = await Promise.all([
      load(client, 2, many(ASKED, ask)),
      load(client, 2, many(ASKED, round)),
    ]);
    clean(name, screen);
    clean('round', rounds);
    log(
      `${name}: p50 ${screen.p50.toFixed(1)} ms, p99 ${screen.p99.toFixed(1)} ms; round p99 ${rounds.p99.toFixed(1)} ms`,
    );
    const note = `${FILLED} patients; two clients, while two others chart rounds (p99 ${rounds.p99.toFixed(0)} ms)`;
    results.push({ name: `ward, ${name}: p99`, measured: screen.p99, unit: 'ms', target: { atMost: 300 }, note });
  }
  return results;
}

interface Board {
  readonly revision: string;
  readonly beds?: readonly { readonly bed: string; readonly stay?: Json }[];
}

/** From the answer to a move until a board that waits has told it. */
async function seenAfter(client: LoadClient, log: Log): Promise<readonly BenchResult[]> {
  const times: number[] = [];
  const free = bedId(WARDS * BEDS - 1);
  for (let move = 0; move < MOVES; move++) {
    const [from, to] = move % 2 === 0 ? [bedId(0), free] : [free, bedId(0)];
    await client.ask({
      method: 'POST',
      path: '/care/ward/beds',
      body: JSON.stringify({ attempt: attempt(), bed: to, state: 'free' }),
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { revision } = JSON.parse((await client.ask({ path: '/care/ward/board' })).body) as Board;
    const waiting = client.ask({ path: `/care/ward/board?wait=10&since=${revision}` });
    const body = JSON.stringify({ attempt: attempt(), encounter: 'ward-stay-0', bed: to });
    const moved = await client.ask({ method: 'POST', path: '/care/ward/transfers', body });
    if (moved.status !== 200) throw new Error(moved.body.slice(0, 300));
    const done = performance.now();
    const told = JSON.parse((await waiting).body) as Board;
    if (told.beds?.some(({ bed }) => bed === from) !== true) throw new Error('The board told another change.');
    times.push(performance.now() - done);
  }
  const p99 = percentile(times, 0.99);
  log(`a move is on a waiting board: p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`);
  return [
    {
      name: 'ward, a move is on another board: p99',
      measured: p99,
      unit: 'ms',
      target: { atMost: 2000 },
      note: `${MOVES} moves`,
    },
  ];
}

/** Measures the ward. */
export default async function bench(log: Log): Promise<readonly BenchResult[]> {
  const house = new BenchHouse();
  try {
    await fill(house, Date.now());
    const serving = await house.serve(PORT, '--demo');
    try {
      const words = ['token', '--as', 'nurse', '--scope', 'user/*.cruds', '--port', String(PORT), '--demo'];
      const token = (await house.run(...words)).text.trim().split('\n').at(-1) ?? '';
      const client = new LoadClient(serving.origin, token, 6);
      const results = [...(await underLoad(client, log)), ...(await seenAfter(client, log))];
      client.close();
      return results;
    } finally {
      await serving.stop();
    }
  } finally {
    house.remove();
  }
}
