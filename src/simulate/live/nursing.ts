/**
 * Nurses: doses that are due, given after three scans with the mistakes that people make, and rounds of vital signs.
 *
 * Of a hundred doses about two begin with the wrong patient's band, one with a wrong pack, one without a scanner, and one is
 * refused by the patient: the rules stop or warn, and the nurse then does it right.
 *
 * Proof   ../../cli/living.int.test.ts
 */
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { wordIn, type Answer, type Json, type Member } from './client.ts';
import type { Inpatient, Pack } from './house.ts';
import { COMPLETED, endedBy, explained, type Ended } from './tally.ts';
import { attemptOf, colleague, once, someone, type World } from './world.ts';

/** A line of the due list, as far as it is used. */
export interface DueLine {
  readonly patient: string;
  readonly order: string;
  readonly orderVersion: string;
  readonly standing: string;
  readonly product?: string;
  readonly slot?: string;
  readonly dose?: { readonly value: number; readonly unit: string };
  readonly verified: boolean;
}

type Step = Readonly<Record<string, unknown>>;

const HOUR = 3_600_000;

/** The ward's list of the next minutes and what is late. */
export async function dueOf(world: World, ward: string): Promise<readonly DueLine[]> {
  const nurse = someone(world, 'nurse', ward);
  const now = world.now();
  const query = new URLSearchParams({
    ward,
    from: instantOf((now - 2 * HOUR) as EpochMs),
    to: instantOf((now + HOUR / 3) as EpochMs),
  });
  const { body, status } = await world.client.get(nurse, `/care/medication/due?${query.toString()}`);
  return status === 200 ? ((body['doses'] ?? []) as readonly DueLine[]) : [];
}

/** What of the list is given now: due or late, verified; and now and then what is taken when needed. */
export function isToGive(world: World, { standing, verified, product }: DueLine): boolean {
  if (!verified || product === undefined || !world.house.packs.has(product)) return false;
  if (standing === 'as-needed') return world.random.chance(0.01);
  return standing === 'due' || standing === 'late';
}

/** Was this dose begun before by this run? */
export function isBegun(world: World, line: DueLine): boolean {
  return world.busy.has(nameOf(world, line));
}

/** The name of a dose: its order and moment, or the hour of one that is taken when needed. */
function nameOf({ now }: World, { order, slot }: DueLine): string {
  return attemptOf('dose', order, slot ?? instantOf(now()).slice(0, 13));
}

/** Gives one dose. */
export function give(world: World, ward: string, line: DueLine): Promise<void> {
  const key = nameOf(world, line);
  return once(world, key, async () => {
    await world.tally.run('dose', world.signal, () => giveAtBed(world, ward, line, key));
  });
}

async function giveAtBed(world: World, ward: string, line: DueLine, attempt: string): Promise<Ended> {
  const { client, house, random } = world;
  const nurse = someone(world, 'nurse', ward);
  const band = await house.bandOf(client, nurse, line.patient);
  const pack = house.packs.get(line.product ?? '');
  if (band === undefined || pack === undefined) return explained('patient-without-band');
  const right = scansOf(world, nurse, band, pack, line);
  if (random.chance(0.01)) return refuse(world, nurse, line, attempt, right);
  if (random.chance(0.035)) {
    const slip = await slipOf(world, nurse, band, pack, line);
    const stopped = await record(world, nurse, line, attemptOf(attempt, 'slip'), slip);
    if (stopped.body['decision'] === 'allow') return { ending: 'failed', reason: 'a mistake was allowed' };
    await world.tally.run('alert at the bed', world.signal, () => Promise.resolve(explained(rulesOf(stopped))));
  }
  return settle(world, nurse, line, attempt, right);
}

function rulesOf({ body, fault }: Answer): string {
  const rules = (body['rules'] ?? []) as readonly string[];
  return rules.length > 0 ? wordIn(body, 'messageKey') : (fault ?? 'refused');
}

/** Records the dose; what the dialogue asks for is given: a reason, why it is needed. */
async function settle(
  world: World,
  nurse: Member,
  line: DueLine,
  attempt: string,
  steps: readonly Step[],
): Promise<Ended> {
  const first = await record(world, nurse, line, attempt, steps);
  if (first.status !== 200) return endedBy(first);
  const { body } = first;
  if (body['recorded'] === true && body['decision'] !== 'stop') return COMPLETED;
  if (body['decision'] === 'stop') return explained(wordIn(body, 'messageKey'));
  if (body['awaits'] !== undefined && body['awaits'] !== 'reason' && body['reasonRequired'] !== true)
    return { ending: 'failed', reason: `awaits ${wordIn(body, 'awaits')}` };
  const again = await record(world, nurse, line, attemptOf(attempt, 'reason'), steps, 'clinical-decision');
  if (again.status !== 200) return endedBy(again);
  return again.body['recorded'] === true ? COMPLETED : explained(wordIn(again.body, 'messageKey'));
}

function record(
  world: World,
  nurse: Member,
  line: DueLine,
  attempt: string,
  steps: readonly Step[],
  reason?: string,
): Promise<Answer> {
  const { patient, order, orderVersion, slot, standing } = line;
  const why = standing === 'as-needed' ? [{ action: 'prn-reason', code: 'pain' }] : [];
  return world.client.post(nurse, '/care/medication/record', {
    attempt,
    patient,
    order,
    orderVersion,
    ...(slot === undefined ? {} : { slot }),
    steps: [...steps, ...why],
    ...(reason === undefined ? {} : { reason }),
  });
}

/** The patient does not want it. */
async function refuse(
  world: World,
  nurse: Member,
  line: DueLine,
  attempt: string,
  [badge = {}, band = {}]: readonly Step[],
): Promise<Ended> {
  const answer = await record(world, nurse, line, attempt, [
    badge,
    band,
    { action: 'not-given', reason: 'patient-refused' },
  ]);
  return answer.status === 200 ? explained('patient-refused') : endedBy(answer);
}

/** Badge, band, as many packs as the dose needs, and a second badge where the drug asks for it. */
function scansOf(world: World, nurse: Member, band: string, pack: Pack, line: DueLine): readonly Step[] {
  const witness = pack.highAlert ? [badgeStep(world, colleague(world, nurse))] : [];
  return [
    badgeStep(world, nurse),
    { scan: 'band', raw: band },
    ...Array.from({ length: packsFor(pack, line) }, (_, at) => packStep(world, pack, `${line.order}${line.slot}${at}`)),
    ...witness,
  ];
}

function badgeStep({ house }: World, { id }: Member): Step {
  return { scan: 'badge', raw: `]d28017${house.badges.get(id) ?? ''}` };
}

function packsFor({ amount, multiDose, unit }: Pack, { dose }: DueLine): number {
  if (multiDose || amount === undefined || dose === undefined || dose.unit !== unit) return 1;
  return Math.min(12, Math.max(1, Math.ceil(dose.value / amount - 1e-9)));
}

/** A pack: a lot of this quarter, good for a year, with a serial of its own. */
export function packStep({ now }: World, { gtin }: Pack, about: string): Step {
  const serial = attemptOf('pack', gtin, about).slice(5, 21);
  return { scan: 'product', raw: `]d201${gtin}17${expiryAt(now())}10${lotAt(now())}\u001D21${serial}` };
}

/** The end of next year, as YYMMDD. */
export function expiryAt(now: EpochMs): string {
  return `${String(Number(instantOf(now).slice(2, 4)) + 1)}1231`;
}

export function lotAt(now: EpochMs): string {
  return `L${Math.floor(now / (21 * 86_400_000))}`;
}

/** A mistake: another patient's band, another drug, a code that is cut off, the band after the pack. */
async function slipOf(world: World, nurse: Member, band: string, pack: Pack, line: DueLine): Promise<readonly Step[]> {
  const { random, house, client } = world;
  const [badge = {}, own = {}, product = {}, ...rest] = scansOf(world, nurse, band, pack, line);
  const kind = random.weighted(['band', 'pack', 'order'] as const, (one) => ({ band: 5, pack: 4, order: 2 })[one]);
  if (kind === 'order') return [badge, product, own, ...rest];
  if (kind === 'pack') {
    const others = [...house.packs.values()].filter(({ id }) => id !== pack.id);
    if (others.length === 0) return [badge, product, own, ...rest];
    return [badge, own, packStep(world, random.pick(others), `${line.order}slip`), ...rest];
  }
  const strangers = house.inpatients.filter(({ patient }) => patient !== line.patient);
  const foreign =
    strangers.length === 0 ? undefined : await house.bandOf(client, nurse, random.pick(strangers).patient);
  return [badge, { scan: 'band', raw: foreign ?? ']d28018000' }, product, ...rest];
}

/** Usual values of a grown patient, moved by how ill they were at the last round. */
function valuesFor(world: World, { news2 = 1 }: Inpatient): Readonly<Record<string, string>> {
  const { random } = world;
  const worse = random.chance(0.03) ? 1.1 : Math.min(1, news2 / 9);
  const at = (usual: number, ill: number, spread: number, digits = 0) =>
    (usual + (ill - usual) * worse + random.normal(0, spread)).toFixed(digits);
  return {
    respirationRate: at(16, 26, 1.2),
    spo2: String(Math.min(100, Math.round(Number(at(97.6, 91, 0.8))))),
    systolic: at(122, 98, 8),
    diastolic: at(74, 58, 5),
    pulse: at(76, 118, 6),
    temperature: at(36.7, 38.7, 0.25, 1),
  };
}

/** Charts a round for a patient. */
export function chartRound(world: World, one: Inpatient): Promise<void> {
  const key = attemptOf('round', one.patient, one.vitalsDue ?? '', Math.floor(world.now() / 240_000));
  return once(world, key, async () => {
    await world.tally.run('round', world.signal, async () => {
      const nurse = someone(world, 'nurse', one.ward);
      const values = valuesFor(world, one);
      const onOxygen = Number(values['spo2']) < 93;
      const answer = await world.client.post(nurse, '/care/ward/rounds', {
        attempt: key,
        patient: one.patient,
        encounter: one.encounter,
        values: onOxygen ? { ...values, oxygenFlow: '2' } : values,
        consciousness: 'A',
        ...(onOxygen ? {} : { air: true }),
      });
      return answer.status === 200 ? COMPLETED : endedBy(answer);
    });
  });
}

const FLUIDS = ['intake-oral', 'intake-intravenous', 'output-urine'] as const;

/** Charts what went in or came out. */
export function chartFluid(world: World, one: Inpatient, nth: number): Promise<Ended> {
  return world.tally.run('intake and output', world.signal, async () => {
    const { client, random } = world;
    const answer = await client.post(someone(world, 'nurse', one.ward), '/care/ward/fluids', {
      attempt: attemptOf('fluid', one.patient, nth, world.now()),
      patient: one.patient,
      encounter: one.encounter,
      kind: random.pick(FLUIDS),
      millilitres: random.whole(5, 60) * 10,
    });
    return answer.status === 200 ? COMPLETED : endedBy(answer);
  });
}

/** A physician answers a call: comes, looks, writes what was done. */
export function answerCall(world: World, task: Json): Promise<void> {
  const id = wordIn(task, 'task');
  return once(world, attemptOf('call', id), async () => {
    await world.tally.run('escalation', world.signal, async () => {
      const physician = someone(world, 'physician');
      const path = '/care/ward/task';
      const came = await world.client.post(physician, path, {
        attempt: attemptOf('came', id),
        task: id,
        act: 'acknowledge',
      });
      if (came.status !== 200) return endedBy(came);
      const done = await world.client.post(physician, path, {
        attempt: attemptOf('done', id),
        task: id,
        act: 'complete',
        result: '환자 진찰함. 수액 및 산소 조정, 1시간 후 재평가.',
      });
      return done.status === 200 ? COMPLETED : endedBy(done);
    });
  });
}
