/**
 * What a ward station shows of a patient, from the resources of the record.
 *
 * Proof   downtime.int.test.ts
 */
import type { CodeableConcept, HumanName, Quantity, ResourceOfType } from '../../fhir/index.ts';
import { decimalText, type EpochMs } from '../../kernel/index.ts';
import type { BothNames, StationPatient, StationResult } from '../station/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { codesIn, momentOf, nameIn } from '../systems.ts';

type Observation = ResourceOfType['Observation'];

const NO_KNOWN_ALLERGY = new Set(['716186003', '409137002', '428607008', '429625007']);
const MOST_SHOWN = 40;

/** Who the patient is, and in which bed. */
export function headOf(
  { id = '', identifier = [], name, birthDate, gender, deceasedBoolean, deceasedDateTime }: ResourceOfType['Patient'],
  bed: string,
): Pick<StationPatient, 'id' | 'number' | 'name' | 'birthDate' | 'sex' | 'bed' | 'gone'> {
  const number = identifier.find(({ type }) => codesIn(type).includes('MR')) ?? identifier[0];
  return {
    id,
    number: number?.value ?? '',
    name: namesOf(name),
    ...(birthDate === undefined ? {} : { birthDate }),
    sex: gender ?? 'unknown',
    bed,
    ...(deceasedBoolean === true || deceasedDateTime !== undefined ? { gone: 'deceased' as const } : {}),
  };
}

/** Korean and Latin name; one stands for the other where only one is there. */
export function namesOf(names: readonly HumanName[] = []): BothNames {
  const texts = names.filter(({ use }) => use !== 'old').map(textOf);
  const korean = texts.find((text) => /\p{Script=Hangul}/u.test(text));
  const latin = texts.find((text) => /[A-Za-z]/.test(text));
  return { ko: korean ?? latin ?? '', en: latin ?? korean ?? '' };
}

function textOf({ text, family = '', given = [] }: HumanName): string {
  return text ?? `${family} ${given.join(' ')}`.trim();
}

/** Allergies that are neither refuted nor over. Nothing recorded differs from none known. */
export function allergiesFrom(
  all: readonly ResourceOfType['AllergyIntolerance'][],
): Pick<StationPatient, 'allergyState' | 'allergies' | 'substances'> {
  const standing = all.filter(
    ({ clinicalStatus, verificationStatus }) =>
      !codesIn(clinicalStatus).some((code) => code === 'inactive' || code === 'resolved') &&
      !codesIn(verificationStatus).some((code) => code === 'refuted' || code === 'entered-in-error'),
  );
  const real = standing.filter(({ code }) => !codesIn(code).some((one) => NO_KNOWN_ALLERGY.has(one)));
  const state = real.length > 0 ? 'listed' : standing.length > 0 ? 'none-known' : 'not-recorded';
  const substances = real
    .flatMap(({ code, reaction = [] }) => [code, ...reaction.map(({ substance }) => substance)])
    .flatMap((concept) => [nameIn(concept), concept?.text?.toLowerCase() ?? ''])
    .filter((name) => name !== '');
  return { allergyState: state, allergies: real.map(({ code }) => shown(code)), substances };
}

/** Active flags: our own codes decide, all of them are shown. */
export function flagsFrom(all: readonly ResourceOfType['Flag'][]): Pick<StationPatient, 'flags' | 'alerts'> {
  const active = all.filter(({ status }) => status === 'active');
  const own = active.flatMap(({ code }) => (code.coding ?? []).filter(({ system }) => system === CARE_SYSTEM));
  return { flags: own.flatMap(({ code }) => code ?? []), alerts: active.map(({ code }) => shown(code)) };
}

/** Active problems in words. */
export function problemsFrom(all: readonly ResourceOfType['Condition'][]): readonly string[] {
  return [...new Set(all.map(({ code }) => shown(code)).filter((text) => text !== ''))].slice(0, MOST_SHOWN);
}

function shown(concept: CodeableConcept | undefined): string {
  return (
    concept?.text ?? concept?.coding?.find(({ display }) => display !== undefined)?.display ?? codesIn(concept)[0] ?? ''
  );
}

/** The newest result of each kind in a category. */
export function newestOf(all: readonly Observation[], category: string): readonly StationResult[] {
  const newest = new Map<string, StationResult>();
  for (const one of all) {
    if (!isShown(one, category)) continue;
    const at = momentOf(one.effectiveDateTime ?? one.effectivePeriod?.start) ?? (0 as EpochMs);
    const key = codesIn(one.code)[0] ?? shown(one.code);
    if ((newest.get(key)?.at ?? -1) < at) newest.set(key, resultOf(one, at));
  }
  return [...newest.values()].toSorted((one, other) => other.at - one.at).slice(0, MOST_SHOWN);
}

function isShown({ status, category = [] }: Observation, wanted: string): boolean {
  return status !== 'entered-in-error' && status !== 'cancelled' && category.flatMap(codesIn).includes(wanted);
}

function resultOf(one: Observation, at: EpochMs): StationResult {
  const flag = one.interpretation?.flatMap(codesIn)[0];
  return { name: shown(one.code), value: valueText(one), at, ...(flag === undefined ? {} : { flag }) };
}

function valueText({ valueQuantity, valueString, valueCodeableConcept, component = [] }: Observation): string {
  if (valueQuantity !== undefined) return quantityText(valueQuantity);
  if (valueString !== undefined) return valueString;
  if (valueCodeableConcept !== undefined) return shown(valueCodeableConcept);
  const parts = component.flatMap((part) => (part.valueQuantity === undefined ? [] : [part.valueQuantity]));
  const [first] = parts;
  return first === undefined
    ? ''
    : `${parts.map(({ value }) => (value === undefined ? '' : decimalText(value))).join('/')} ${first.unit ?? ''}`.trim();
}

function quantityText({ value, unit, code }: Quantity): string {
  return value === undefined ? '' : `${decimalText(value)} ${unit ?? code ?? ''}`.trim();
}
