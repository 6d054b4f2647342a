/**
 * A note as Composition: sections of a template, each with text and quoted lines; those of one problem stand together.
 *
 * The text is kept as it was typed (extension) beside the narrative that is made of it, so that it can be edited again.
 *
 * Source  https://hl7.org/fhir/R4/composition.html
 * Proof   note.test.ts
 */
import type { Extension, Narrative, Reference, ResourceOfType } from '../../fhir/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { extensionsIn, textIn } from '../systems.ts';
import type { Fact } from './fact.ts';
import type { Language } from './names.ts';
import type { Template, TemplateSection } from './templates.ts';

export type Composition = ResourceOfType['Composition'];
type Section = NonNullable<Composition['section']>[number];

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
/** Number of a document; amendments have their own. */
export const DOCUMENT_NUMBER = 'https://maru.health/fhir/NamingSystem/document';

/** A section as it is worked on. */
export interface NoteSection {
  readonly key: string;
  /** `Condition/x`, where the section is about one problem. */
  readonly problem?: string;
  /** Its name, as it stands in the note. */
  readonly problemName?: string;
  readonly text: string;
  readonly quotes: readonly Fact[];
}

/** How ill somebody is, in the words of I-PASS. */
export const SEVERITIES = ['stable', 'watcher', 'unstable'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A note without what the house adds. */
export interface NoteContent {
  readonly sections: readonly NoteSection[];
  readonly severity?: Severity;
}

/** What stands at the head of a note. */
export interface NoteHead {
  readonly template: Template;
  readonly language: Language;
  readonly patient: Reference;
  readonly encounter?: Reference | undefined;
  readonly author: Reference;
  readonly at: string;
  readonly number: string;
  /** The document that this one amends, with its version, and why. */
  readonly amends?: string | undefined;
  readonly reason?: string | undefined;
}

/** A new draft. */
export function draftOf(head: NoteHead, content: NoteContent): Composition {
  const { template, language, patient, encounter, author, at, number, amends, reason } = head;
  const type = {
    coding: [
      { system: 'http://loinc.org', code: template.loinc, display: template.title.en },
      { system: CARE_SYSTEM, code: template.id, display: template.title.en },
    ],
    text: template.title.ko,
  };
  const empty: Composition = {
    resourceType: 'Composition',
    language,
    extension: [
      { url: `${EXTENSIONS}note-template`, valueString: `${template.id}|${template.version}` },
      ...(reason === undefined ? [] : [{ url: `${EXTENSIONS}amendment-reason`, valueString: reason }]),
    ],
    identifier: { system: DOCUMENT_NUMBER, value: number },
    status: 'preliminary',
    type,
    subject: patient,
    ...(encounter === undefined ? {} : { encounter }),
    date: at,
    author: [author],
    title: template.title[language],
    ...(amends === undefined ? {} : { relatesTo: [{ code: 'replaces', targetReference: { reference: amends } }] }),
  };
  return withContent(empty, template, content);
}

/** The note with other content. */
export function withContent(note: Composition, template: Template, content: NoteContent): Composition {
  const { section: _before, ...head } = note;
  const extension = (note.extension ?? []).filter(({ url }) => url !== SEVERITY);
  const severity =
    content.severity === undefined ? [] : [{ url: SEVERITY, valueCode: content.severity } satisfies Extension];
  const section = sectionsOf(template, content.sections, languageOf(note));
  return { ...head, extension: [...extension, ...severity], ...(section.length === 0 ? {} : { section }) };
}

const SEVERITY = `${EXTENSIONS}illness-severity`;

/** The language that a note is written in. */
export function languageOf({ language }: Composition): Language {
  return language === 'en' ? 'en' : 'ko';
}

function sectionsOf(template: Template, sections: readonly NoteSection[], language: Language): Section[] {
  const plain = (part: NoteSection) => sectionOf(template, part, language);
  const common = sections.filter(({ problem }) => problem === undefined).flatMap(plain);
  const problems = Map.groupBy(
    sections.filter((part): part is NoteSection & { readonly problem: string } => part.problem !== undefined),
    ({ problem }) => problem,
  );
  const grouped = [...problems].flatMap(([problem, parts]): Section[] => {
    const section = parts.flatMap(plain);
    const name = parts[0]?.problemName ?? '';
    const head = { title: name, code: coded('problem'), focus: { reference: problem, display: name } };
    return [{ ...head, entry: [{ reference: problem }], ...(section.length === 0 ? {} : { section }) }];
  });
  return [...common, ...grouped];
}

function coded(code: string) {
  return { coding: [{ system: CARE_SYSTEM, code }] };
}

function sectionOf(template: Template, part: NoteSection, language: Language): Section[] {
  const known = template.sections.find(({ key }) => key === part.key);
  if (known === undefined || isEmpty(part)) return [];
  const entry = [...new Set(part.quotes.flatMap(({ of }) => of))].map((reference) => ({ reference }));
  return [
    {
      extension: [
        ...(part.text === '' ? [] : [{ url: `${EXTENSIONS}plain-text`, valueString: part.text }]),
        ...part.quotes.map(quoteExtension),
      ],
      title: known.title[language],
      code: coded(known.key),
      text: narrativeOf(part),
      ...(entry.length === 0 ? {} : { entry }),
    },
  ];
}

/** Has it nothing to say? */
export function isEmpty({ text, quotes }: NoteSection): boolean {
  return text.trim() === '' && quotes.length === 0;
}

function quoteExtension({ kind, sources, text, at, flag, void: taken }: Fact): Extension {
  const extension: Extension[] = [
    { url: 'kind', valueCode: kind },
    { url: 'text', valueString: text },
    ...sources.map((reference) => ({ url: 'source', valueReference: { reference } })),
    ...(at === undefined ? [] : [{ url: 'at', valueDateTime: at }]),
    ...(flag === undefined ? [] : [{ url: 'flag', valueCode: flag }]),
    ...(taken === true ? [{ url: 'void', valueBoolean: true }] : []),
  ];
  return { url: `${EXTENSIONS}quote`, extension };
}

function quoteOf({ extension = [] }: Extension): Fact {
  const one = (name: string) => extension.find(({ url }) => url === name);
  const sources = extension.flatMap(({ url, valueReference }) =>
    url === 'source' ? (valueReference?.reference ?? []) : [],
  );
  const [at, flag] = [one('at')?.valueDateTime, one('flag')?.valueCode];
  return {
    kind: one('kind')?.valueCode === 'range' ? 'range' : 'value',
    of: sources.map(withoutVersion),
    sources,
    text: one('text')?.valueString ?? '',
    ...(at === undefined ? {} : { at }),
    ...(flag === undefined ? {} : { flag }),
    ...(one('void')?.valueBoolean === true ? { void: true } : {}),
  };
}

/** `Type/id` of a reference with a version. */
export function withoutVersion(reference: string): string {
  return reference.split('/').slice(0, 2).join('/');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  // Controls other than the tab are no characters of XHTML.
  const clean = text.replaceAll(/(?!\t)\p{Cc}/gu, '');
  return clean.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

function narrativeOf({ text, quotes }: NoteSection): Narrative {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join('');
  const items = quotes.map((quote) => `<li>${escaped(quote.text)}</li>`).join('');
  const list = items === '' ? '' : `<ul>${items}</ul>`;
  const div = `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs}${list}</div>`;
  return { status: lines.length === 0 ? 'generated' : 'additional', div };
}

/** What a note says, ready to be worked on: every section of its template, written or not. */
export function contentOf(note: Composition, template: Template | undefined): NoteContent {
  const severity = extensionsIn(note, 'illness-severity')[0]?.valueCode;
  const known = SEVERITIES.find((one) => one === severity);
  const written = (note.section ?? []).flatMap((section) =>
    section.focus === undefined
      ? [readSection(section)]
      : (section.section ?? []).map((part) => readSection(part, section)),
  );
  const problems = (note.section ?? []).filter(({ focus }) => focus !== undefined);
  const sections = template === undefined ? written : laidOut(template, written, problems);
  return { sections, ...(known === undefined ? {} : { severity: known }) };
}

function laidOut(
  template: Template,
  written: readonly NoteSection[],
  problems: readonly Section[],
): readonly NoteSection[] {
  const place = (key: string, problem?: Section): NoteSection =>
    written.find((part) => part.key === key && part.problem === problem?.focus?.reference) ?? {
      key,
      ...aboutProblem(problem),
      text: '',
      quotes: [],
    };
  const [common, each] = [false, true].map((per) =>
    template.sections.filter(({ perProblem }) => (perProblem && problems.length > 0) === per),
  );
  const placed = [
    ...(common ?? []).map(({ key }) => place(key)),
    ...problems.flatMap((problem) => (each ?? []).map(({ key }) => place(key, problem))),
  ];
  // What was written before the note was about a problem has no place in the template any more, and is shown all the same.
  return [...placed, ...written.filter((part) => !placed.includes(part) && !isEmpty(part))];
}

function aboutProblem(problem: Section | undefined): Pick<NoteSection, 'problem' | 'problemName'> {
  return {
    ...(problem?.focus?.reference === undefined ? {} : { problem: problem.focus.reference }),
    ...(problem?.title === undefined ? {} : { problemName: problem.title }),
  };
}

function readSection(section: Section, problem?: Section): NoteSection {
  return {
    key: section.code?.coding?.find(({ system }) => system === CARE_SYSTEM)?.code ?? '',
    ...aboutProblem(problem),
    text: textIn(section, 'plain-text') ?? '',
    quotes: extensionsIn(section, 'quote').map(quoteOf),
  };
}

/** Id of the template of a note; undefined where it was not written here. */
export function templateIdOf(note: Composition): string | undefined {
  return textIn(note, 'note-template')?.split('|')[0];
}

/** Sections that must be written before the note is signed and are not. */
export function missingSections(template: Template, { sections }: NoteContent): readonly TemplateSection[] {
  return template.sections.filter(({ key, required, perProblem }) => {
    if (!required) return false;
    const parts = sections.filter((part) => part.key === key);
    const problems = new Set(sections.flatMap(({ problem }) => problem ?? []));
    if (!perProblem || problems.size === 0) return parts.every(isEmpty);
    return [...problems].some((problem) => parts.filter((part) => part.problem === problem).every(isEmpty));
  });
}
