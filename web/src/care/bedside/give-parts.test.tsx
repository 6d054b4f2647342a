import { describe, expect, it, vi } from 'vitest';
import { fill, marks, press } from '../../ui/testing-hands.ts';
import { html, words, type Shown } from '../../ui/testing.tsx';
import type { DueDose, Step } from './api.ts';
import { ByHand } from './ByHand.tsx';
import { Choices } from './Choices.tsx';
import { GiveExtras } from './GiveExtras.tsx';
import { GiveScans } from './GiveScans.tsx';
import { Measure } from './Measure.tsx';
import { Reasons } from './Reasons.tsx';
import { StandingTag } from './StandingTag.tsx';
import { newGiving, withChoice, withScan, type Giving } from './give-steps.ts';
import { answerOf, doseOf, givingOf } from './testing.ts';
import { NOT_GIVEN, PRN_REASONS, SITE_ROUTES, SITES } from './reasons.ts';
import type { GivingState } from './use-giving.ts';

vi.mock('react/jsx-dev-runtime', async (real) => (await import('../../ui/testing-noted.ts')).noting(real));

const english: Shown = { language: 'en' };

/** A dose that is being given, and what was chosen in it. */
function listening(more: Partial<GivingState> = {}) {
  const chosen: (readonly [string, Step | undefined])[] = [];
  const state = givingOf({ choose: (name, step) => chosen.push([name, step]), ...more });
  return { state, chosen };
}

const started = (change: (giving: Giving) => Giving = (giving) => giving) => change(newGiving('kim', 'a-1', doseOf()));

describe('choices', () => {
  const part = (chosen: string | undefined, choose: (code: string | undefined) => void) => (
    <Choices label="-" group="prn-reason" codes={PRN_REASONS} chosen={chosen} choose={choose} />
  );

  it('have words in both languages, and one of them at most is pressed', () => {
    expect(words(part('fever', () => undefined))).toContain('발열');
    expect(
      words(
        part('fever', () => undefined),
        english,
      ),
    ).not.toMatch(/[가-힣]/);
    expect(html(part('fever', () => undefined)).match(/aria-pressed="true"/g)).toHaveLength(1);
  });

  it('are taken by a press, and taken back by a second one', () => {
    const said: (string | undefined)[] = [];
    press(
      part(undefined, (code) => said.push(code)),
      'data-code',
      'pain',
    );
    press(
      part('pain', (code) => said.push(code)),
      'data-code',
      'pain',
    );
    press(
      part('pain', (code) => said.push(code)),
      'data-code',
      'fever',
    );
    expect(said).toEqual(['pain', undefined, 'fever']);
  });

  it('show a code without a word as the code, so that nothing is hidden', () => {
    const odd = <Choices label="-" group="reason" codes={['moon-phase']} chosen={undefined} choose={() => undefined} />;
    expect(words(odd)).toContain('moon-phase');
  });
});

describe('what is asked beside the scans', () => {
  const extras = (dose: DueDose | undefined, state = listening().state) => <GiveExtras state={state} dose={dose} />;

  it('asks what an as-needed dose is needed for, and nothing of a dose at its time', () => {
    expect(words(extras(doseOf({ prn: {} })))).toContain('필요 시 투약 사유');
    expect(words(extras(doseOf()))).not.toContain('필요 시 투약 사유');
    expect(words(extras(undefined))).not.toContain('필요 시 투약 사유');
    expect(words(extras(doseOf({ prn: {} })), english)).toContain('What it is needed for');
  });

  it.each([...SITE_ROUTES])('asks for the site where the route is %s', (route) => {
    expect(words(extras(doseOf({ route })))).toContain('왼팔');
  });

  it.each(['oral', 'inhaled', 'rectal', 'ophthalmic'])('asks for no site where the route is %s', (route) => {
    expect(words(extras(doseOf({ route })))).not.toContain('왼팔');
  });

  it('tells each choice as the step that the house reads', () => {
    const { state, chosen } = listening();
    press(extras(doseOf({ prn: {} }), state), 'data-code', 'pain');
    press(extras(doseOf({ route: 'subcutaneous' }), state), 'data-code', 'abdomen');
    const refusing = listening({
      giving: started((giving) => withChoice(giving, 'not-given', { action: 'not-given' })),
    });
    press(extras(doseOf(), refusing.state), 'data-code', 'vomiting');
    expect([...chosen, ...refusing.chosen]).toEqual([
      ['prn-reason', { action: 'prn-reason', code: 'pain' }],
      ['site', { action: 'site', site: 'abdomen' }],
      ['not-given', { action: 'not-given', reason: 'vomiting' }],
    ]);
  });

  it('takes a choice back where it is pressed again', () => {
    const step = { action: 'site', site: 'abdomen' };
    const { state, chosen } = listening({ giving: started((giving) => withChoice(giving, 'site', step)) });
    press(extras(doseOf({ route: 'subcutaneous' }), state), 'data-code', 'abdomen');
    expect(chosen).toEqual([['site', undefined]]);
  });

  it('has ways for a code that cannot be read, for not giving, and for a late entry', () => {
    expect(marks(extras(doseOf()), 'data-tool')).toEqual(['hand', 'camera', 'not-given', 'more']);
    const text = words(extras(doseOf()), english);
    for (const word of ['Code unreadable', 'Not given', 'Time, device, route']) expect(text).toContain(word);
  });

  it('keeps the reasons for not giving in sight once one was chosen', () => {
    const not = { action: 'not-given', reason: 'patient-refused' };
    const { state } = listening({ giving: started((giving) => withChoice(giving, 'not-given', not)) });
    expect(marks(extras(doseOf(), state), 'data-code')).toEqual(NOT_GIVEN);
    expect(words(extras(doseOf()))).not.toContain('투약하지 않는 이유');
  });

  it('knows a place on both sides of the body', () => {
    for (const site of SITES.filter((one) => one.startsWith('left-')))
      expect(SITES).toContain(site.replace('left', 'right'));
  });
});

describe('a measurement before the dose', () => {
  const asked = (precheck: NonNullable<DueDose['precheck']>, state = listening().state) => (
    <Measure state={state} precheck={precheck} />
  );

  it.each([
    [{ observation: '8867-4', min: 60 }, '투약 전 측정: 맥박', '(≥ 60)'],
    [{ observation: '8480-6', min: 90, max: 180 }, '투약 전 측정: 수축기 혈압', '(≥ 90, ≤ 180)'],
    [{ observation: '2823-3', max: 5.5 }, '투약 전 측정: 칼륨', '(≤ 5.5)'],
    [{ observation: '9279-1', min: 0 }, '투약 전 측정: 호흡수', '(≥ 0)'],
  ])('%j is asked with its bounds', (precheck, what, bounds) => {
    expect(words(asked(precheck))).toContain(what);
    expect(words(asked(precheck))).toContain(bounds);
    expect(words(asked(precheck), english)).toContain(bounds);
  });

  it.each([
    ['8480-6', 'mm[Hg]'],
    ['2339-0', 'mg/dL'],
    ['2823-3', 'mmol/L'],
    ['8867-4', '/min'],
  ])('%s has the unit %s beside the field', (observation, unit) => {
    expect(words(asked({ observation }))).toContain(unit);
  });

  it('names an observation that it has no word for by its code', () => {
    expect(words(asked({ observation: '33914-3' }))).toContain('33914-3');
  });

  it('says nothing to the house while nothing was typed', () => {
    const { state, chosen } = listening();
    fill(asked({ observation: '8867-4' }, state), 'measure', '');
    expect(chosen).toEqual([]);
  });
});

describe('entry by hand', () => {
  it('asks for the dose first, as there would be no product to name', () => {
    const { product: _, ...bare } = doseOf({ product: 'p' });
    expect(words(<ByHand state={listening().state} dose={undefined} />)).toContain('먼저 투약을 목록에서 선택하세요');
    expect(words(<ByHand state={listening().state} dose={bare} />)).toContain('먼저 투약을 목록에서 선택하세요');
    expect(words(<ByHand state={listening().state} dose={doseOf({ product: 'p' })} />)).not.toContain('먼저 투약을');
  });

  it('notes the scan that could not be read, and the product of the dose', () => {
    const scans: unknown[] = [];
    const { state, chosen } = listening({ scan: (kind, raw) => scans.push([kind, raw]) });
    press(<ByHand state={state} dose={doseOf({ product: 'Medication/m-1' })} />, 'data-enter-by-hand', true);
    expect(scans).toEqual([['product', null]]);
    expect(chosen).toEqual([['manual-entry', { action: 'manual-entry', product: 'Medication/m-1' }]]);
  });

  it('notes no failed scan where there is no scanner', () => {
    const scans: unknown[] = [];
    const giving = { ...started(), scannerAbsent: true };
    const { state, chosen } = listening({ giving, scan: (kind, raw) => scans.push([kind, raw]) });
    press(<ByHand state={state} dose={doseOf({ product: 'p' })} />, 'data-enter-by-hand', true);
    expect(scans).toEqual([]);
    expect(chosen).toHaveLength(1);
  });

  it('asks for two identifiers said by the patient only where there is no scanner', () => {
    const absent = { ...started(), scannerAbsent: true };
    const text = words(<ByHand state={givingOf({ giving: absent })} dose={doseOf()} />);
    for (const word of ['두 가지 이상', '이름', '생년월일', '등록번호']) expect(text).toContain(word);
    expect(words(<ByHand state={givingOf()} dose={doseOf()} />)).not.toContain('두 가지 이상');
    expect(words(<ByHand state={givingOf({ giving: absent })} dose={doseOf()} />, english)).toContain('two at least');
  });
});

describe('the marks of the scans', () => {
  const scans = (giving: Giving, more: Partial<GivingState> = {}, dose = doseOf()) => {
    const markup = html(<GiveScans state={givingOf({ giving, ...more })} dose={dose} />);
    return [...markup.matchAll(/data-mark="(\w+)" data-scan="(\w+)"/g)].map(([, mark, kind]) => `${kind} ${mark}`);
  };
  const scanned = (...kinds: readonly ('badge' | 'band' | 'product')[]) =>
    kinds.reduce((giving, kind) => withScan(giving, kind, kind), started());

  it.each<[string, Giving, string[]]>([
    ['nothing was scanned', started(), ['badge next', 'band open', 'product open']],
    ['the badge was', scanned('badge'), ['badge done', 'band next', 'product open']],
    ['the band was, and no badge', scanned('band'), ['badge next', 'band done', 'product open']],
    ['all were', scanned('badge', 'band', 'product'), ['badge done', 'band done', 'product done']],
  ])('where %s', (_, giving, said) => expect(scans(giving)).toEqual(said));

  it('are no success where a code could not be read', () => {
    expect(scans(withScan(scanned('badge', 'band'), 'product', null))).toEqual([
      'badge done',
      'band done',
      'product next',
    ]);
  });

  it.each([
    ['R02', ['badge done', 'band wrong', 'product done']],
    ['R12', ['badge done', 'band done', 'product wrong']],
    ['R01', ['badge wrong', 'band done', 'product done']],
    ['R21', ['badge done', 'band done', 'product done']],
  ])('show which scan the stop by %s is about', (rule, said) => {
    expect(scans(scanned('badge', 'band', 'product'), { answer: answerOf('stop', { rules: [rule] }) })).toEqual(said);
  });

  it('call nothing wrong where the house only warns', () => {
    const answer = answerOf('warn', { rules: ['R12'] });
    expect(scans(scanned('badge', 'band', 'product'), { answer }).join()).not.toContain('wrong');
  });

  it('want a second person for a high-alert drug, and the first badge is not that', () => {
    const high = doseOf({ highAlert: true });
    const all = scanned('badge', 'band', 'product');
    expect(scans(all, {}, high).at(-1)).toBe('witness next');
    expect(scans(withScan(all, 'badge', 'other'), {}, high).at(-1)).toBe('witness done');
  });

  it('say in words what the colour says', () => {
    const part = <GiveScans state={givingOf({ giving: scanned('badge') })} dose={doseOf()} />;
    expect(words(part)).toMatch(/직원증 확인됨 환자 팔찌 스캔하세요 약품 대기/);
    expect(words(part, english)).toMatch(/Badge Read Wristband Scan now Product Waiting/);
  });

  it('count what was entered by hand as done', () => {
    const byHand = withChoice(
      withChoice({ ...started(), scannerAbsent: true }, 'manual-identify', { action: 'manual-identify' }),
      'manual-entry',
      { action: 'manual-entry', product: 'p' },
    );
    expect(scans(byHand)).toEqual(['badge done', 'band done', 'product done']);
  });
});

describe('a reason to go on', () => {
  it('is kept with the dose', () => {
    let giving: Giving = started();
    const set: GivingState['set'] = (change) => {
      giving = change(giving);
    };
    const answer = answerOf('warn', { messageKey: 'loop.med.late' });
    press(<Reasons state={givingOf({ giving, answer, set })} />, 'data-code', 'patient-asleep');
    expect(giving.reason).toBe('patient-asleep');
  });

  it('of an emergency is a step of its own, so that the pharmacist finds it', () => {
    const { state, chosen } = listening({ answer: answerOf('stop', { messageKey: 'loop.med.not-verified' }) });
    press(<Reasons state={state} />, 'data-code', 'resuscitation');
    expect(chosen).toEqual([['emergency', { action: 'emergency', reason: 'resuscitation' }]]);
  });

  it('is not asked for any more once the record is sent', () => {
    for (const phase of ['saving', 'unsent', 'done'] as const)
      expect(words(<Reasons state={givingOf({ answer: answerOf('warn'), phase })} />)).toBe('');
  });
});

describe('the standing of a dose', () => {
  it('is another word for each, in each language', () => {
    const all = ['due', 'late', 'given', 'refused', 'held', 'running', 'paused', 'as-needed', 'unreadable'] as const;
    for (const language of ['ko', 'en'] as const)
      expect(new Set(all.map((one) => words(<StandingTag standing={one} />, { language }))).size).toBe(all.length);
  });
});
