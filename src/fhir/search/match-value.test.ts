import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import type { Resource } from '../generated/types.ts';
import { matchesSearch } from './match.ts';
import { matchesCoding, matchesDate, matchesNumber } from './match-value.ts';
import { parseSearch } from './parse.ts';
import type { DateValue, NumberValue, Prefix } from './query.ts';

const NOW = Date.UTC(2026, 10, 24) as EpochMs;

function matches(resource: object, query: string, timeZone = 'UTC'): boolean {
  const { resourceType } = resource as { resourceType: string };
  return matchesSearch(resource as Resource, parseSearch(resourceType, query, { timeZone }), { timeZone, now: NOW });
}

const PREFIXES: readonly Prefix[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'];
const small = fc.integer({ min: 0, max: 12 });
/** Moments that an interval covers, closed below and open above: the line is 12 steps long, so each is counted. */
const covered = ({ low, high }: { low: number; high: number }) =>
  Array.from({ length: 14 }, (_, at) => at).filter((at) => at >= low && at < high);
const interval = fc.tuple(small, small).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) + 1 }));

/** The words of the specification, over every moment. */
function saysDate(prefix: Prefix, found: readonly number[], asked: readonly number[]): boolean {
  const inside = found.every((at) => asked.includes(at));
  const [first = 0, last = 0] = [asked[0], asked.at(-1)];
  const after = found.some((at) => at > last);
  const before = found.some((at) => at < first);
  const answers: Readonly<Record<string, boolean>> = {
    eq: inside,
    ne: !inside,
    gt: after,
    lt: before,
    ge: after || inside,
    le: before || inside,
    sa: found.every((at) => at > last),
    eb: found.every((at) => at < first),
  };
  return answers[prefix] ?? false;
}

describe('dates', () => {
  it.each(PREFIXES)('%s is what the specification says of every moment', (prefix) => {
    fc.assert(
      fc.property(interval, interval, (found, asked) => {
        const value: DateValue = { kind: 'date', prefix, ...asked };
        expect(matchesDate(found, value, 0)).toBe(saysDate(prefix, covered(found), covered(asked)));
      }),
    );
  });

  it('nothing matches what has no date', () => {
    for (const prefix of [...PREFIXES, 'ap'] as const)
      expect(matchesDate(undefined, { kind: 'date', prefix, low: 0, high: 10 }, 0), prefix).toBe(false);
  });

  const born = (birthDate: string) => ({ resourceType: 'Patient', birthDate });
  const taken = (effectiveDateTime: string) => ({ resourceType: 'Observation', effectiveDateTime });

  it.each<[string, object, string, string, boolean]>([
    ['a birthday is that day in the house’s zone', born('2026-03-01'), 'birthdate=2026-03-01', 'Asia/Seoul', true],
    ['no other day', born('2026-03-01'), 'birthdate=2026-02-28', 'Asia/Seoul', false],
    ['early morning in Seoul is today there', taken('2026-11-23T23:30:00Z'), 'date=2026-11-24', 'Asia/Seoul', true],
    ['and yesterday in UTC', taken('2026-11-23T23:30:00Z'), 'date=2026-11-24', 'UTC', false],
    [
      'a moment with its own zone needs none',
      taken('2026-11-24T08:30:00+09:00'),
      'date=2026-11-23T23:30Z',
      'UTC',
      true,
    ],
    ['a year holds its months', born('2026-03'), 'birthdate=2026', 'UTC', true],
    ['a month does not hold its year', born('2026'), 'birthdate=2026-03', 'UTC', false],
    ['a leap day', born('2024-02-29'), 'birthdate=2024-02', 'UTC', true],
    ['the last moment of a year', taken('2025-12-31T23:59:59.999Z'), 'date=2025', 'UTC', true],
    ['the first of the next', taken('2026-01-01T00:00:00Z'), 'date=2025', 'UTC', false],
    [
      'a plus sign that became a space',
      taken('2026-11-24T08:30:00+09:00'),
      'date=2026-11-24T08:30:00 09:00',
      'UTC',
      true,
    ],
  ])('%s', (_, resource, query, zone, expected) => {
    expect(matches(resource, query, zone)).toBe(expected);
  });

  const stay = (period: object) => ({ resourceType: 'Encounter', period });

  it.each([
    ['an open stay reaches into the future', { start: '2026-11-01' }, 'date=gt2030', true],
    ['an open stay did not start before', { start: '2026-11-01' }, 'date=lt2026-11-01', false],
    ['a stay without a beginning began before anything', { end: '2026-11-03' }, 'date=lt1900', true],
    ['an empty period has no date', {}, 'date=gt1900', false],
    ['an end before the start is read all the same', { start: '2026-11-05', end: '2026-11-01' }, 'date=2026-11', true],
  ])('%s', (_, period, query, expected) => {
    expect(matches(stay(period), query)).toBe(expected);
  });

  it('approximately widens with the distance from now', () => {
    const ago = (days: number) => taken(new Date(NOW - days * 86_400_000).toISOString());
    // 100 days ago gives 10 days either way.
    const asked = `date=ap${new Date(NOW - 100 * 86_400_000).toISOString()}`;
    expect([89, 91, 109, 111].map((days) => matches(ago(days), asked))).toEqual([false, true, true, false]);
  });
});

describe('numbers', () => {
  const number = (prefix: Prefix, value: number, half: number): NumberValue => ({
    kind: 'number',
    prefix,
    value,
    low: value - half,
    high: value + half,
    text: String(value),
  });

  it('of one value follow the ordinary comparison', () => {
    fc.assert(
      fc.property(small, small, (found, asked) => {
        const answer = (prefix: Prefix) => matchesNumber({ low: found, high: found }, number(prefix, asked, 0.5));
        expect(PREFIXES.map(answer)).toEqual([
          found === asked,
          found !== asked,
          found > asked,
          found < asked,
          found >= asked,
          found <= asked,
          found > asked,
          found < asked,
        ]);
      }),
    );
  });

  it('the written digits decide what is equal: 100 is 99.5 to 100.5, 1e2 is 50 to 150', () => {
    const risk = (probabilityDecimal: number) => ({
      resourceType: 'RiskAssessment',
      prediction: [{ probabilityDecimal }],
    });
    const cases: readonly (readonly [number, string, boolean])[] = [
      [100.4, '100', true],
      [100.5, '100', false],
      [99.5, '100', true],
      [99.4, '100', false],
      [100.004, '100.00', true],
      [100.006, '100.00', false],
      [0.054, '5e-2', true],
      [0.056, '5e-2', false],
      [-0.4, '0', true],
    ];
    for (const [found, asked, expected] of cases)
      expect(matches(risk(found), `probability=${asked}`), `${found} for ${asked}`).toBe(expected);
  });

  it('approximately is a tenth either way, also below zero', () => {
    const near = (found: number, asked: number) => matchesNumber({ low: found, high: found }, number('ap', asked, 0.5));
    expect([109, 110, 111, 90, 89].map((found) => near(found, 100))).toEqual([true, true, false, true, false]);
    expect([-109, -111].map((found) => near(found, -100))).toEqual([true, false]);
  });
});

describe('quantities', () => {
  const UCUM = 'http://unitsofmeasure.org';
  const lab = (valueQuantity: object) => ({ resourceType: 'Observation', valueQuantity });
  const glucose = lab({ value: 100, unit: 'mg/dl', system: UCUM, code: 'mg/dL' });

  it.each([
    ['its own unit', `100|${UCUM}|mg/dL`, true],
    ['grams per litre', `1.00|${UCUM}|g/L`, true],
    ['a thousandfold mistake', `100|${UCUM}|g/L`, false],
    ['another dimension', `100|${UCUM}|mmol/L`, false],
    ['above, in another unit', `gt0.99|${UCUM}|g/L`, true],
    ['not above, in another unit', `gt1.01|${UCUM}|g/L`, false],
    ['the unit by name', '100||mg/dl', true],
    ['the code without a system', '100||mg/dL', true],
    ['the unit by another name', '100||mg', false],
    ['any unit', '100', true],
    ['the code of another system', '100|urn:x|mg/dL', false],
  ])('%s', (_, asked, expected) => {
    expect(matches(glucose, `value-quantity=${asked}`)).toBe(expected);
  });

  it.each([
    ['below the limit of detection is below 1', '<', 0.5, 'lt1', true],
    ['and may be below 0.1', '<', 0.5, 'lt0.1', true],
    ['but is not above 0.5', '<', 0.5, 'gt0.5', false],
    ['beyond the range is above 100', '>', 500, 'gt100', true],
    ['and is not below 500', '>=', 500, 'lt500', false],
    ['what is only known to be below 0.5 is not 0.5', '<', 0.5, '0.5', false],
  ])('%s', (_, comparator, value, asked, expected) => {
    const troponin = lab({ value, comparator, unit: 'ng/mL', system: UCUM, code: 'ng/mL' });
    expect(matches(troponin, `value-quantity=${asked}`)).toBe(expected);
    expect(matches(troponin, `value-quantity=${asked}|${UCUM}|ng/mL`)).toBe(expected);
  });

  it('a temperature is found in either scale', () => {
    const fever = lab({ value: 39, system: UCUM, code: 'Cel' });
    expect(matches(fever, `value-quantity=ge102.2|${UCUM}|[degF]`)).toBe(true);
    expect(matches(fever, `value-quantity=gt102.3|${UCUM}|[degF]`)).toBe(false);
    expect(matches(fever, `value-quantity=lt39.1|${UCUM}|Cel`)).toBe(true);
  });

  it('without a number there is nothing to compare', () => {
    expect(matches(lab({ unit: 'mg/dL', system: UCUM, code: 'mg/dL' }), 'value-quantity=ne1')).toBe(false);
  });
});

describe('codes', () => {
  it('system and code: absent is any, empty is none', () => {
    const systems = ['urn:a', 'urn:b', undefined];
    const asked = ['urn:a', '', undefined];
    for (const system of systems)
      for (const wanted of asked)
        for (const code of ['x', undefined]) {
          const sameSystem = wanted === undefined || (wanted === '' ? system === undefined : system === wanted);
          expect(matchesCoding({ system, code: 'x' }, { system: wanted, code })).toBe(sameSystem);
          expect(matchesCoding({ system, code: 'y' }, { system: wanted, code: 'x' })).toBe(false);
        }
  });

  it.each([
    ['telecom=010-1234-5678', true],
    ['telecom=01012345678', true],
    ['telecom=(010) 1234 5678', true],
    ['telecom=phone|010.1234.5678', true],
    ['telecom=email|01012345678', false],
    ['email=KIM@maru.kr', true],
    ['telecom=0101234567', false],
    ['identifier=urn:mrn|0012', true],
    ['identifier=urn:mrn|12', false],
    ['identifier=0012', true],
    ['identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|0012', true],
    ['identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|SS|0012', false],
    ['active=true', true],
    ['active=false', false],
    ['gender:not=male', true],
    ['gender:not=female', false],
    ['gender=male,female', true],
    ['gender:not=male,female', false],
    ['language:not=ko', true],
  ])('of a person: %s is %s', (query, expected) => {
    const patient = {
      resourceType: 'Patient',
      active: true,
      gender: 'female',
      telecom: [
        { system: 'phone', value: '010-1234-5678' },
        { system: 'email', value: 'Kim@Maru.kr' },
      ],
      identifier: [
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
          system: 'urn:mrn',
          value: '0012',
        },
      ],
    };
    expect(matches(patient, query)).toBe(expected);
  });
});

describe('texts and addresses on the web', () => {
  const patient = {
    resourceType: 'Patient',
    name: [{ text: '홍길동', family: '홍', given: ['길동'] }, { family: "O'Brien-Ångström" }],
  };

  it.each([
    ['name=홍', true],
    ['name=홍길동', true],
    ['name=길', true],
    ['name=동', false],
    ['name:contains=동', true],
    ['name:exact=홍길', false],
    ['name:exact=홍길동', true],
    ["family=o'brien", true],
    ['family:contains=angstrom', true],
    ['family:exact=angstrom', false],
    ['family=brien', false],
  ])('%s is %s', (query, expected) => {
    expect(matches(patient, query)).toBe(expected);
  });

  it.each([
    ['url=http://a.org/vs/1', true],
    ['url=http://a.org/vs', false],
    ['url=HTTP://a.org/vs/1', false],
    ['url:below=http://a.org/vs', true],
    ['url:below=http://a.org/v', false],
    ['url:below=http://a.org/vs/1', true],
    ['url:above=http://a.org/vs/1/2', true],
    ['url:above=http://a.org/vs/11', false],
  ])('%s is %s', (query, expected) => {
    expect(matches({ resourceType: 'ValueSet', url: 'http://a.org/vs/1' }, query)).toBe(expected);
  });
});

describe('places', () => {
  const at = (latitude: unknown, longitude: unknown) => ({
    resourceType: 'Location',
    position: { latitude, longitude },
  });

  it.each([
    ['itself', at(37.5, 127), '37.5|127|0|km', true],
    ['across the line of dates', at(0, 179.9), '0|-179.9|25|km', true],
    ['too far across it', at(0, 179.9), '0|-179.9|20|km', false],
    ['at the pole all meridians meet', at(90, 0), '90|180|1|m', true],
    ['the other side of the earth', at(0, 0), '0|180|20000|km', false],
    ['in metres', at(37.5, 127), '37.5009|127|101|m', true],
    ['in too few metres', at(37.5, 127), '37.5009|127|99|m', false],
    ['in miles', at(0, 0), '0|1|70|[mi_us]', true],
    ['without a unit in kilometres', at(0, 0), '0|0.4', true],
    ['without a longitude', at(0, undefined), '0|0|20000|km', false],
  ])('%s', (_, place, asked, expected) => {
    expect(matches(place, `near=${asked}`)).toBe(expected);
  });
});
