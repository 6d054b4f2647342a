/**
 * Patients come, move and go; beds are made ready again.
 *
 * Proof   ../../cli/living.int.test.ts
 */
import { instantOf } from '../../kernel/index.ts';
import { FAMILY_NAMES, givenNames } from '../data/names.ts';
import { withCheckDigit } from '../gs1.ts';
import type { Random } from '../random.ts';
import { wordIn } from './client.ts';
import type { Inpatient } from './house.ts';
import { COMPLETED, endedBy, explained, type Ended } from './tally.ts';
import { attemptOf, someone, type World } from './world.ts';

/** Somebody who was never here is admitted to a free bed, and gets a band. */
export function admit(world: World, nth: number): Promise<Ended> {
  return world.tally.run('admission', world.signal, async () => {
    const { client, house, random } = world;
    const bed = house.freeBeds(random);
    if (bed === undefined) return explained('no free bed');
    const answer = await client.post(someone(world, 'nurse', bed.ward), '/care/ward/admissions', {
      attempt: attemptOf('admit', bed.bed, nth, world.now()),
      newPatient: stranger(random),
      bed: bed.bed,
      source: random.chance(0.55) ? 'emd' : 'outp',
      reason: random.pick(REASONS),
    });
    if (answer.status !== 200) return endedBy(answer);
    world.watched.set(bed.bed, performance.now());
    return band(world, bed.ward, wordIn(answer.body, 'patient'));
  });
}

const REASONS = [
  '폐렴',
  '급성 심부전',
  '흉통',
  '급성 담낭염',
  '급성 뇌경색',
  '당뇨병성 케톤산증',
  '패혈증 의심',
  '고관절 골절',
];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function stranger(random: Random): object {
  const sex = random.pick(['male', 'female'] as const);
  const year = random.whole(1936, 1985);
  const [family] = random.weighted(FAMILY_NAMES, ([, perMille]) => perMille);
  return {
    name: family + random.pick(givenNames(sex, year)),
    gender: sex,
    birthDate: `${year}-${two(random.whole(1, 12))}-${two(random.whole(1, 28))}`,
  };
}

/** Puts a band on somebody who has none. */
async function band(world: World, ward: string, patient: string): Promise<Ended> {
  const { client, random } = world;
  const nurse = someone(world, 'nurse', ward);
  const read = await client.get(nurse, `/fhir/R4/Patient/${patient}`);
  if (read.status !== 200) return endedBy(read);
  const known = (read.body['identifier'] ?? []) as readonly { readonly system?: string }[];
  if (known.some(({ system }) => system === BAND)) return COMPLETED;
  const own = {
    extension: [{ url: 'https://maru.health/fhir/StructureDefinition/band-instance', valueString: '1' }],
    system: BAND,
    value: withCheckDigit(`8809993${String(random.whole(0, 9_999_999_999)).padStart(10, '0')}`),
  };
  const answer = await client.put(nurse, `/fhir/R4/Patient/${patient}`, { ...read.body, identifier: [...known, own] });
  return answer.status < 300 ? COMPLETED : endedBy(answer);
}

const BAND = 'https://id.gs1.org/8018';

/** Moves a patient to a free bed. */
export function transfer(world: World, one: Inpatient): Promise<Ended> {
  return world.tally.run('transfer', world.signal, async () => {
    const { client, house, random } = world;
    const bed = house.freeBeds(random);
    if (bed === undefined) return explained('no free bed');
    const answer = await client.post(someone(world, 'bed-manager'), '/care/ward/transfers', {
      attempt: attemptOf('transfer', one.encounter, one.version),
      encounter: one.encounter,
      version: one.version,
      bed: bed.bed,
      reason: '병동 사정',
    });
    if (answer.status !== 200) return endedBy(answer);
    world.watched.set(bed.bed, performance.now());
    return makeBed(world, one.bed);
  });
}

/** A physician decides that somebody goes home; a nurse sees them off, and the bed is cleaned. */
export function discharge(world: World, one: Inpatient): Promise<Ended> {
  return world.tally.run('discharge', world.signal, async () => {
    const { client } = world;
    const { encounter } = one;
    if (!one.decided) {
      const decided = await client.post(someone(world, 'physician'), '/care/ward/discharges', {
        attempt: attemptOf('discharge', encounter),
        encounter,
        ...goingOf(world),
      });
      if (decided.status !== 200) return endedBy(decided);
    }
    const left = await client.post(someone(world, 'nurse', one.ward), '/care/ward/departures', {
      attempt: attemptOf('departure', encounter),
      encounter,
    });
    if (left.status !== 200) return endedBy(left);
    world.watched.set(one.bed, performance.now());
    return makeBed(world, one.bed);
  });
}

/** Of a hundred who leave, two have died. */
function goingOf({ random, now }: World): object {
  if (random.chance(0.02)) return { disposition: 'exp', died: instantOf(now()) };
  return { disposition: random.weighted(['home', 'other-hcf', 'rehab'], (one) => (one === 'home' ? 9 : 1)) };
}

/** Cleaned and free again. */
async function makeBed(world: World, bed: string): Promise<Ended> {
  const answer = await world.client.post(someone(world, 'bed-manager'), '/care/ward/beds', {
    attempt: attemptOf('made', bed, world.now()),
    bed,
    state: 'free',
  });
  return answer.status === 200 ? COMPLETED : endedBy(answer);
}
