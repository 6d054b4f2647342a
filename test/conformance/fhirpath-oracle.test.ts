/**
 * Expressions as people write them (for views, quality measures, decision support, consent filters) give over Synthea
 * resources what npm `fhirpath` gives. Fixed ones by type, and made-up ones by property.
 */
import fc from 'fast-check';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { compilePath } from '../../src/fhir/fhirpath/index.ts';
import { isRawDecimal } from '../../src/kernel/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';

const BUNDLES = 'data/synthea-r4/bundles';
const MOST_PER_TYPE = 40;

const EXPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  Patient: [
    'Patient.name.given.first()',
    "name.where(use = 'official').select(given.join(' ') & ' ' & family)",
    "name.where(use = 'maiden').exists() implies gender = 'female'",
    "identifier.where(type.coding.exists(code = 'MR')).value",
    "identifier.where(system.contains('ssn')).value.replace('-', '').length() = 9",
    "identifier.type.coding.where(code in ('MR' | 'SS' | 'DL')).display.distinct()",
    'telecom.count() > 0 and telecom.all(value.exists())',
    "telecom.where(system = 'phone').value.matches('^[0-9-]+$')",
    "telecom.value.replaceMatches('(\\\\d{3})-(\\\\d{3})-(\\\\d{4})', '$3')",
    'address.line.first().upper()',
    "address.select(city & ', ' & state)",
    "address.extension('http://hl7.org/fhir/StructureDefinition/geolocation').extension('latitude').value",
    "address.extension.extension.where(url = 'longitude').value < 0",
    "extension.where(url.endsWith('us-core-race')).extension.where(url = 'text').value",
    "extension('http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName').value",
    'extension.value.ofType(decimal).where($this >= 0).count()',
    'birthDate < today()',
    'birthDate + 18 years <= @2026-11-24',
    'birthDate.toString().substring(0, 4).toInteger() div 10 * 10',
    'birthDate.is(date)',
    'deceased.exists()',
    'deceased.ofType(dateTime) > birthDate',
    '(deceased is dateTime) or deceased.empty()',
    'multipleBirth.ofType(boolean).not()',
    'maritalStatus.coding.code.first() = maritalStatus.text',
    "iif(gender = 'female', 'F', iif(gender = 'male', 'M', 'U'))",
    "communication.language.coding.where(system = 'urn:ietf:bcp:47').code.startsWith('en')",
    'contact.empty()',
    'children().count() > 10',
    'descendants().ofType(Coding).code.distinct().count()',
    "descendants().ofType(Extension).url.where(startsWith('http')).isDistinct()",
    '(name.given | name.family | address.city).where(length() > 5)',
    'text.status | text.`div`.exists()',
    'meta.profile.combine(meta.profile).isDistinct()',
    'id.exists() and id.length() <= 64',
  ],
  Observation: [
    'value.ofType(Quantity).value',
    'value.ofType(Quantity).value.round(1)',
    "value.ofType(Quantity).where(code = 'mm[Hg]').value > 100",
    '(value as Quantity).unit',
    'value is Quantity',
    'value.ofType(CodeableConcept).coding.display',
    "component.where(code.coding.exists(code = '8480-6')).value.ofType(Quantity).value",
    "component.where(code.coding.code = '8480-6').value.value - component.where(code.coding.code = '8462-4').value.value",
    'component.value.ofType(Quantity).value.aggregate($this + $total, 0)',
    'component.value.ofType(Quantity).value.aggregate(iif($total.empty() or $this > $total, $this, $total))',
    "category.coding.where(system.endsWith('observation-category')).code = 'vital-signs'",
    "category.coding.exists(code = 'laboratory') implies value.exists()",
    'effective.ofType(dateTime) <= issued',
    'effective.ofType(dateTime).is(dateTime)',
    'effective.toString().substring(0, 10)',
    "code.coding.where(system = 'http://loinc.org').code.matches('^[0-9]+-[0-9]$')",
    "code.coding.first().code in ('8302-2' | '29463-7' | '85354-9')",
    "subject.reference.startsWith('urn:uuid:')",
    "status in ('final' | 'amended')",
    'value.ofType(Quantity).exists() xor value.ofType(CodeableConcept).exists()',
    'value.ofType(Quantity).value.toString().length() > 0',
    'value.ofType(Quantity).value.floor() <= value.ofType(Quantity).value',
    'value.ofType(Quantity).value.ceiling() >= value.ofType(Quantity).value',
    'value.ofType(Quantity).value.truncate()',
    'value.ofType(Quantity).value.abs() = value.ofType(Quantity).value',
    'component.code.text.combine(code.text).count()',
    "component.select(code.text & ': ' & value.value.round(0).toString())",
    'component.skip(1).code.text',
    'component.tail().code.text',
    'component.last().code.text',
    'component.take(1).value.unit',
    'component[1].value.value',
    'referenceRange.empty() or referenceRange.low.exists()',
    'descendants().where($this is Coding).code.count()',
    'repeat(component).count()',
  ],
  Encounter: [
    'period.start <= period.end',
    'period.start + 1 day > period.end',
    'period.start.toString().substring(11, 2).toInteger()',
    "class.code = 'AMB'",
    "type.coding.display.where(contains('Encounter'))",
    'type.coding.code.first().toInteger() > 1000',
    'participant.individual.display.first()',
    "participant.type.coding.where(code = 'PPRF').exists()",
    'participant.all(individual.exists())',
    'reasonCode.coding.display | type.text',
    "serviceProvider.display.indexOf('HOSPITAL')",
    "identifier.where(use = 'official').value = id",
    'hospitalization.dischargeDisposition.coding.code',
    'location.location.display.lower()',
    "status = 'finished' and period.end.exists()",
    'period.select(end)',
    'participant.period.where(start <= %resource.period.start).count()',
  ],
  Condition: [
    "clinicalStatus.coding.code = 'active'",
    "verificationStatus.coding.exists(code = 'confirmed')",
    "code.coding.where(system = 'http://snomed.info/sct').code",
    'onset.ofType(dateTime) <= abatement.ofType(dateTime)',
    "abatement.exists() implies clinicalStatus.coding.code != 'active'",
    'recordedDate >= onset.ofType(dateTime)',
    "code.text.contains('(disorder)')",
    "code.text.replace(' (disorder)', '')",
    "code.text.split(' ').first()",
    "code.text.split(' ').count() > 1",
    'category.coding.code.first()',
  ],
  MedicationRequest: [
    "status = 'active' or status = 'stopped' or status = 'completed'",
    'medication.ofType(CodeableConcept).coding.code',
    '(medication as CodeableConcept).text',
    'medication is Reference',
    'dosageInstruction.timing.repeat.frequency',
    'dosageInstruction.timing.repeat.select(frequency * period)',
    'dosageInstruction.doseAndRate.dose.ofType(Quantity).value',
    'dosageInstruction.asNeeded.ofType(boolean)',
    'dosageInstruction.sequence.first() = 1',
    "authoredOn.toString().startsWith('20')",
    'dosageInstruction.where(asNeeded = true).exists()',
    'reasonReference.reference.count()',
  ],
  Claim: [
    'total.value',
    "total.currency = 'USD'",
    'item.count()',
    'item.net.value.aggregate($this + $total, 0.0)',
    'item.sequence',
    'item.where(net.exists()).net.value.where($this > 100)',
    'item.all(sequence > 0)',
    'item.productOrService.coding.display.distinct()',
    'item.sequence.isDistinct()',
    'insurance.focal.first()',
    'billablePeriod.start <= billablePeriod.end',
    'item.encounter.reference.distinct().count() <= 1',
    'diagnosis.sequence.subsetOf(diagnosis.sequence)',
    'item.diagnosisSequence.subsetOf(diagnosis.sequence)',
    'item.sequence.exclude(1)',
    'item.sequence.intersect(1 | 2)',
  ],
  Immunization: [
    'vaccineCode.coding.code',
    'occurrence.ofType(dateTime) < now()',
    'primarySource.not()',
    "status = 'completed'",
    'vaccineCode.coding.code.toInteger() + 1',
    'vaccineCode.text.toChars().count() = vaccineCode.text.length()',
  ],
  Procedure: [
    'performed.ofType(Period).start',
    '(performed as Period).end >= (performed as Period).start',
    'code.coding.code.first().length()',
    'performed.ofType(Period).exists()',
    'code.text.trim() = code.text',
    'reasonReference.display.exists() or reasonReference.empty()',
  ],
  Practitioner: [
    'name.prefix | name.family',
    "identifier.where(system = 'http://hl7.org/fhir/sid/us-npi').value.toInteger() >= 0",
    "telecom.where(system = 'email').value.matches('@example\\\\.com$')",
    'active = true',
    'extension.value.ofType(integer)',
  ],
  Organization: [
    'name.upper()',
    'type.coding.code',
    'address.country',
    'telecom.value.first()',
    'extension.value.ofType(integer).where($this > 0)',
  ],
};

type Sample = Map<string, object[]>;

function readSample(): Sample {
  const sample: Sample = new Map();
  for (const name of readdirSync(sharedPath(BUNDLES)).toSorted().slice(0, 6)) {
    const text = gunzipSync(readFileSync(sharedPath(`${BUNDLES}/${name}`))).toString();
    for (const { resource } of (JSON.parse(text) as { entry: { resource: { resourceType: string } }[] }).entry) {
      const known = sample.get(resource.resourceType) ?? [];
      sample.set(resource.resourceType, known);
      if (known.length < MOST_PER_TYPE) known.push(resource);
    }
  }
  return sample;
}

/** The values as text; `failure` where it fails. */
function answerOf(evaluate: () => unknown): string {
  try {
    return JSON.stringify((evaluate() as unknown[]).map(plain));
  } catch {
    return 'failure';
  }
}

/**
 * npm fhirpath gives its dates and quantities as objects of its own, and counts with JavaScript numbers: of decimals only the
 * first twelve digits are compared.
 */
function plain(value: unknown): unknown {
  if (isRawDecimal(value)) return plain(Number(value.rawJSON));
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (typeof value !== 'object' || value === null) return value;
  const name = value.constructor.name;
  return name.startsWith('FP_') ? (value as { toString(): string }).toString() : value;
}

function compare(expression: string, resources: readonly object[]): string[] {
  const oracle = fhirpath.compile(expression, r4);
  const own = compilePath(expression);
  const differences: string[] = [];
  for (const resource of resources) {
    const expected = answerOf(() => oracle(resource));
    const found = answerOf(() => own.values(resource));
    if (expected !== found) differences.push(`${expression}: ${expected.slice(0, 200)} / ${found.slice(0, 200)}`);
  }
  return differences.slice(0, 1);
}

describeWithShared(BUNDLES, 'expressions over Synthea resources', () => {
  const sample = readSample();

  it.each(Object.entries(EXPRESSIONS))('about a %s give what npm fhirpath gives', (type, expressions) => {
    const resources = sample.get(type) ?? [];
    expect(resources.length).toBeGreaterThan(2);
    expect(expressions.flatMap((expression) => compare(expression, resources))).toEqual([]);
  });

  it('made up from paths and functions give what npm fhirpath gives', () => {
    const resources = (sample.get('Patient') ?? []).slice(0, 3);
    fc.assert(
      fc.property(madeUp, (expression) => {
        expect(compare(expression, resources)).toEqual([]);
      }),
      { numRuns: 400, seed: 20_261_124 },
    );
  });
});

const path = fc.constantFrom(
  'name',
  'name.given',
  'name.family',
  'telecom',
  'telecom.value',
  'address',
  'address.line',
  'identifier',
  'identifier.value',
  'maritalStatus.coding',
  'extension',
  'gender',
  'nothing',
);
const anyCollection = fc.constantFrom(
  '.first()',
  '.last()',
  '.tail()',
  '.skip(1)',
  '.take(2)',
  '.distinct()',
  '.where($index > 0)',
  '.select($this)',
  '[0]',
  '[1]',
  '.exclude(%context.name)',
  '.intersect(%context.name)',
);
const answer = fc.constantFrom(
  '.count()',
  '.exists()',
  '.empty()',
  '.isDistinct()',
  '.empty().not()',
  '.count() > 1',
  '.exists() and gender.exists()',
  '.count() in (1 | 2)',
  '.count().toString()',
  '.count() * 2 + 1',
  '.count() mod 2',
  '.count() / 2',
  '.all($this.exists())',
  '',
);
const collection = fc
  .tuple(path, fc.array(anyCollection, { maxLength: 3 }))
  .map(([start, steps]) => start + steps.join(''));
const madeUp = fc.oneof(
  fc.tuple(collection, answer).map(([one, end]) => one + end),
  fc.tuple(collection, collection, answer).map(([a, b, end]) => `(${a} | ${b})${end}`),
  fc.tuple(collection, collection).map(([a, b]) => `${a}.combine(${b}).count()`),
  fc.tuple(collection, collection).map(([a, b]) => `${a} = ${b}`),
  fc.tuple(collection, collection).map(([a, b]) => `${a}.subsetOf(${b})`),
  fc.tuple(collection, collection).map(([a, b]) => `iif(${a}.exists(), ${a}, ${b})`),
);
