import type { KeyboardEvent } from 'react';
import { describe, expect, it } from 'vitest';
import { html, words, type Shown } from '../../ui/testing.tsx';
import { EntryCell } from './EntryCell.tsx';
import { ROWS, type RowName, type Typed } from './signs.ts';
import { walkFields, type Entry } from './use-entry.ts';
import { WardSelect } from './WardSelect.tsx';
import { boardOf } from './testing.ts';

/** The cell of a row, with what was typed and which reasons were given. */
function cell(name: RowName, typed: Typed = {}, reasons: Entry['reasons'] = {}) {
  const row = ROWS.find((one) => one.name === name);
  if (row === undefined) throw new Error(name);
  const nothing = () => undefined;
  const entry = { typed, reasons, type: nothing, because: nothing } as unknown as Entry;
  return (
    <table>
      <tbody>
        <tr>
          <EntryCell row={row} entry={entry} points={undefined} />
        </tr>
      </tbody>
    </table>
  );
}
const said = (name: RowName, typed: Typed = {}, shown: Shown = {}) => words(cell(name, typed), shown);

describe('where a value is typed', () => {
  it('has sign and unit as its name, so that nobody types into the wrong one unseeing', () => {
    expect(html(cell('temperature'))).toContain('aria-label="체온 °C"');
    expect(html(cell('oxygenFlow'), { language: 'en' })).toContain('aria-label="Oxygen (0 = air) litres per minute"');
    expect(html(cell('weight'), { language: 'en' })).toContain('aria-label="Weight kilograms"');
  });

  it('says nothing of an empty field or a usual value', () => {
    expect(said('pulse')).toBe('');
    expect(said('pulse', { pulse: '72' })).toBe('');
  });

  it('says what is no number, in both languages, and to a screen reader', () => {
    expect(said('pulse', { pulse: '7x' })).toBe('숫자가 아닙니다');
    expect(said('pulse', { pulse: '7x' }, { language: 'en' })).toBe('Not a number');
    expect(html(cell('pulse', { pulse: '7x' }))).toContain('aria-invalid="true"');
  });

  it('asks for a reason of an unusual value, with none chosen beforehand', () => {
    const text = said('pulse', { pulse: '190' });
    expect(text).toContain('평소 범위를 벗어남');
    for (const reason of ['다시 재어 확인함', '이 환자에게 알려진 값', '치료에 따른 값', '기기 특성'])
      expect(text).toContain(reason);
    expect(html(cell('pulse', { pulse: '190' }))).toMatch(/<option value="" disabled="" selected="">/);
    expect(html(cell('pulse', { pulse: '190' }, { pulse: 'device' }))).toMatch(/<option value="device" selected="">/);
  });

  it('has every level of consciousness as a letter with its word', () => {
    const text = said('consciousness');
    for (const level of ['A 명료', 'C 새로운 혼동', 'V 음성에 반응', 'P 통증에 반응', 'U 무반응'])
      expect(text).toContain(level);
    const chosen = html(cell('consciousness', { consciousness: 'C' }));
    expect(chosen.match(/aria-pressed="true"/g)).toHaveLength(1);
    expect(chosen).toMatch(/aria-pressed="true"[^>]*title="새로운 혼동"/);
  });

  it('has air beside the flow, pressed only where 0 was typed', () => {
    expect(html(cell('oxygenFlow'))).toContain('aria-pressed="false"');
    expect(html(cell('oxygenFlow', { oxygenFlow: '0' }))).toContain('aria-pressed="true"');
    expect(html(cell('oxygenFlow', { oxygenFlow: '2' }))).toContain('aria-pressed="false"');
    expect(said('pulse')).not.toContain('공기');
  });
});

/** Presses a key in the field with this number of three fields and the button; where the focus is after it, and what happened. */
function pressed(from: number, key: string, more: { ctrl?: boolean; composing?: boolean; select?: boolean } = {}) {
  let at = from;
  let saved = 0;
  let stopped = false;
  const fields = [0, 1, 2, 3].map((index) => ({
    focus: () => (at = index),
    matches: (selector: string) =>
      selector === 'select' ? more.select === true : selector.includes('[data-entry]') ? index < 3 : false,
  }));
  const event = {
    key,
    ctrlKey: more.ctrl === true,
    metaKey: false,
    nativeEvent: { isComposing: more.composing === true },
    target: fields[from],
    currentTarget: { querySelectorAll: () => fields },
    preventDefault: () => (stopped = true),
  };
  walkFields(event as unknown as KeyboardEvent<HTMLElement>, () => saved++);
  return { at, saved, stopped };
}

describe('keys of the flowsheet', () => {
  it.each([
    ['Enter goes to the next field', 0, 'Enter', 1],
    ['the arrow down goes to the next field', 1, 'ArrowDown', 2],
    ['the arrow up goes back', 2, 'ArrowUp', 1],
    ['Enter in the last field goes to the button, and does not chart', 2, 'Enter', 3],
    ['the arrow up stays in the first field', 0, 'ArrowUp', 0],
  ])('%s', (_, from, key, to) => expect(pressed(from, key)).toEqual({ at: to, saved: 0, stopped: true }));

  it('Ctrl+Enter charts the round from anywhere', () => {
    expect(pressed(0, 'Enter', { ctrl: true })).toEqual({ at: 0, saved: 1, stopped: true });
    expect(pressed(3, 'Enter', { ctrl: true }).saved).toBe(1);
  });

  it('Enter that ends a Hangul syllable neither moves nor charts', () => {
    expect(pressed(0, 'Enter', { composing: true })).toEqual({ at: 0, saved: 0, stopped: false });
    expect(pressed(0, 'Enter', { composing: true, ctrl: true }).saved).toBe(0);
  });

  it('arrows in a list of reasons choose a reason', () => {
    expect(pressed(1, 'ArrowDown', { select: true })).toEqual({ at: 1, saved: 0, stopped: false });
    expect(pressed(1, 'Enter', { select: true }).at).toBe(2);
  });

  it('digits and Tab are left alone', () => {
    for (const key of ['7', 'Tab', 'Escape', 'Backspace'])
      expect([key, pressed(1, key)]).toEqual([key, { at: 1, saved: 0, stopped: false }]);
  });
});

describe('the choice of a ward', () => {
  it('has every ward in the language of the screen', () => {
    const part = <WardSelect wards={boardOf([]).wards} ward="w62" choose={() => undefined} />;
    expect(words(part)).toBe('61병동 62병동');
    expect(words(part, { language: 'en' })).toBe('Ward 61 Ward 62');
    expect(html(part)).toMatch(/<option value="w62" selected="">/);
  });
});
