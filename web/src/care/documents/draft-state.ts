/**
 * A draft in the window and on the server: what was typed is never overwritten by what comes back, and one save is on its way
 * at a time.
 *
 * Proof   draft-state.test.ts
 */
import type { Fact, Note, NoteSection, Severity } from './api.ts';

export interface DraftState {
  readonly id: string;
  /** The version that the server has. */
  readonly version: string;
  readonly sections: readonly NoteSection[];
  readonly severity: Severity | undefined;
  /** Counts what was changed here; `saved` is the count that the server has. */
  readonly changes: number;
  readonly saved: number;
  readonly savedAt: string | undefined;
  /** Somebody, or another window, changed it on the server. */
  readonly conflict: boolean;
  readonly failed: unknown;
}

export type DraftAction =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'quote'; readonly at: number; readonly fact: Fact }
  | { readonly kind: 'unquote'; readonly at: number; readonly fact: Fact }
  | { readonly kind: 'severity'; readonly severity: Severity }
  | { readonly kind: 'problem'; readonly problem: string; readonly name: string; readonly keys: readonly string[] }
  | { readonly kind: 'drop-problem'; readonly problem: string }
  | { readonly kind: 'saved'; readonly note: Note; readonly changes: number }
  | { readonly kind: 'failed'; readonly error: unknown; readonly conflict: boolean }
  | { readonly kind: 'opened'; readonly note: Note };

/** The state of a note that was just read. */
export function draftOf(note: Note): DraftState {
  return {
    id: note.id,
    version: note.version,
    sections: note.sections,
    severity: note.severity,
    changes: 0,
    saved: 0,
    savedAt: note.saved,
    conflict: false,
    failed: undefined,
  };
}

/** Is something here that the server does not have? */
export function isUnsaved({ changes, saved }: DraftState): boolean {
  return changes !== saved;
}

export function reduceDraft(state: DraftState, action: DraftAction): DraftState {
  switch (action.kind) {
    case 'opened':
      return draftOf(action.note);
    case 'saved':
      return afterSave(state, action.note, action.changes);
    case 'failed':
      return { ...state, failed: action.error, conflict: action.conflict };
    default:
      return { ...state, ...changed(state, action), changes: state.changes + 1 };
  }
}

type Change = Extract<
  DraftAction,
  { readonly kind: 'text' | 'quote' | 'unquote' | 'severity' | 'problem' | 'drop-problem' }
>;

function changed(state: DraftState, action: Change): Partial<DraftState> {
  const { sections } = state;
  switch (action.kind) {
    case 'severity':
      return { severity: action.severity };
    case 'text':
      return { sections: withSection(sections, action.at, (one) => ({ ...one, text: action.text })) };
    case 'quote':
      return { sections: withSection(sections, action.at, (one) => quoted(one, action.fact)) };
    case 'unquote':
      return { sections: withSection(sections, action.at, (one) => unquoted(one, action.fact)) };
    case 'problem':
      return { sections: withProblem(sections, action) };
    default:
      return { sections: sections.filter(({ problem }) => problem !== action.problem) };
  }
}

function withSection(
  sections: readonly NoteSection[],
  at: number,
  change: (section: NoteSection) => NoteSection,
): readonly NoteSection[] {
  return sections.map((section, index) => (index === at ? change(section) : section));
}

export function sameFact(a: Fact, b: Fact): boolean {
  return a.kind === b.kind && a.of.join(' ') === b.of.join(' ');
}

function quoted(section: NoteSection, fact: Fact): NoteSection {
  if (section.quotes.some((one) => sameFact(one, fact))) return section;
  return { ...section, quotes: [...section.quotes, fact] };
}

function unquoted(section: NoteSection, fact: Fact): NoteSection {
  return { ...section, quotes: section.quotes.filter((one) => !sameFact(one, fact)) };
}

/** A further problem gets its own sections; those that stood for the whole note go, if nothing is in them. */
function withProblem(
  sections: readonly NoteSection[],
  { problem, name, keys }: Extract<DraftAction, { readonly kind: 'problem' }>,
): readonly NoteSection[] {
  if (sections.some((one) => one.problem === problem)) return sections;
  const kept = sections.filter(
    (one) => !(keys.includes(one.key) && one.problem === undefined && one.text === '' && one.quotes.length === 0),
  );
  return [...kept, ...keys.map((key) => ({ key, problem, problemName: name, text: '', quotes: [] }))];
}

/** The server has what was sent. Lines are taken as the server made them; text that was typed since stays. */
function afterSave(state: DraftState, note: Note, changes: number): DraftState {
  const base = {
    ...state,
    version: note.version,
    savedAt: note.saved,
    saved: changes,
    conflict: false,
    failed: undefined,
  };
  return { ...base, sections: state.sections.map((section) => withServerLines(section, note.sections)) };
}

function withServerLines(section: NoteSection, answered: readonly NoteSection[]): NoteSection {
  const same = answered.find(({ key, problem }) => key === section.key && problem === section.problem);
  if (same === undefined) return section;
  return { ...section, quotes: section.quotes.map((one) => same.quotes.find((line) => sameFact(line, one)) ?? one) };
}
