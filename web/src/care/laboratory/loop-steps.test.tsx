import { describe, expect, it, vi } from 'vitest';
import { FhirFailure } from '../../fhir/client.ts';
import { buttonsOf } from '../../ui/testing-press.tsx';
import { html, words, type Shown } from '../../ui/testing.tsx';
import { LoopFoot, StepList } from './LoopSteps.tsx';
import { Fault, Says, Since, Who } from './Parts.tsx';
import { answerOf, KIM, loopOf, minutesFromNow } from './testing.ts';
import type { Loop } from './use-loop.ts';

vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine());

const foot = (more: Partial<Loop>) => (
  <LoopFoot
    loop={loopOf({ steps: [{ scan: 'badge', raw: 'b' }], ...more })}
    confirm="laboratory.record-collection"
    reasons={['laboratory.why.cannot-recollect']}
    again={() => undefined}
  />
);
const confirm = (more: Partial<Loop>) => buttonsOf(foot(more)).find((one) => one.words === '채취 기록');

describe('the button that records', () => {
  it.each<[string, Partial<Loop>, boolean]>([
    ['nothing was said yet', {}, true],
    ['something is still to be scanned', { answer: answerOf('wait') }, true],
    ['the house stops', { answer: answerOf('stop') }, true],
    ['the house warns and no reason was given', { answer: answerOf('warn') }, true],
    ['the house allows', { answer: answerOf('allow') }, false],
    ['it is being saved', { answer: answerOf('allow'), phase: 'saving' }, true],
    ['the house has not answered', { answer: answerOf('allow'), phase: 'unsent' }, true],
  ])('while %s', (_, more, disabled) => expect(confirm(more)?.disabled).toBe(disabled));

  it('is gone once it is recorded: the same is not recorded twice', () => {
    const labels = buttonsOf(foot({ phase: 'done', answer: answerOf('allow', { recorded: true }) })).map(
      (one) => one.words,
    );
    expect(labels).toEqual(['다음']);
  });
});

describe('what the house says to the steps', () => {
  it('asks for a reason only where it warns', () => {
    expect(words(foot({ answer: answerOf('warn') }))).toContain('재채취 불가');
    expect(words(foot({ answer: answerOf('stop') }))).not.toContain('재채취 불가');
    expect(words(foot({ answer: answerOf('allow') }))).not.toContain('재채취 불가');
  });

  it('says that what could not be recorded was refused, and does not go on saying that all is well', () => {
    const refused = { answer: answerOf('allow'), failure: new FhirFailure('refused', 409, 'x', 'care.unit-state') };
    const text = words(foot(refused));
    expect(text).toContain('지금 상태에서는 할 수 없습니다');
    expect(text).not.toContain('allow: 다음 단계');
    expect(words(foot(refused), { language: 'en' })).not.toContain('allow: the next step');
  });

  it('says that it is sent again while the line is cut, and does not call that refused', () => {
    const cut = { phase: 'unsent' as const, answer: answerOf('allow'), failure: new FhirFailure('offline', 0, 'x') };
    expect(words(foot(cut))).toContain('연결되면 같은 기록을 다시 보냅니다');
    expect(html(foot(cut))).not.toContain('data-tone="stop"');
  });

  it('says that it could not be asked', () => {
    const text = words(foot({ failure: new FhirFailure('forbidden', 403, 'x', 'access.denied') }));
    expect(text).toContain('access.denied');
  });

  it('is said in the language of the screen, as an alarm where it stops', () => {
    const part = <Says answer={answerOf('stop')} />;
    expect(words(part)).toBe('중지 stop: 다음 단계');
    expect(words(part, { language: 'en' })).toMatch(/stop: the next step$/);
    expect(html(part)).toContain('role="alert"');
    expect(html(<Says answer={answerOf('warn')} />)).toContain('role="status"');
  });

  it('has every warning of one dialog, not the gravest alone', () => {
    const warning = (key: string, ko: string) => ({ key, message: { ko, en: key } });
    const answer = answerOf('warn', {
      messages: [warning('a', '금식이 지켜지지 않음'), warning('b', '이송 시간 초과')],
    });
    const text = words(<Says answer={answer} />);
    expect(text).toContain('금식이 지켜지지 않음');
    expect(text).toContain('이송 시간 초과');
  });

  it('tells what is done from what is only allowed', () => {
    expect(words(<Says answer={answerOf('allow')} />)).toMatch(/^일치/);
    expect(words(<Says answer={answerOf('allow')} done />)).toMatch(/^완료/);
  });
});

describe('the steps', () => {
  const steps = (stopped = false) => (
    <StepList
      stopped={stopped}
      steps={[
        { label: 'laboratory.step.badge', done: true },
        { label: 'laboratory.step.band', done: true },
        { label: 'laboratory.step.tube', done: false },
        { label: 'laboratory.step.specimen-label', done: false },
      ]}
    />
  );

  it('say what is done in words, and mark what comes next', () => {
    expect(words(steps())).toBe('직원증 완료 팔찌 완료 용기 붙인 라벨');
    expect(html(steps()).match(/data-next="true"/g)).toHaveLength(1);
    expect(words(steps(), { language: 'en' })).not.toMatch(/[가-힣]/);
  });

  it('mark what was wrong, which is then not done, and nothing as next', () => {
    expect(words(steps(true))).toBe('직원증 완료 팔찌 용기 붙인 라벨');
    expect(html(steps(true))).not.toContain('data-next="true"');
    expect(html(steps(true)).match(/data-wrong="true"/g)).toHaveLength(1);
  });
});

describe('who and since when', () => {
  it('has name, number, sex and age: what tells one from another', () => {
    expect(words(<Who person={KIM} />)).toBe('김민준 00012345 · 남 · 65세');
  });

  it('leaves out nothing that is known, also of somebody with little', () => {
    expect(words(<Who person={{ id: 'x', names: [], number: '777' }} />)).toContain('777');
    expect(words(<Who person={undefined} />)).not.toContain('undefined');
  });

  it('is a dash where no time is known', () => {
    expect(words(<Since at={undefined} />)).toBe('–');
    expect(words(<Since at={minutesFromNow(0)} />)).toBe('방금');
    expect(words(<Since at={minutesFromNow(-25)} />)).toContain('25');
  });
});

describe('what was refused', () => {
  const refused = (code: string | undefined, shown: Shown = {}) =>
    words(<Fault error={new FhirFailure('refused', 422, 'raw text', code)} />, shown);

  it.each([
    ['care.result-changed', '다른 사람이 먼저 결과를 입력했습니다'],
    ['care.specimen-not-received', '아직 접수되지 않은 검체입니다'],
    ['care.read-back-differs', '복창한 값이 결과와 다릅니다'],
    ['care.unit-expired', '유효기간이 지난 혈액입니다'],
    ['care.unit-incompatible', '환자 혈액형과 맞지 않거나 혈액형을 모릅니다'],
    ['care.sample-of-another', '이 환자의 검체가 아닙니다'],
    ['care.unit-of-another', '다른 환자에게 예약된 혈액입니다'],
    ['care.bottle-thawed', '다시 얼리지 않습니다'],
  ])('%s says what to do, in both languages', (code, korean) => {
    expect(refused(code)).toContain(korean);
    expect(refused(code, { language: 'en' })).not.toMatch(/[가-힣]|care\./);
  });

  it('shows the code where there are no words for it, so that it can be told to others', () => {
    expect(refused('care.quite-new')).toContain('care.quite-new');
    expect(refused(undefined)).not.toContain('raw text');
  });
});
