import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PreferencesProvider } from '../app/preferences.tsx';
import { FhirFailure } from '../fhir/client.ts';
import { concept, observation, prescription } from '../fhir/testing.ts';
import type { Language } from '../format/language.ts';
import { AuditRows } from '../record/audit/AuditRows.tsx';
import { DrugLine } from '../record/medications/DrugLine.tsx';
import { JsonText } from '../record/resources/JsonText.tsx';
import { SignValueDisplay } from '../record/vitals/SignValueDisplay.tsx';
import { CodeableConceptDisplay, CodingsDisplay } from './CodeableConceptDisplay.tsx';
import { DateDisplay } from './DateDisplay.tsx';
import { DosageDisplay } from './DosageDisplay.tsx';
import { Facts } from './Facts.tsx';
import { HumanNameDisplay } from './HumanNameDisplay.tsx';
import { ObservationValueDisplay } from './ObservationValueDisplay.tsx';
import { PeriodDisplay } from './PeriodDisplay.tsx';
import { QuantityDisplay } from './QuantityDisplay.tsx';
import { ReferenceDisplay } from './ReferenceDisplay.tsx';
import { Failure, Loaded, Section } from './Section.tsx';
import { Sparkline } from './Sparkline.tsx';

let language: Language = 'ko';

beforeEach(() => {
  language = 'ko';
  vi.stubGlobal('localStorage', { getItem: () => language, setItem: () => undefined });
});
afterEach(() => vi.unstubAllGlobals());

/** The markup of something shown in a language. */
function html(shown: ReactNode, inLanguage: Language = 'ko'): string {
  language = inLanguage;
  return renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <PreferencesProvider>{shown}</PreferencesProvider>
      </QueryClientProvider>
    </MantineProvider>,
  ).replace(/<style[^>]*>.*?<\/style>/gs, '');
}

/** Its words, as somebody reads them. */
function words(shown: ReactNode, inLanguage: Language = 'ko'): string {
  return html(shown, inLanguage)
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"');
}

interface State {
  readonly data?: readonly string[];
  readonly error?: Error;
  readonly isPending?: boolean;
}

function query(state: State) {
  return { data: undefined, error: null, isPending: false, refetch: () => undefined, ...state };
}

/** A section over a query in some state, as words. */
function section(parts: State): string {
  return words(
    <Loaded query={query(parts)} empty="nothing is recorded" isEmpty={(data: readonly string[]) => data.length === 0}>
      {(data: readonly string[]) => <>{data.join(' ')}</>}
    </Loaded>,
    'en',
  );
}

describe('the states of a section', () => {
  it('there, none, not yet', () => {
    expect(section({ data: ['a', 'b'] })).toBe('a b');
    expect(section({ data: [] })).toBe('nothing is recorded');
    expect(html(<Loaded query={query({ isPending: true })}>{() => null}</Loaded>, 'en')).toContain(
      'aria-label="Loading"',
    );
  });

  it('failed is never shown as none, and names the code to tell the help desk', () => {
    const text = section({ error: new FhirFailure('fault', 500, 'x', 'record.broken') });
    expect(text).not.toContain('nothing is recorded');
    expect(text).toContain('This could not be read.');
    expect(text).toContain('record.broken · 500');
    expect(text).toContain('Try again');
  });

  it('what was there before a failed renewal stays, with the failure said', () => {
    const text = section({ data: ['a'], error: new FhirFailure('offline', 0, 'x') });
    expect(text).toContain('The server does not answer');
    expect(text).toContain('a');
  });

  it('an unknown fault is a fault, and without a way to retry there is no button', () => {
    const text = words(<Failure error={new Error('odd')} />, 'en');
    expect(text).toContain('Something is wrong at the server');
    expect(html(<Failure error={new Error('odd')} />)).not.toContain('<button');
  });

  it('a section has a heading and a count', () => {
    expect(
      html(
        <Section title="Problems" count={3}>
          x
        </Section>,
      ),
    ).toMatch(/<h2[^>]*>Problems<\/h2><span[^>]*>3<\/span>/);
  });
});

function part(code: string, value: number) {
  return { code: concept('', code), valueQuantity: { value, unit: 'mmHg' } };
}

describe('values', () => {
  it('a quantity says its flag as a sign and as a word, and keeps its digits', () => {
    const shown = <QuantityDisplay quantity={{ value: { rawJSON: '7.0' }, unit: 'mmol/L' }} flag="critical-high" />;
    expect(words(shown, 'en')).toBe('7.0 mmol/L▲▲Critically high');
    expect(html(shown)).toContain('data-flag="critical-high"');
  });

  it('without a value it is not known, not empty', () => {
    expect(words(<QuantityDisplay quantity={undefined} />)).toBe('모름');
    expect(words(<ObservationValueDisplay valued={observation()} />, 'en')).toBe('Not known');
    const absent = observation({ dataAbsentReason: concept('not performed') });
    expect(words(<ObservationValueDisplay valued={absent} />, 'en')).toBe('not performed');
  });

  it.each([
    [{ valueString: 'haemolysed' }, 'haemolysed'],
    [{ valueBoolean: true }, '+'],
    [{ valueInteger: 3 }, '3'],
    [{ valueCodeableConcept: concept('Never smoked') }, 'Never smoked'],
    [{ valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }, '1:128'],
    [{ valueRange: { low: { value: 2 }, high: { value: 4 } } }, '2–4'],
    [{ valueDateTime: '2020-02' }, 'Feb 2020'],
    [{ valueTime: '08:30:00' }, '08:30:00'],
  ])('%j', (value, text) => {
    expect(words(<ObservationValueDisplay valued={observation(value)} />, 'en')).toBe(text);
  });

  it('a blood pressure is one value in whole numbers', () => {
    const pressure = observation({ component: [part('8480-6', 107.98), part('8462-4', 79.52)] });
    expect(words(<SignValueDisplay sign="blood-pressure" observation={pressure} />)).toBe('108/80 mmHg');
  });

  it('dates, periods and what has none', () => {
    expect(words(<DateDisplay value="2024-03-05" />, 'en')).toBe('5 Mar 2024');
    expect(words(<DateDisplay value={undefined} />)).toBe('기록 없음');
    expect(words(<PeriodDisplay period={{ start: '2024-03-05' }} />)).toBe('2024-03-05부터');
    expect(words(<PeriodDisplay period={{ end: '2024-03-05' }} />, 'en')).toBe('until 5 Mar 2024');
    expect(words(<PeriodDisplay period={{ start: '2024-03-05', end: '2024-03-07' }} />)).toBe(
      '2024-03-05 – 2024-03-07',
    );
    expect(words(<PeriodDisplay period={undefined} />, 'en')).toBe('Not recorded');
  });

  it('a sparkline of one value draws no line', () => {
    expect(html(<Sparkline values={[1]} />)).not.toContain('polyline');
    expect(html(<Sparkline values={[1, 2]} />)).toContain('polyline');
  });
});

describe('words', () => {
  it('names, with the other script only where it is asked for', () => {
    const names = [
      { family: '김', given: ['민준'] },
      { family: 'Kim', given: ['Min-jun'] },
    ];
    expect(words(<HumanNameDisplay names={names} />)).toBe('김민준');
    expect(words(<HumanNameDisplay names={names} secondaryClass="x" />, 'en')).toBe('Kim, Min-jun김민준');
    expect(words(<HumanNameDisplay names={undefined} />)).toBe('이름 모름');
  });

  it('concepts in both languages, and their codes with systems', () => {
    const both = {
      text: '고혈압',
      coding: [{ system: 'http://snomed.info/sct', code: '38341003', display: 'Hypertension' }],
    };
    expect(words(<CodeableConceptDisplay concept={both} both />)).toBe('고혈압Hypertension');
    expect(words(<CodeableConceptDisplay concept={undefined} />)).toBe('모름');
    expect(words(<CodingsDisplay concept={both} />)).toBe('SNOMED CT 38341003');
  });

  it('a drug line: generic name in bold lower case, strength not bold, number and unit together', () => {
    const shown = html(
      <DrugLine
        request={prescription({ medicationCodeableConcept: concept('Warfarin Sodium 5 MG Oral Tablet') })}
        included={[]}
      />,
    );
    expect(shown).toMatch(/class="[^"]*drug[^"]*">warfarin sodium<\/span>/);
    expect(shown).toContain(' 5\u00A0mg oral tablet');
  });

  it('directions that are not recorded are said so', () => {
    expect(words(<DosageDisplay dosages={undefined} />, 'en')).toBe('Directions not recorded');
    expect(words(<DosageDisplay dosages={[{ text: 'one at night' }, { text: 'two at noon' }]} />, 'en')).toBe(
      'one at nighttwo at noon',
    );
  });

  it('a reference by its own words, else by its identifier, else as it is', () => {
    expect(words(<ReferenceDisplay reference={{ display: '김서연' }} />)).toBe('김서연');
    expect(words(<ReferenceDisplay reference={{ identifier: { value: 'D1' } }} />)).toBe('D1');
    expect(words(<ReferenceDisplay reference={undefined} />)).toBe('기록 없음');
    expect(words(<ReferenceDisplay reference={{ reference: 'Practitioner/1', display: '김서연' }} />, 'en')).toBe(
      '김서연',
    );
  });

  it('facts leave out what there is not', () => {
    expect(words(<Facts facts={[['a', '1'], undefined, ['b', '2']]} />)).toBe('a1b2');
  });

  it('markup in a resource is text', () => {
    const shown = html(<JsonText value={{ text: '<script>alert(1)</script>' }} />);
    expect(shown).not.toContain('<script>');
    expect(shown).toContain('&lt;script&gt;');
  });

  it('the audit says who did what and why, in the language of the reader', () => {
    const event = {
      resourceType: 'AuditEvent' as const,
      id: '1',
      type: { code: 'rest' },
      subtype: [{ code: 'read' }],
      recorded: '2026-01-01T10:00:00Z',
      outcome: '4' as const,
      purposeOfEvent: [{ coding: [{ code: 'BTG' }], text: '의식 없음' }],
      agent: [{ requestor: true, who: { display: '김서연' }, role: [{ text: 'physician' }] }],
      source: { observer: { display: 'Maru' } },
      entity: [{ what: { reference: 'Condition/1' } }],
    };
    const text = words(<AuditRows events={[event]} />);
    for (const word of ['김서연', '의사', '읽음', '거절됨', '문제', '긴급', '의식 없음']) expect(text).toContain(word);
    expect(words(<AuditRows events={[event]} />, 'en')).toContain('Physician');
  });
});
