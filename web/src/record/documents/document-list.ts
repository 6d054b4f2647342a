/**
 * Reports, documents and compositions as one list, newest first.
 *
 * Proof   document-list.test.ts
 */
import type { CodeableConcept, Composition, DiagnosticReport, DocumentReference, Reference } from '../../fhir/types.ts';
import { timeOf } from '../../format/date.ts';

export interface DocumentEntry {
  readonly reference: string;
  readonly title: string | undefined;
  readonly concept: CodeableConcept | undefined;
  readonly date: string | undefined;
  readonly author: Reference | undefined;
  readonly status: string;
  readonly resource: DiagnosticReport | DocumentReference | Composition;
}

function reportEntry(report: DiagnosticReport): DocumentEntry {
  const date = report.effectiveDateTime ?? report.effectivePeriod?.start ?? report.issued;
  return {
    reference: `DiagnosticReport/${report.id}`,
    title: undefined,
    concept: report.code,
    date,
    author: report.performer?.[0],
    status: report.status,
    resource: report,
  };
}

function documentEntry(document: DocumentReference): DocumentEntry {
  const date = document.date ?? document.context?.period?.start;
  const title = document.description ?? document.content[0]?.attachment.title;
  return {
    reference: `DocumentReference/${document.id}`,
    title,
    concept: document.type,
    date,
    author: document.author?.[0],
    status: document.status === 'current' ? (document.docStatus ?? document.status) : document.status,
    resource: document,
  };
}

function compositionEntry(composition: Composition): DocumentEntry {
  return {
    reference: `Composition/${composition.id}`,
    title: composition.title,
    concept: composition.type,
    date: composition.date,
    author: composition.author[0],
    status: composition.status,
    resource: composition,
  };
}

export function documentList(
  reports: readonly DiagnosticReport[],
  documents: readonly DocumentReference[],
  compositions: readonly Composition[],
): readonly DocumentEntry[] {
  const all = [...reports.map(reportEntry), ...documents.map(documentEntry), ...compositions.map(compositionEntry)];
  return all.toSorted((a, b) => (timeOf(b.date) || 0) - (timeOf(a.date) || 0));
}
