/**
 * One line of a note that says what is on record: made by the house from the resources themselves, never taken from a client.
 *
 * Each names its sources with their versions and the time for which it is true, so that a note quotes only values on record.
 *
 * Proof   fact.test.ts
 */
import type { CodeableConcept, Quantity, Resource, ResourceOfType } from '../../fhir/index.ts';
import { decimalText, intervalOf, zonedInstantOf } from '../../kernel/index.ts';
import { codesIn } from '../systems.ts';
import { nameOf, quantityText, testName, unitText, type Language } from './names.ts';

/** What a client asks to be quoted: resources, and whether as one value or as a range of several. */
export interface QuoteAsk {
  readonly kind: 'value' | 'range';
  /** `Type/id`, at most ten. */
  readonly of: readonly string[];
}

/** A line that is on record. */
export interface Fact extends QuoteAsk {
  /** Sources with their versions: `Observation/x/_history/1`. */
  readonly sources: readonly string[];
  readonly text: string;
  /** For when it is true (dateTime). */
  readonly at?: string;
  /** Low, high or critical, where the source says so. */
  readonly flag?: string;
  /** The source was taken back since: it must not be quoted. */
  readonly void?: boolean;
}

type Observation = ResourceOfType['Observation'];
type Types = ResourceOfType;

/** What is needed to write a line. */
export interface Writing {
  readonly language: Language;
  readonly zone: string;
}

/** The line for some resources, in the order asked for. */
export function factOf(ask: QuoteAsk, found: readonly Resource[], writing: Writing): Fact {
  const [first] = found;
  if (first === undefined) throw new Error('a fact has a source');
  const line = ask.kind === 'range' ? rangeLine(found as readonly Observation[], writing) : lineOf(first, writing);
  return {
    kind: ask.kind,
    of: ask.of,
    sources: found.map(versioned),
    ...line,
    ...(found.some(isVoid) ? { void: true } : {}),
  };
}

/** The reference of a resource with its version. */
export function versioned({ resourceType, id, meta }: Resource): string {
  return `${resourceType}/${id}/_history/${meta?.versionId ?? '1'}`;
}

function isVoid(resource: Resource): boolean {
  const { status, verificationStatus } = resource as {
    status?: unknown;
    verificationStatus?: CodeableConcept;
  };
  if (status === 'entered-in-error') return true;
  return verificationStatus?.coding?.some(({ code }) => code === 'entered-in-error') === true;
}

interface Line {
  readonly text: string;
  readonly at?: string;
  readonly flag?: string;
}

type Writer = (resource: never, writing: Writing) => Line;

const WRITERS: Readonly<Record<string, Writer>> = {
  Observation: observationLine,
  MedicationRequest: drugLine,
  MedicationStatement: statementLine,
  MedicationAdministration: administrationLine,
  Condition: conditionLine,
  AllergyIntolerance: allergyLine,
  Procedure: procedureLine,
  Encounter: encounterLine,
  DiagnosticReport: reportLine,
  ServiceRequest: orderLine,
  NutritionOrder: (one: Types['NutritionOrder'], writing) => dated(nutritionText(one, writing), one.dateTime),
  Task: taskLine,
  Appointment: appointmentLine,
  Composition: (one: Types['Composition']) => dated(one.title, one.date),
  DocumentReference: (one: Types['DocumentReference'], { language }) =>
    dated(one.description ?? nameOf(one.type, language), one.date),
  Consent: (one: Types['Consent'], { language }) => dated(nameOf(one.category[0], language), one.dateTime),
  QuestionnaireResponse: (one: Types['QuestionnaireResponse']) => dated(one.questionnaire ?? '', one.authored),
};

/** May a resource of this type be quoted? */
export function isQuotable(type: string): boolean {
  return Object.hasOwn(WRITERS, type);
}

function lineOf(resource: Resource, writing: Writing): Line {
  const writer = WRITERS[resource.resourceType];
  return writer === undefined ? { text: resource.resourceType } : writer(resource as never, writing);
}

function dated(text: string, at?: string, flag?: string): Line {
  return { text, ...(at === undefined ? {} : { at }), ...(flag === undefined ? {} : { flag }) };
}

const FLAGS: Readonly<Record<string, string>> = { HH: '▲▲', LL: '▼▼', H: '▲', L: '▼', AA: '●●', A: '●' };

/** The gravest flag of an observation. */
export function flagOf(one: Observation): string | undefined {
  const concepts = [one, ...(one.component ?? [])].flatMap(({ interpretation = [] }) => interpretation);
  const codes = new Set(concepts.flatMap(codesIn));
  return ['HH', 'LL', 'AA', 'H', 'L', 'A'].find((flag) => codes.has(flag));
}

function withSign(text: string, flag: string | undefined): string {
  return flag === undefined ? text : `${text} ${FLAGS[flag] ?? ''}`;
}

function observationLine(one: Observation, { language }: Writing): Line {
  const flag = flagOf(one);
  const name = testName(one.code, language);
  return dated(withSign(`${name} ${valueText(one, language)}`, flag), momentText(one), flag);
}

function momentText(one: Observation): string | undefined {
  return one.effectiveDateTime ?? one.effectivePeriod?.end ?? one.effectivePeriod?.start ?? one.issued;
}

/** What an observation says. */
export function valueText(one: Observation, language: Language): string {
  if (one.valueQuantity !== undefined) return quantityText(one.valueQuantity, language);
  const plain = one.valueInteger ?? one.valueString ?? one.valueDateTime;
  if (plain !== undefined) return String(plain);
  if (one.valueCodeableConcept !== undefined) return nameOf(one.valueCodeableConcept, language);
  if (isPressure(one)) return pressureText(one, language);
  const parts = (one.component ?? []).map(
    (part) => `${nameOf(part.code, language)} ${quantityText(part.valueQuantity, language)}`,
  );
  if (parts.length > 0) return parts.join(', ');
  return one.dataAbsentReason === undefined ? '' : nameOf(one.dataAbsentReason, language);
}

const SYSTOLIC = '8480-6';
const DIASTOLIC = '8462-4';

function componentOf(one: Observation, code: string): Quantity | undefined {
  return one.component?.find((part) => part.code.coding?.some((coding) => coding.code === code))?.valueQuantity;
}

function isPressure(one: Observation): boolean {
  return componentOf(one, SYSTOLIC) !== undefined;
}

function pressureText(one: Observation, language: Language): string {
  const [high, low] = [componentOf(one, SYSTOLIC), componentOf(one, DIASTOLIC)];
  const unit = high === undefined ? 'mmHg' : unitText(high, language);
  return `${numberText(high)}/${numberText(low)} ${unit}`;
}

function numberText(quantity: Quantity | undefined): string {
  return quantity?.value === undefined ? '–' : decimalText(quantity.value);
}

/** Lowest, highest and last of some values of one sign. */
function rangeLine(found: readonly Observation[], writing: Writing): Line {
  const { language } = writing;
  const last = found.toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1);
  if (last === undefined) return { text: '' };
  const name = testName(last.code, language);
  const range = isPressure(last)
    ? `${spread(found, (one) => componentOf(one, SYSTOLIC))}/${spread(found, (one) => componentOf(one, DIASTOLIC))}`
    : spread(found, (one) => one.valueQuantity);
  const lastWord = language === 'ko' ? '마지막' : 'last';
  const at = momentText(last);
  const time = at === undefined ? '' : ` (${clockText(at, writing)})`;
  const text = `${name} ${range}, ${lastWord} ${valueText(last, language)}${time}`;
  return dated(withSign(text, flagOf(last)), at, flagOf(last));
}

export function timeOf(one: Observation): number {
  return intervalOf(momentText(one) ?? '')?.low ?? 0;
}

function spread(found: readonly Observation[], quantityIn: (one: Observation) => Quantity | undefined): string {
  const values = found.flatMap((one) => quantityIn(one)?.value ?? []);
  const ordered = values.toSorted((a, b) => Number(decimalText(a)) - Number(decimalText(b))).map(decimalText);
  const [low, high] = [ordered[0] ?? '', ordered.at(-1) ?? ''];
  return low === high ? low : `${low}–${high}`;
}

/** Day and time on the clocks of the hospital: `11-24 07:06`. */
export function clockText(at: string, { zone }: Writing): string {
  const interval = intervalOf(at, zone);
  if (interval === undefined || !at.includes('T')) return at;
  return zonedInstantOf(interval.low, zone).slice(5, 16).replace('T', ' ');
}

/** The same with its year, which is the year on those clocks: `2027-01-01 05:00`. */
export function clockYear(at: string, { zone }: Writing): string {
  const interval = intervalOf(at, zone);
  if (interval === undefined || !at.includes('T')) return at;
  return zonedInstantOf(interval.low, zone).slice(0, 16).replace('T', ' ');
}

function drugLine(one: Types['MedicationRequest'], { language }: Writing): Line {
  const name = one.medicationReference?.display ?? nameOf(one.medicationCodeableConcept, language);
  return dated(dosedText(name, one.dosageInstruction, language), one.authoredOn);
}

function statementLine(one: Types['MedicationStatement'], { language }: Writing): Line {
  const name = one.medicationReference?.display ?? nameOf(one.medicationCodeableConcept, language);
  return dated(dosedText(name, one.dosage, language), one.effectiveDateTime ?? one.dateAsserted);
}

function dosedText(name: string, dosages: readonly Dosage[] | undefined, language: Language): string {
  const how = (dosages ?? []).map((dosage) => dosage.text ?? doseText(dosage, language)).filter((text) => text !== '');
  return [name, ...how].join(' · ');
}

type Dosage = NonNullable<Types['MedicationRequest']['dosageInstruction']>[number];

function doseText({ doseAndRate, route }: Dosage, language: Language): string {
  return [quantityText(doseAndRate?.[0]?.doseQuantity, language), route === undefined ? '' : nameOf(route, language)]
    .filter((text) => text !== '')
    .join(' ');
}

function administrationLine(one: Types['MedicationAdministration'], { language }: Writing): Line {
  const name = one.medicationReference?.display ?? nameOf(one.medicationCodeableConcept, language);
  const dose = quantityText(one.dosage?.dose, language);
  const done = one.status === 'not-done' ? (language === 'ko' ? '투여하지 않음' : 'not given') : '';
  return dated(
    [name, dose, done].filter((text) => text !== '').join(' '),
    one.effectiveDateTime ?? one.effectivePeriod?.start,
  );
}

function conditionLine(one: Types['Condition'], { language }: Writing): Line {
  const state = one.clinicalStatus?.coding?.[0]?.code;
  const ended = state === 'resolved' || state === 'inactive' || state === 'remission';
  const note = ended ? (language === 'ko' ? ' (지난 문제)' : ' (past)') : '';
  return dated(`${nameOf(one.code, language)}${note}`, one.onsetDateTime ?? one.onsetPeriod?.start ?? one.recordedDate);
}

function allergyLine(one: Types['AllergyIntolerance'], { language }: Writing): Line {
  const reactions = (one.reaction ?? []).flatMap(({ manifestation }) => manifestation.map((m) => nameOf(m, language)));
  const word = language === 'ko' ? '알레르기' : 'allergy';
  const severe = one.criticality === 'high' ? (language === 'ko' ? ', 중증' : ', severe') : '';
  const what = reactions.length === 0 ? '' : ` (${reactions.join(', ')}${severe})`;
  return dated(`${nameOf(one.code, language)} ${word}${what}`, one.recordedDate);
}

function procedureLine(one: Types['Procedure'], { language }: Writing): Line {
  return dated(nameOf(one.code, language), one.performedDateTime ?? one.performedPeriod?.start);
}

function encounterLine(one: Types['Encounter'], { language }: Writing): Line {
  const type = nameOf(one.type?.[0], language) || (one.class.display ?? '');
  const reasons = [
    ...(one.reasonCode ?? []).map((reason) => nameOf(reason, language)),
    ...(one.diagnosis ?? []).slice(0, 1).map(({ condition }) => condition.display ?? ''),
  ].filter((text) => text !== '');
  const department = nameOf(one.serviceType, language);
  const text = [type, department === '' ? '' : `(${department})`].filter((part) => part !== '').join(' ');
  return dated(reasons.length === 0 ? text : `${text}: ${reasons.join(', ')}`, one.period?.start);
}

function reportLine(one: Types['DiagnosticReport'], { language }: Writing): Line {
  const name = nameOf(one.code, language);
  const says = one.conclusion ?? (one.conclusionCode ?? []).map((code) => nameOf(code, language)).join(', ');
  return dated(says === '' ? name : `${name}: ${says}`, one.effectiveDateTime ?? one.issued);
}

function orderLine(one: Types['ServiceRequest'], writing: Writing): Line {
  const { language } = writing;
  const due = one.occurrenceDateTime ?? one.occurrencePeriod?.start;
  const when = due === undefined ? '' : ` — ${clockText(due, writing)}`;
  const who = one.requester?.display === undefined ? '' : ` (${one.requester.display})`;
  return dated(`${nameOf(one.code, language)}${when}${who}`, due ?? one.authoredOn);
}

function nutritionText(one: Types['NutritionOrder'], { language }: Writing): string {
  return (
    (one.oralDiet?.type ?? []).map((type) => nameOf(type, language)).join(', ') || (language === 'ko' ? '식이' : 'Diet')
  );
}

function taskLine(one: Types['Task'], writing: Writing): Line {
  const { language } = writing;
  const due = one.restriction?.period?.end;
  const when = due === undefined ? '' : ` — ${clockText(due, writing)}`;
  const owner = one.owner?.display ?? nameOf(one.performerType?.[0], language);
  const what = one.description ?? taskName(one, language);
  return dated(`${what}${when}${owner === '' ? '' : ` (${owner})`}`, due ?? one.authoredOn);
}

/** Work that the house itself gives, in words. */
const TASKS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'critical-result': { ko: '위험한 결과 확인', en: 'acknowledge a critical result' },
  'news2-escalation': { ko: '조기경보로 의사 호출', en: 'physician called for early warning' },
  verify: { ko: '약사 검토', en: 'verification by the pharmacist' },
  answer: { ko: '질문에 답하기', en: 'answer a question' },
};

function taskName({ code, intent }: Types['Task'], language: Language): string {
  const known = codesIn(code)
    .map((one) => TASKS[one])
    .find((one) => one !== undefined);
  return known?.[language] ?? (nameOf(code, language) || intent);
}

function appointmentLine(one: Types['Appointment'], writing: Writing): Line {
  const { language } = writing;
  const what =
    one.description ?? (nameOf(one.serviceType?.[0], language) || (language === 'ko' ? '외래 예약' : 'Appointment'));
  const who = one.participant.map(({ actor }) => actor).find((actor) => actor?.reference?.startsWith('Practitioner/'));
  const when = one.start === undefined ? '' : ` — ${clockText(one.start, writing)}`;
  return dated(`${what}${when}${who?.display === undefined ? '' : ` (${who.display})`}`, one.start);
}
