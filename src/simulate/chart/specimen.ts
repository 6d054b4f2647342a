/**
 * Laboratory requests with the label and tube that the bedside matches, and the specimens that were collected for them.
 *
 * Source  care/README.md ("On the record"); https://hl7.org/fhir/R4/servicerequest.html, https://hl7.org/fhir/R4/specimen.html
 * Proof   ../wards.test.ts
 */
import type { Extension, Identifier, Reference, ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { CARE_EXTENSION, coding, concept, NAMING, reference } from '../codes.ts';
import { panelOf, type Panel } from '../data/panels.ts';
import { tubeOf } from '../data/tubes.ts';
import { onDuty } from '../hospital/shifts.ts';
import { staffReference } from '../hospital/staff.ts';
import { doctorReference, encounterReference, type Chart, type Setting } from './chart.ts';

type ServiceRequest = ResourceOfType['ServiceRequest'];
type Specimen = ResourceOfType['Specimen'];

/** What a result rests on. */
export interface Collected {
  readonly request: Reference;
  readonly specimen: Reference;
}

/** Minutes from the bed to the laboratory. */
const TRANSPORT = 18;

/** A test that was ordered, collected at the bed at a minute, and received. */
export function addCollected(chart: Chart, setting: Setting, key: string, at: Minute): Collected {
  const label = labelOf(chart);
  const request = chart.add(requestOf(chart, setting, panelOf(key), { at, label, status: 'completed' }));
  const nurses = chart.roster.nursesOf(setting.nurse.wards[0] ?? 'ER');
  const specimen = chart.add<Specimen>({
    resourceType: 'Specimen',
    id: chart.nextId('Specimen'),
    accessionIdentifier: label,
    status: 'available',
    type: tubeOf(key).specimen,
    subject: chart.subject,
    receivedTime: momentText(Math.min(at + TRANSPORT, chart.now)),
    request: [reference(`ServiceRequest/${request.id}`)],
    collection: { collector: staffReference(onDuty(nurses, at)), collectedDateTime: momentText(at) },
    container: [{ type: { text: tubeOf(key).tube } }],
  });
  return { request: reference(`ServiceRequest/${request.id}`), specimen: reference(`Specimen/${specimen.id}`) };
}

/** A test that is ordered and waits for its collection. */
export function addAwaited(chart: Chart, setting: Setting, key: string, due: Minute): ServiceRequest {
  return chart.add(requestOf(chart, setting, panelOf(key), { at: due, label: labelOf(chart), status: 'active' }));
}

/** The next label of the patient: patient number and a count, so that no two are alike. */
function labelOf(chart: Chart): Identifier {
  const count = chart.count('ServiceRequest') + 1;
  return { system: NAMING.specimenLabel, value: `L${chart.person.number}${String(count).padStart(4, '0')}` };
}

interface Ordered {
  readonly at: Minute;
  readonly label: Identifier;
  readonly status: ServiceRequest['status'];
}

function requestOf(chart: Chart, setting: Setting, panel: Panel, { at, label, status }: Ordered): ServiceRequest {
  const authored = at > chart.now ? chart.now - (at > chart.now + 300 ? 300 : 5) : at - 8;
  return {
    resourceType: 'ServiceRequest',
    id: chart.nextId('ServiceRequest'),
    extension: extensionsOf(panel),
    identifier: [label],
    status,
    intent: 'order',
    category: [concept('care', 'laboratory', 'Laboratory', '진단검사')],
    priority: setting.encounter.class.code === 'EMER' ? 'urgent' : 'routine',
    code: { coding: [coding('loinc', panel.loinc, panel.en)], text: panel.ko },
    subject: chart.subject,
    encounter: encounterReference(setting),
    occurrenceDateTime: momentText(at),
    authoredOn: momentText(authored),
    requester: doctorReference(setting),
  };
}

function extensionsOf({ key }: Panel): Extension[] {
  const { tube, fastingHours } = tubeOf(key);
  return [
    { url: `${CARE_EXTENSION}tube`, valueString: tube },
    ...(fastingHours === undefined ? [] : [{ url: `${CARE_EXTENSION}fasting-hours`, valueInteger: fastingHours }]),
  ];
}
