/**
 * Notes in Korean, as plain text inside a DocumentReference.
 *
 * Source  https://hl7.org/fhir/R4/documentreference.html; LOINC document codes
 * Proof   document.test.ts
 */
import { Buffer } from 'node:buffer';
import type { ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { bilingual, concept, NAMING, reference } from '../codes.ts';
import { HOSPITAL, HOSPITAL_NAME } from '../hospital/organization.ts';
import { doctorReference, encounterReference, type Chart, type Setting } from './chart.ts';

type DocumentReference = ResourceOfType['DocumentReference'];

export type NoteKind = 'progress' | 'admission' | 'discharge' | 'emergency' | 'operation' | 'firstVisit';

const KINDS: Readonly<Record<NoteKind, readonly [loinc: string, en: string, ko: string]>> = {
  progress: ['11506-3', 'Progress note', '경과기록'],
  admission: ['34117-2', 'History and physical note', '입원기록'],
  discharge: ['18842-5', 'Discharge summary', '퇴원요약'],
  emergency: ['34878-9', 'Emergency medicine Note', '응급실기록'],
  operation: ['11504-8', 'Surgical operation note', '수술기록'],
  firstVisit: ['34117-2', 'History and physical note', '초진기록'],
};

/** A note, written at a moment by the physician of the encounter. */
export function addNote(
  chart: Chart,
  setting: Setting,
  kind: NoteKind,
  at: Minute,
  lines: readonly string[],
): DocumentReference {
  const [loinc, en, ko] = KINDS[kind];
  const text = lines.join('\n');
  const bytes = Buffer.from(text, 'utf8');
  const id = chart.nextId('DocumentReference');
  return chart.add<DocumentReference>({
    resourceType: 'DocumentReference',
    id,
    masterIdentifier: { system: NAMING.document, value: id },
    status: 'current',
    docStatus: 'final',
    type: { coding: [bilingual('loinc', loinc, en, ko)], text: ko },
    category: [
      {
        coding: [
          {
            system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
            code: 'clinical-note',
            display: 'Clinical Note',
          },
        ],
      },
    ],
    subject: chart.subject,
    date: momentText(at),
    author: [doctorReference(setting)],
    custodian: reference(HOSPITAL, HOSPITAL_NAME),
    description: lines[0] ?? ko,
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          language: 'ko',
          data: bytes.toString('base64'),
          size: bytes.byteLength,
          title: ko,
          creation: momentText(at),
        },
      },
    ],
    context: {
      encounter: [encounterReference(setting)],
      facilityType: concept('snomed', '22232009', 'Hospital', '병원'),
      ...(setting.encounter.period === undefined ? {} : { period: setting.encounter.period }),
    },
  });
}
