import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PreferencesProvider } from '../../app/preferences.tsx';
import { FhirFailure } from '../../fhir/client.ts';
import { concept, observation, prescription } from '../../fhir/testing.ts';
import type { AllergyIntolerance, Patient } from '../../fhir/types.ts';
import type { Language } from '../../format/language.ts';
import type { DrawnLabel, Message, OrderFacts } from './api.ts';
import { Drugs, PatientStrip, Problems, Results } from './Facts.tsx';
import { Label } from './Label.tsx';
import { DueAt, Fault, Marks, Where, Who } from './parts.tsx';
import { Stepper } from './PreparePane.tsx';
import { Thread } from './Thread.tsx';

let language: Language = 'ko';
const NOW = new Date(2026, 10, 24, 14, 0).getTime();

beforeEach(() => {
  language = 'ko';
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal('localStorage', { getItem: () => language, setItem: () => undefined });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

type Facts = OrderFacts['facts'];
const because = { en: 'cannot be calculated, because creatinine is not known', ko: '계산할 수 없음: 크레아티닌 모름' };
const EMPTY: Facts = {
  kidney: { egfr: { ok: false, because }, clearance: { ok: false, because } },
  pregnancy: { state: 'not-applicable' },
  allergies: [],
  problems: [],
  drugs: [],
  medications: [],
  results: [],
  missing: [],
};
const minutes = (count: number): string => new Date(NOW + count * 60_000).toISOString();

describe('what is known of the patient', () => {
  it('unknown is said in words, with the reason, in both languages', () => {
    const ko = words(<PatientStrip facts={EMPTY} />);
    for (const word of ['체중 기록 없음', 'CKD-EPI 2021', 'Cockcroft-Gault', '크레아티닌 모름', '알레르기'])
      expect(ko).toContain(word);
    expect(words(<PatientStrip facts={EMPTY} />, 'en')).toContain('creatinine is not known');
  });

  it('allergies that could not be read are not allergies that nobody recorded', () => {
    const failed = words(<PatientStrip facts={{ ...EMPTY, missing: ['allergies'] }} />);
    const none = words(<PatientStrip facts={EMPTY} />);
    expect(failed).not.toBe(none);
    expect(none).toContain('기록 없음');
    const allergy = {
      resourceType: 'AllergyIntolerance',
      id: 'a',
      code: { text: '페니실린' },
      criticality: 'high',
      patient: { reference: 'Patient/p' },
    } as AllergyIntolerance;
    expect(words(<PatientStrip facts={{ ...EMPTY, allergies: [allergy] }} />)).toContain('페니실린');
  });

  it('low kidney function has a sign beside its colour, and its formula', () => {
    const kidney = (value: number): Facts => ({
      ...EMPTY,
      kidney: {
        egfr: { ok: true, value, unit: 'mL/min/{1.73_m2}', formula: 'CKD-EPI 2021' },
        clearance: { ok: true, value, unit: 'mL/min', formula: 'Cockcroft-Gault' },
      },
    });
    expect(words(<PatientStrip facts={kidney(28.4)} />)).toContain('28 ▼');
    expect(html(<PatientStrip facts={kidney(28.4)} />)).toContain('data-tone="high"');
    expect(html(<PatientStrip facts={kidney(45)} />)).toContain('data-tone="warn"');
    expect(words(<PatientStrip facts={kidney(90)} />)).not.toContain('▼');
  });

  it('pregnancy is told where it can be, also as not known', () => {
    expect(words(<PatientStrip facts={EMPTY} />)).not.toContain('임신');
    const unknown: Facts = { ...EMPTY, pregnancy: { state: 'unknown' } };
    expect(words(<PatientStrip facts={unknown} />)).toContain('임신 확인되지 않음');
    expect(words(<PatientStrip facts={{ ...EMPTY, pregnancy: { state: 'yes' } }} />, 'en')).toContain('pregnant');
  });

  it('results show the newest value with its flag, the one before, and how old it is', () => {
    const value = (number: number, hours: number) =>
      observation({
        code: concept('Potassium'),
        valueQuantity: { value: number, unit: 'mmol/L' },
        effectiveDateTime: minutes(-hours * 60),
      });
    const results = [{ name: 'potassium', observations: [value(6.1, 2), value(5.4, 26)] }];
    const shown = words(<Results facts={{ ...EMPTY, results }} />);
    for (const word of ['칼륨', '6.1', '← 5.4', '2시간 전']) expect(shown).toContain(word);
    expect(words(<Results facts={EMPTY} />)).toContain('기록되어 있지 않습니다');
    expect(words(<Results facts={{ ...EMPTY, missing: ['results'] }} />)).toContain('불러오지 못했습니다');
  });

  it('other drugs leave out the order itself, and say what is on hold', () => {
    const drugs = [
      prescription({ id: 'own', medicationCodeableConcept: concept('metformin 500 MG') }),
      prescription({ id: 'other', status: 'on-hold' }),
    ];
    const order = { order: 'own', facts: { ...EMPTY, drugs } } as unknown as OrderFacts;
    const shown = words(<Drugs facts={order} />);
    expect(shown).toContain('warfarin');
    expect(shown).not.toContain('metformin');
    expect(shown).toContain('보류');
    expect(words(<Problems facts={EMPTY} />)).toContain('기록된 문제가 없습니다');
  });
});

describe('parts of the lists', () => {
  it('a late dose says so, a near one how near, one for need that it is', () => {
    expect(words(<DueAt due={minutes(-30)} />)).toContain('13:30 지남');
    expect(words(<DueAt due={minutes(20)} />, 'en')).toContain('14:20 in 20 min');
    expect(words(<DueAt due={minutes(120)} />).trim()).toBe('16:00');
    expect(words(<DueAt due={undefined} />)).toContain('필요 시');
  });

  it('danger has words beside its sign', () => {
    const shown = words(<Marks highAlert lookAlikes={['dopamine', 'dobutamine']} />, 'en');
    expect(shown).toContain('High alert');
    expect(shown).toContain('Look-alike: dopamine, dobutamine');
    expect(words(<Marks highAlert={false} lookAlikes={[]} />).trim()).toBe('');
  });

  it('who and where are told in the language of the screen; unknown in words', () => {
    const patient: Patient = {
      resourceType: 'Patient',
      name: [{ text: '김민준', family: '김', given: ['민준'] }],
      gender: 'male',
      birthDate: '1958-03-05',
    };
    expect(words(<Who patient={patient} />)).toContain('김민준');
    expect(words(<Who patient={patient} />)).toContain('남 68세');
    expect(words(<Who patient={undefined} />)).not.toContain('undefined');
    const place = { ward: { id: 'w', ko: '61병동', en: 'Ward 61' }, bed: { id: 'b', ko: '1번', en: 'Bed 1' } };
    expect(words(<Where place={place} />, 'en')).toContain('Ward 61 · Bed 1');
    expect(words(<Where place={{}} />)).toContain('위치 미상');
  });

  it('a refusal is told in the language of the screen, one that is not known in the words of the server', () => {
    const refused = (code: string) => new FhirFailure('refused', 409, 'Somebody was faster.', code);
    expect(words(<Fault error={refused('care.already-verified')} />)).toContain('다른 약사가 방금 검토했습니다');
    expect(words(<Fault error={refused('care.brand-new')} />)).toContain('Somebody was faster.');
    expect(words(<Fault error={new FhirFailure('offline', 0, 'x')} />)).toContain('연결을 확인');
    expect(html(<Fault error={null} />)).not.toContain('role="alert"');
  });

  it('a thread tells who said what in which order', () => {
    const message = (id: string, kind: Message['kind'], text: string): Message => ({
      id,
      kind,
      at: minutes(-5),
      by: { display: '박준호' },
      text,
    });
    const shown = words(<Thread messages={[message('1', 'question', '용량?'), message('2', 'answer', '맞습니다')]} />);
    expect(shown.indexOf('질문 · 박준호')).toBeLessThan(shown.indexOf('답변 · 박준호'));
    expect(shown).toContain('맞습니다');
    expect(html(<Thread messages={[]} />)).not.toContain('<ol');
  });

  it('a count has large buttons with names, and stops at its ends', () => {
    const shown = html(<Stepper value={1} least={1} most={1} set={() => undefined} label="개수" />);
    expect(shown.match(/disabled=""/g)).toHaveLength(2);
    expect(shown).toContain('aria-label="개수"');
  });

  it('a label is drawn as it is laid out: each dark module, each word, marks white on black', () => {
    const label: DrawnLabel = {
      kind: 'unit-dose',
      width: 70,
      height: 40,
      symbol: { x: 1, y: 1, module: 0.5, rows: ['10', '01'] },
      texts: [
        { text: '고위험', x: 10, y: 1, size: 3, weight: 'bold', bar: 9 },
        { text: '모르핀', x: 10, y: 5, size: 4, weight: 'bold' },
      ],
    };
    const shown = html(<Label label={label} title="라벨 1/1" />);
    expect(shown).toContain('d="M1 1h0.5v0.5h-0.5zM1.5 1.5h0.5v0.5h-0.5z"');
    expect(shown).toContain('aria-label="라벨 1/1"');
    expect(shown).toMatch(/fill="#fff"[^>]*>고위험/);
    expect(shown).toMatch(/fill="#000"[^>]*>모르핀/);
  });
});
