/**
 * A small hospital with something to hide, and how a snoop would find out: each address of the hidden is asked beside the same
 * address of what does not exist. Whoever may not see the hidden must get the same answer to both.
 *
 * Ids that begin with `hid-` are there and hidden, those with `nil-` are not there at all.
 */
import { expect } from 'vitest';
import { bundleOf, coded, entryOf, observation, type Client, type Reply } from './house.ts';

export const MRN = 'http://hospital.example/mrn';
export const LOINC = 'http://loinc.org';
const ICD = 'http://hl7.org/fhir/sid/icd-10';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const LABELS = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
export const OWN = 'Patient/demo-patient';

/** A category of Observations. */
export const category = (code: string): object => ({ category: [coded(CATEGORY, code)] });
/** A security label. */
export const labelled = (code: string): object => ({ meta: { security: [{ system: LABELS, code }] } });
/** A diagnosis. */
export const condition = (subject: string, code: string, more: object = {}): object => ({
  resourceType: 'Condition',
  code: coded(ICD, code),
  subject: { reference: subject },
  ...more,
});

const shared = {
  generalPractitioner: [{ reference: 'Practitioner/doc' }],
  managingOrganization: { reference: 'Organization/h' },
};

/** The own patient, the hidden one, and what ties them together. */
const HOSPITAL: readonly object[] = [
  { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Park' }] },
  { resourceType: 'Organization', id: 'h', name: 'Hospital' },
  { resourceType: 'Patient', id: 'demo-patient', name: [{ family: 'Jeong' }], birthDate: '1980-01-01', ...shared },
  {
    resourceType: 'Patient',
    id: 'hid-pat',
    identifier: [{ system: MRN, value: 'hid-mrn' }],
    name: [{ family: 'hid-family' }],
    birthDate: '1931-03-07',
    ...shared,
  },
  encounter('own-enc', OWN),
  encounter('hid-enc', 'Patient/hid-pat'),
  observation(OWN, {
    id: 'own-lab',
    ...category('laboratory'),
    code: coded(LOINC, '2345-7'),
    valueQuantity: { value: 5.5 },
  }),
  observation(OWN, {
    id: 'own-vital',
    ...category('vital-signs'),
    code: coded(LOINC, '8480-6'),
    valueQuantity: { value: 120 },
  }),
  observation(OWN, {
    id: 'own-link',
    code: coded(LOINC, '1-8'),
    performer: [{ reference: 'Practitioner/doc' }],
    hasMember: [{ reference: 'Observation/hid-lab' }],
    focus: [{ reference: 'Patient/hid-pat' }],
  }),
  observation('Patient/hid-pat', {
    id: 'hid-lab',
    ...category('laboratory'),
    subject: { reference: 'Patient/hid-pat', identifier: { system: MRN, value: 'hid-mrn' } },
    identifier: [{ system: MRN, value: 'hid-obs' }],
    code: coded(LOINC, 'hid-code'),
    encounter: { reference: 'Encounter/hid-enc' },
    performer: [{ reference: 'Practitioner/doc' }],
    valueQuantity: { value: 99 },
  }),
  condition(OWN, 'J00', { id: 'own-open', identifier: [{ system: MRN, value: 'own-cond' }] }),
  condition('Patient/hid-pat', 'hid-icd', { id: 'hid-cond' }),
  {
    resourceType: 'DiagnosticReport',
    id: 'own-report',
    status: 'final',
    code: coded(LOINC, '58410-2'),
    subject: { reference: OWN },
    result: [
      { reference: 'Observation/own-lab' },
      { reference: 'Observation/own-vital' },
      { reference: 'Observation/hid-lab' },
    ],
  },
  {
    resourceType: 'List',
    id: 'hid-list',
    status: 'current',
    mode: 'working',
    subject: { reference: 'Patient/hid-pat' },
    entry: [{ item: { reference: 'Condition/own-open' } }],
  },
];

function encounter(id: string, subject: string): object {
  const type = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' };
  return { resourceType: 'Encounter', id, status: 'finished', class: type, subject: { reference: subject } };
}

/** Stores resources under their own ids. */
export async function store(client: Client, ...resources: readonly object[]): Promise<void> {
  const entries = resources.map((one) => {
    const { resourceType, id } = one as { resourceType: string; id: string };
    return entryOf('PUT', `${resourceType}/${id}`, one);
  });
  const { status, text } = await client.post('', bundleOf('transaction', ...entries));
  expect(status, text).toBe(200);
}

/** Opens the hospital. One hidden Observation was once changed, another deleted. */
export async function openHospital(client: Client): Promise<void> {
  await store(client, ...HOSPITAL);
  await store(client, ...HOSPITAL.filter((one) => (one as { id: string }).id === 'hid-lab'));
  await store(client, observation('Patient/hid-pat', { id: 'hid-gone' }));
  await client.delete('Observation/hid-gone');
}

/** An answer without what differs by chance: ids of the asked, times, request ids. */
export function told({ status, text, headers }: Reply): string {
  const plain = text
    .replaceAll('nil-', 'hid-')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, 'TIME')
    .replaceAll(/[A-Za-z0-9_-]{22,}/g, 'ID');
  return `${status} ${headers.get('etag') ?? ''} ${headers.has('last-modified') ? 'dated' : ''} ${plain}`;
}

/** Asks about the hidden and about what does not exist: does the caller get two different answers? */
export async function tellsApart(ask: (address: string) => Promise<Reply>, address: string): Promise<boolean> {
  return told(await ask(address)) !== told(await ask(address.replaceAll('hid-', 'nil-')));
}

/** Asks about the hidden and about what does not exist; both answers must be the same. Gives the status. */
export async function learnsNothing(ask: (address: string) => Promise<Reply>, address: string): Promise<number> {
  const hidden = await ask(address);
  const absent = await ask(address.replaceAll('hid-', 'nil-'));
  expect(told(hidden), address).toBe(told(absent));
  expect(hidden.status, address).toBeLessThan(500);
  return hidden.status;
}

/** Resources of a Bundle that the caller must not get, deletions included. */
export function hiddenIn(reply: Reply, hidden: RegExp): string[] {
  const urls = reply.each('entry', 'fullUrl').map(String);
  return [...reply.ids(), ...urls].filter((one) => hidden.test(one));
}
