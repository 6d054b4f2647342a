/**
 * Random resources of few words, so that searches meet: the same codes, names, days and references again and again.
 */
import fc from 'fast-check';
import type { TestResource } from './loader.ts';

/** The words that resources and searches are made of. */
export const WORDS = {
  systems: ['http://loinc.org', 'http://snomed.info/sct', 'urn:oid:1.2.3'],
  codes: ['a', 'b', 'B', '8480-6', 'x|y', 'c,d'],
  texts: ['Kim', 'kim', '김', '철수', '김철수', 'Ärger', 'Blood pressure', 'blood', 'O Neil', '남궁 민', 'ab$c'],
  ids: ['1', '2', '3', 'A', 'a'],
  days: [
    '2020',
    '2020-02',
    '2020-02-29',
    '2020-02-29T10:00:00Z',
    '2020-02-29T10:00:00.500+09:00',
    '2021-12-31',
    '1999-12',
    '2026-11-20',
  ],
  numbers: [0, 1, 1.5, 5, 5.4, 5.45, 100, 99.5, -3, 0.001, 1000],
  units: ['mg', 'g', 'kg', 'mm[Hg]', 'Cel', '{score}'],
  uris: [
    'http://a.org/x',
    'http://a.org/x/y',
    'http://a.org/xy',
    'http://a.org/x/y/z',
    'urn:uuid:7',
    'http://a.org/x|2',
  ],
} as const;

const word = <T>(words: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...words);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const some = <T>(value: fc.Arbitrary<T>, most = 2): fc.Arbitrary<T[] | undefined> =>
  maybe(fc.array(value, { minLength: 1, maxLength: most }));

const system = maybe(word(WORDS.systems));
const text = word(WORDS.texts);
const day = word(WORDS.days);
const coding = fc.record({ system, code: maybe(word(WORDS.codes)), display: maybe(text) });
const concept = fc.record({ coding: some(coding, 3), text: maybe(text) });
const quantity = fc.record({
  value: maybe(word(WORDS.numbers)),
  comparator: maybe(fc.constantFrom('<', '>', '<=', '>=')),
  unit: maybe(word(WORDS.units)),
  system: maybe(fc.constantFrom('http://unitsofmeasure.org', 'urn:other')),
  code: maybe(word(WORDS.units)),
});
const period = fc.record({ start: maybe(day), end: maybe(day) });
const range = fc.record({ low: maybe(quantity), high: maybe(quantity) });
const identifier = fc.record({ system, value: maybe(word(WORDS.codes)), type: maybe(concept) });

function reference(...types: readonly string[]): fc.Arbitrary<object> {
  const target = fc.tuple(word(types), word(WORDS.ids)).map(([type, id]) => `${type}/${id}`);
  const versioned = target.map((one) => `${one}/_history/1`);
  const foreign = target.map((one) => `http://elsewhere.org/fhir/${one}`);
  const whole = fc.oneof({ arbitrary: target, weight: 8 }, versioned, foreign, fc.constant('#inside'));
  return fc.record({ reference: fc.option(whole, { nil: undefined, freq: 8 }), identifier: maybe(identifier) });
}

const name = fc.record({ text: maybe(text), family: maybe(text), given: some(text), prefix: some(text, 1) });
const telecom = fc.record({
  system: maybe(fc.constantFrom('phone', 'email')),
  use: maybe(fc.constantFrom('home', 'mobile')),
  value: maybe(fc.constantFrom('+82 10-1234-5678', 'Kim@Maru.kr', '0101234')),
});
const address = fc.record({
  text: maybe(text),
  line: some(text),
  city: maybe(text),
  postalCode: maybe(word(WORDS.codes)),
  use: maybe(fc.constantFrom('home', 'work')),
});
const meta = fc.record({
  tag: some(coding),
  security: some(coding, 1),
  profile: some(word(WORDS.uris)),
  source: maybe(word(WORDS.uris)),
});

const timing = fc.record({ event: some(day), repeat: maybe(fc.record({ boundsPeriod: maybe(period) })) });

/** One of several elements of a choice, or none. */
function choice(options: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  const each = Object.entries(options).map(([key, value]) => value.map((one) => ({ [key]: one })));
  return fc.oneof(fc.constant({}), ...each);
}

const measured = choice({
  valueQuantity: quantity,
  valueCodeableConcept: concept,
  valueString: text,
  valueDateTime: day,
  valuePeriod: period,
});
const component = fc.tuple(fc.record({ code: concept }), measured).map(([own, one]) => ({ ...own, ...one }));

const useContext = fc
  .tuple(
    fc.record({ code: coding }),
    choice({ valueCodeableConcept: concept, valueQuantity: quantity, valueRange: range }),
  )
  .map(([own, one]) => ({ ...own, ...one }));

/** The elements of each type, without type, id and meta. */
const ELEMENTS: Readonly<Record<string, fc.Arbitrary<object>>> = {
  Patient: fc
    .tuple(
      fc.record({
        active: maybe(fc.boolean()),
        identifier: some(identifier),
        name: some(name),
        telecom: some(telecom),
        gender: maybe(fc.constantFrom('male', 'female')),
        birthDate: maybe(fc.constantFrom('2020', '2020-02', '2020-02-29', '1999-12-31')),
        address: some(address, 1),
        generalPractitioner: some(reference('Practitioner', 'Organization')),
        managingOrganization: maybe(reference('Organization')),
        link: some(fc.record({ other: reference('Patient') }), 1),
      }),
      choice({ deceasedBoolean: fc.boolean(), deceasedDateTime: day }),
    )
    .map(merged),
  Observation: fc
    .tuple(
      fc.record({
        status: fc.constantFrom('final', 'preliminary'),
        code: concept,
        category: some(concept),
        subject: maybe(reference('Patient', 'Group', 'Location')),
        encounter: maybe(reference('Encounter')),
        performer: some(reference('Practitioner', 'Patient', 'Organization')),
        derivedFrom: some(reference('Observation'), 1),
        dataAbsentReason: maybe(concept),
        component: some(component, 3),
      }),
      choice({
        effectiveDateTime: day,
        effectivePeriod: period,
        effectiveTiming: timing,
        effectiveInstant: fc.constant('2020-02-29T10:00:00Z'),
      }),
      measured,
    )
    .map(merged),
  Encounter: fc.record({
    status: fc.constantFrom('finished', 'planned'),
    class: coding,
    type: some(concept),
    subject: maybe(reference('Patient', 'Group')),
    participant: some(
      fc.record({ individual: maybe(reference('Practitioner', 'RelatedPerson')), type: some(concept, 1) }),
    ),
    period: maybe(period),
    length: maybe(quantity),
    location: some(fc.record({ location: reference('Location') })),
    partOf: maybe(reference('Encounter')),
  }),
  Condition: fc
    .tuple(
      fc.record({
        code: maybe(concept),
        category: some(concept),
        subject: reference('Patient', 'Group'),
        encounter: maybe(reference('Encounter')),
        recordedDate: maybe(day),
      }),
      choice({ onsetDateTime: day, onsetPeriod: period, onsetAge: quantity, onsetRange: range, onsetString: text }),
      choice({ abatementDateTime: day, abatementPeriod: period }),
    )
    .map(merged),
  Practitioner: fc.record({
    identifier: some(identifier),
    name: some(name),
    telecom: some(telecom),
    address: some(address),
  }),
  Organization: fc.record({
    name: maybe(text),
    alias: some(text),
    type: some(concept),
    partOf: maybe(reference('Organization')),
  }),
  Location: fc.record({
    name: maybe(text),
    status: maybe(fc.constantFrom('active', 'inactive')),
    partOf: maybe(reference('Location')),
    position: maybe(
      fc.record({ latitude: fc.constantFrom(37.5, 37.6, -33, 0), longitude: fc.constantFrom(127, 127.2, 151, 0) }),
    ),
  }),
  List: fc.record({
    status: fc.constant('current'),
    code: maybe(concept),
    subject: maybe(reference('Patient')),
    entry: some(fc.record({ item: reference('Patient', 'Observation', 'Condition') }), 3),
  }),
  RiskAssessment: fc.record({
    subject: reference('Patient'),
    prediction: some(choice({ probabilityDecimal: word(WORDS.numbers), probabilityRange: range }), 2),
  }),
  DocumentReference: fc.record({
    type: maybe(concept),
    subject: maybe(reference('Patient')),
    date: maybe(fc.constantFrom('2020-02-29T10:00:00Z', '2021-12-31T00:00:00+09:00')),
    relatesTo: some(
      fc.record({ code: fc.constantFrom('replaces', 'appends'), target: reference('DocumentReference') }),
    ),
  }),
  ValueSet: fc.record({
    url: maybe(word(WORDS.uris)),
    name: maybe(text),
    status: fc.constantFrom('draft', 'active'),
    useContext: some(useContext),
  }),
  MolecularSequence: fc.record({
    type: maybe(fc.constantFrom('dna', 'rna')),
    patient: maybe(reference('Patient')),
    referenceSeq: maybe(
      fc.record({
        chromosome: maybe(concept),
        referenceSeqId: maybe(concept),
        windowStart: maybe(fc.nat(5)),
        windowEnd: maybe(fc.nat(9)),
      }),
    ),
    variant: some(fc.record({ start: maybe(fc.nat(5)), end: maybe(fc.nat(9)) })),
  }),
};

function merged(parts: readonly object[]): object {
  return Object.assign({}, ...parts) as object;
}

/** Types that random data sets consist of. */
export const TYPES = Object.keys(ELEMENTS);

/** Elements that are undefined or empty are not there. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, tidy(one)] as const);
  const kept = entries.filter(([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

const narrative = fc.record({
  status: fc.constant('generated'),
  div: text.map((one) => `<div class="final"><b>${one}</b> blood</div>`),
});

/** One resource of a type with an id. */
export function arbitraryResource(type: string, id: string): fc.Arbitrary<TestResource> {
  const elements = ELEMENTS[type] ?? fc.constant({});
  return fc.tuple(elements, maybe(meta), maybe(narrative)).map(([own, metaOf, textOf]) => ({
    ...(tidy({ ...own, meta: metaOf, text: textOf }) as object | undefined),
    resourceType: type,
    id,
  }));
}

/** A data set: resources of every type under every id, and more observations. */
export function arbitraryData(): fc.Arbitrary<TestResource[]> {
  const ids = [...WORDS.ids, '4', '5'];
  const each = TYPES.flatMap((type) =>
    (type === 'Observation' ? [...ids, ...ids.map((id) => `o${id}`)] : ids).map((id) => arbitraryResource(type, id)),
  );
  return fc.tuple(...each);
}
