/**
 * A preset or draft in words: dose, route, how often; the same words as on the drug chart.
 *
 * Proof   draft-text.test.ts
 */
import type { Dosage } from '../../fhir/types.ts';
import { dosageText } from '../../format/dosage.ts';
import type { Language } from '../../format/language.ts';
import type { Preset, Text } from './api.ts';

/** Usual times of the day, by how often. */
export const USUAL_TIMES: Readonly<Record<number, readonly string[]>> = {
  1: ['09:00'],
  2: ['09:00', '18:00'],
  3: ['09:00', '13:00', '18:00'],
  4: ['09:00', '13:00', '18:00', '22:00'],
};

const PER = { kg: '/kg', m2: '/m²' } as const;

/** One line that leaves nothing of the preset out. */
export function presetText(preset: Preset, language: Language, reasons: Readonly<Record<string, Text>> = {}): string {
  const { dose, rate, days } = preset;
  const parts = [
    dosageText(dosageOf(preset, language, reasons), language),
    dose?.max === undefined ? '' : `${language === 'ko' ? '최대' : 'at most'} ${dose.max} ${dose.unit}`,
    rate === undefined ? '' : `${language === 'ko' ? '속도' : 'at'} ${rate.value} ${rateUnit(rate)}`,
    days === undefined ? '' : language === 'ko' ? `${days}일 동안` : `for ${days} day${days === 1 ? '' : 's'}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function rateUnit({ unit, per }: NonNullable<Preset['rate']>): string {
  const [mass = '', ...time] = unit.split('/');
  return per === undefined ? unit : [mass + PER[per], ...time].join('/');
}

function dosageOf(
  { dose, route, timing, prn }: Preset,
  language: Language,
  reasons: Readonly<Record<string, Text>>,
): Dosage {
  const unit = dose === undefined ? '' : dose.unit + (dose.per === undefined ? '' : PER[dose.per]);
  return {
    ...(dose === undefined ? {} : { doseAndRate: [{ doseQuantity: { value: dose.value, unit, code: unit } }] }),
    ...(route === undefined ? {} : { route: { coding: [{ system: 'http://snomed.info/sct', code: route }] } }),
    ...(prn === undefined
      ? {}
      : { asNeededCodeableConcept: { text: reasons[prn.reason ?? '']?.[language] ?? '' }, asNeededBoolean: true }),
    timing: prn === undefined ? timingOf(timing) : { repeat: { frequency: 1, ...interval(prn.hours) } },
  };
}

function timingOf(timing: Preset['timing']): NonNullable<Dosage['timing']> {
  if (timing === undefined) return {};
  if (timing.kind === 'once') return { repeat: { count: 1 } };
  if (timing.kind === 'every') return { repeat: { frequency: 1, ...interval(timing.hours) } };
  const times = [...timing.times];
  return { repeat: { frequency: times.length, period: 1, periodUnit: 'd', timeOfDay: times } };
}

function interval(hours: number): { readonly period: number; readonly periodUnit: 'h' | 'min' } {
  return Number.isInteger(hours)
    ? { period: hours, periodUnit: 'h' }
    : { period: Math.round(hours * 60), periodUnit: 'min' };
}
