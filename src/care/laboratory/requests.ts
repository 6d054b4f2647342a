/**
 * A laboratory request as the specimen loop sees it: which tube, which label, what the patient must have done.
 *
 * What the request itself says comes first; the catalogue fills in what it leaves out.
 *
 * Source  https://hl7.org/fhir/R4/servicerequest.html
 * Proof   ../bedside/specimen.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { CARE_SYSTEM, type SpecimenRequest } from '../loop/index.ts';
import { extensionsIn, identifierIn, isSet, SPECIMEN_LABEL, textIn } from '../systems.ts';
import { testOf } from './catalogue.ts';

export type ServiceRequest = ResourceOfType['ServiceRequest'];

/** Category of a laboratory request, as search has it. */
export const LABORATORY_CATEGORY = `${CARE_SYSTEM}|laboratory`;

/** The label that is bound to the request now; undefined before one was printed. */
export function labelOf({ identifier }: ServiceRequest): string | undefined {
  return identifierIn(identifier, SPECIMEN_LABEL)?.value;
}

/** The type of tube; undefined where neither the request nor the catalogue tells. */
export function tubeOf(request: ServiceRequest): string | undefined {
  return textIn(request, 'tube') ?? testOf(request.code)?.tube;
}

/** Names of what is asked for: as the request has it, else as the catalogue has it. */
export function testNames({ code }: ServiceRequest): { readonly ko: string; readonly en: string } {
  const test = testOf(code);
  const said = code?.text ?? code?.coding?.find(({ display }) => display !== undefined)?.display;
  return { ko: test?.ko ?? said ?? '', en: test?.en ?? said ?? '' };
}

/** The request as the loop sees it; without a tube nothing can be matched. Before a label is printed its number is empty. */
export function specimenRequestOf(one: ServiceRequest): SpecimenRequest {
  const tube = tubeOf(one);
  if (tube === undefined || one.doNotPerform === true) throw unreadable(one.id);
  const test = testOf(one.code);
  const fastingHours = extensionsIn(one, 'fasting-hours')[0]?.valueInteger ?? test?.fastingHours;
  const most = extensionsIn(one, 'max-transport-minutes')[0]?.valueInteger ?? test?.maxTransportMinutes;
  return {
    id: one.id ?? '',
    patient: one.subject.reference?.split('/')[1] ?? '',
    test: one.code?.text ?? test?.en ?? '',
    tube,
    status: one.status,
    labelNumber: labelOf(one) ?? '',
    ...(fastingHours === undefined ? {} : { fastingHours }),
    ...(most === undefined ? {} : { maxTransportMinutes: most }),
    secondIdentifier: isSet(one, 'second-identifier') || test?.secondIdentifier === true,
  };
}

function unreadable(id = ''): OutcomeError {
  const text = `ServiceRequest/${id} names no tube and its test is not in the catalogue, so nothing can be matched; ask for a new request.`;
  return new OutcomeError('business-rule', 'care.request-unreadable', text);
}
