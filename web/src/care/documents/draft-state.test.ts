import { describe, expect, it } from 'vitest';
import type { Fact, Note, NoteSection, Template } from './api.ts';
import { draftOf, isUnsaved, reduceDraft, type DraftAction, type DraftState } from './draft-state.ts';
import { missingTitles } from './missing.ts';

const FACT: Fact = { kind: 'value', of: ['Observation/k'], sources: ['Observation/k/_history/1'], text: '칼륨 6.4' };

function section(key: string, text = '', more: Partial<NoteSection> = {}): NoteSection {
  return { key, text, quotes: [], ...more };
}

function note(sections: readonly NoteSection[], version = '1'): Note {
  return {
    id: 'n',
    version,
    status: 'preliminary',
    title: '경과기록',
    language: 'ko',
    date: '2026-07-01T00:00:00Z',
    saved: '2026-07-01T00:00:00Z',
    patient: 'Patient/anna',
    sections,
    missing: [],
  };
}

function title(ko: string) {
  return { ko, en: ko };
}

function after(state: DraftState, ...actions: readonly DraftAction[]): DraftState {
  let next = state;
  for (const action of actions) next = reduceDraft(next, action);
  return next;
}

describe('a draft in the window', () => {
  const begun = draftOf(note([section('subjective'), section('objective')]));

  it('knows what the server does not have', () => {
    expect(isUnsaved(begun)).toBe(false);
    const typed = after(begun, { kind: 'text', at: 0, text: '기침' });
    expect(isUnsaved(typed)).toBe(true);
    const saved = after(typed, { kind: 'saved', note: note(typed.sections, '2'), changes: typed.changes });
    expect([isUnsaved(saved), saved.version]).toEqual([false, '2']);
  });

  it('never loses what was typed while a save was on its way, and sends it with the new version', () => {
    const sent = after(begun, { kind: 'text', at: 0, text: '기' });
    const typed = after(sent, { kind: 'text', at: 0, text: '기침' });
    const answered = after(typed, { kind: 'saved', note: note(sent.sections, '2'), changes: sent.changes });
    expect(answered.sections[0]?.text).toBe('기침');
    expect([isUnsaved(answered), answered.version]).toEqual([true, '2']);
  });

  it('takes quoted lines as the server made them', () => {
    const quoted = after(begun, { kind: 'quote', at: 1, fact: FACT });
    const server = note(
      [section('subjective'), section('objective', '', { quotes: [{ ...FACT, text: '칼륨 6.5', void: true }] })],
      '2',
    );
    const saved = after(quoted, { kind: 'saved', note: server, changes: quoted.changes });
    expect(saved.sections[1]?.quotes).toEqual([{ ...FACT, text: '칼륨 6.5', void: true }]);
  });

  it('quotes a line once, and takes it out again', () => {
    const twice = after(begun, { kind: 'quote', at: 1, fact: FACT }, { kind: 'quote', at: 1, fact: FACT });
    expect(twice.sections[1]?.quotes).toHaveLength(1);
    expect(after(twice, { kind: 'unquote', at: 1, fact: { ...FACT, text: 'x' } }).sections[1]?.quotes).toEqual([]);
  });

  it('gives a new problem its sections, in place of empty ones for the whole note, and never of written ones', () => {
    const add = { kind: 'problem', problem: 'Condition/p', name: '폐렴', keys: ['assessment', 'plan'] } as const;
    const empty = draftOf(note([section('subjective'), section('assessment'), section('plan', '수액')]));
    const added = after(empty, add, add);
    expect(added.sections.map(({ key, problem }) => [key, problem])).toEqual([
      ['subjective', undefined],
      ['plan', undefined],
      ['assessment', 'Condition/p'],
      ['plan', 'Condition/p'],
    ]);
    expect(after(added, { kind: 'drop-problem', problem: 'Condition/p' }).sections).toHaveLength(2);
  });

  it('keeps what was typed when it could not be saved, and says whether another window was first', () => {
    const typed = after(begun, { kind: 'text', at: 0, text: '기침' });
    const failed = after(typed, { kind: 'failed', error: new Error('x'), conflict: true });
    expect([failed.sections[0]?.text, failed.conflict, isUnsaved(failed)]).toEqual(['기침', true, true]);
  });
});

describe('what is missing', () => {
  const template: Template = {
    id: 'progress',
    title: title('경과기록'),
    roles: [],
    problems: true,
    listed: true,
    sections: [
      { key: 'subjective', title: title('S'), pull: [], perProblem: false, required: true },
      { key: 'plan', title: title('P'), pull: [], perProblem: true, required: true },
      { key: 'extra', title: title('X'), pull: [], perProblem: false, required: false },
    ],
  };

  it('is named with its problem; a quoted line is enough', () => {
    const about = { problem: 'Condition/p', problemName: '폐렴' };
    const sections = [section('subjective', ' '), section('plan', '', about), section('extra')];
    expect(missingTitles(template, sections, 'ko')).toEqual(['S', '폐렴 P']);
    const written = [section('subjective', '기침'), section('plan', '', { ...about, quotes: [FACT] })];
    expect(missingTitles(template, written, 'ko')).toEqual([]);
    expect(missingTitles(template, [], 'ko')).toEqual(['S', 'P']);
  });
});
