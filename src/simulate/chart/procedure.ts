/**
 * Operations, and studies with their reports in words.
 *
 * Source  https://hl7.org/fhir/R4/procedure.html, https://hl7.org/fhir/R4/diagnosticreport.html, KR Core Procedure
 * Proof   ../simulate.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { bilingual, coding, reference } from '../codes.ts';
import { departmentOf } from '../data/departments.ts';
import { findingOf, procedureOf, studyOf } from '../data/procedures.ts';
import { departmentReference } from '../hospital/organization.ts';
import { staffReference, type Staff } from '../hospital/staff.ts';
import { conditionReference, encounterReference, type Chart, type Setting } from './chart.ts';

type Procedure = ResourceOfType['Procedure'];
type Report = ResourceOfType['DiagnosticReport'];

/** An operation or intervention. `length` is how long it took compared with the usual time. */
export function addProcedure(
  chart: Chart,
  setting: Setting,
  key: string,
  start: Minute,
  length: number,
  reason: ResourceOfType['Condition'] | undefined,
): Procedure {
  const { system, code, en, ko, category, minutes } = procedureOf(key);
  return chart.add<Procedure>({
    resourceType: 'Procedure',
    id: chart.nextId('Procedure'),
    status: 'completed',
    category: { coding: [coding('procedureCategory', category, category === '1' ? '수술' : '처치')] },
    code: { coding: [bilingual(system === 'sct' ? 'snomed' : 'edi', code, en, ko)], text: ko },
    subject: chart.subject,
    encounter: encounterReference(setting),
    performedPeriod: { start: momentText(start), end: momentText(start + Math.round(minutes * length)) },
    performer: [{ actor: staffReference(setting.doctor) }],
    ...(reason === undefined ? {} : { reasonReference: [conditionReference(reason)] }),
  });
}

const SECTIONS: Readonly<Record<string, string>> = {
  RAD: 'Radiology',
  CUS: 'Cardiac Ultrasound',
  EC: 'Electrocardiac (e.g., EKG, EEC, Holter)',
  SP: 'Surgical Pathology',
};

/** A study and what it showed, read by a physician of the department that reads it. */
export function addStudy(
  chart: Chart,
  setting: Setting,
  key: string,
  at: Minute,
  illnesses: Iterable<string>,
  reader: Staff,
): Report {
  const study = studyOf(key);
  return chart.add<Report>({
    resourceType: 'DiagnosticReport',
    id: chart.nextId('DiagnosticReport'),
    status: 'final',
    category: [{ coding: [coding('section', study.section, SECTIONS[study.section] ?? study.section)] }],
    code: { coding: [bilingual('loinc', study.loinc, study.en, study.ko)], text: study.ko },
    subject: chart.subject,
    encounter: encounterReference(setting),
    effectiveDateTime: momentText(at),
    issued: momentText(at + 150),
    performer: [reference(departmentReference(study.department), departmentOf(study.department).ko)],
    resultsInterpreter: [staffReference(reader)],
    conclusion: findingOf(study, illnesses),
  });
}
