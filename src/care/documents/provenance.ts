/**
 * Signatures as Provenance: who did what to which version, with a detached JWS over the canonical JSON of that version.
 *
 * Source  https://hl7.org/fhir/R4/provenance.html, https://hl7.org/fhir/R4/datatypes.html#Signature
 * Proof   notes.int.test.ts
 */
import { Buffer } from 'node:buffer';
import type { Resource, ResourceOfType } from '../../fhir/index.ts';
import { instantOf } from '../../kernel/index.ts';
import type { Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import type { Documents } from './context.ts';
import { signDetached } from './jws.ts';
import { make, type Place, type Signatory } from './resources.ts';

export type Provenance = ResourceOfType['Provenance'];

/** What a signature means, with its code of ASTM E1762. */
const PURPOSES = {
  sign: ['1.2.840.10065.1.12.1.1', "Author's Signature"],
  amend: ['1.2.840.10065.1.12.1.16', 'Modification Signature'],
  'co-sign': ['1.2.840.10065.1.12.1.2', "Coauthor's Signature"],
  retract: ['1.2.840.10065.1.12.1.17', 'Administrative Signature'],
  accept: ['1.2.840.10065.1.12.1.13', 'Review Signature'],
  acknowledge: ['1.2.840.10065.1.12.1.13', 'Review Signature'],
  consent: ['1.2.840.10065.1.12.1.7', 'Consent Signature'],
  witness: ['1.2.840.10065.1.12.1.11', 'Consent Witness Signature'],
} as const;

export type Act = keyof typeof PURPOSES;

/** Signs the version of a resource that stands now. */
export async function signVersion(
  session: Session,
  { keys }: Documents,
  resource: Resource,
  act: Act,
  signatory: Signatory,
  reason?: string,
): Promise<Place> {
  const target = `${resource.resourceType}/${resource.id}/_history/${resource.meta?.versionId ?? ''}`;
  const at = instantOf(session.own.clock.now());
  const { reference, display, role } = signatory;
  const jws = await signDetached(keys, resource, { target, signer: reference, name: display, role, act, at });
  const [code, name] = PURPOSES[act];
  const who = { reference, display };
  return make(session, {
    resourceType: 'Provenance',
    target: [{ reference: target }],
    occurredDateTime: at,
    recorded: at,
    activity: { coding: [{ system: CARE_SYSTEM, code: act }] },
    ...(reason === undefined ? {} : { reason: [{ text: reason }] }),
    agent: [{ type: { coding: [{ system: PARTICIPANT, code: act === 'sign' ? 'author' : 'attester' }] }, who }],
    signature: [
      {
        type: [{ system: 'urn:iso-astm:E1762-95:2013', code, display: name }],
        when: at,
        who,
        targetFormat: 'application/fhir+json',
        sigFormat: 'application/jose',
        data: Buffer.from(jws, 'ascii').toString('base64'),
      },
    ],
  } satisfies Provenance);
}

const PARTICIPANT = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

/** The detached JWS of a Provenance. */
export function jwsOf({ signature }: Provenance): string | undefined {
  const data = signature?.find(({ sigFormat }) => sigFormat === 'application/jose')?.data;
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('ascii');
}
