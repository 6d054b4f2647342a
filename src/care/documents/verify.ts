/**
 * Proves the signatures of a document: each is held against the version that it was made over, as it stands in the record now.
 *
 * Proof   verify.int.test.ts (altered text, altered signature, another person's name, a missing signature)
 */
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import type { Documents } from './context.ts';
import { verifyDetached, type Statement, type Verified } from './jws.ts';
import type { Composition } from './note.ts';
import { jwsOf, type Provenance } from './provenance.ts';
import { readVersion } from './resources.ts';

/** One signature of a document. */
export interface SignatureProof {
  readonly provenance: string;
  /** The version that it was made over. */
  readonly target: string;
  readonly holds: boolean;
  readonly why?: Exclude<Verified, { readonly holds: true }>['why'] | 'version-missing' | 'other-signer';
  /** Who signed what, from the signature itself where it holds. */
  readonly statement?: Statement;
}

/** What is proven of a document. */
export interface DocumentProof {
  readonly id: string;
  readonly status: string;
  /** All signatures hold, and a signed document has one over its present version. */
  readonly proven: boolean;
  /** A signed document whose present version nobody signed. */
  readonly unsigned: boolean;
  readonly signatures: readonly SignatureProof[];
}

/** Proves one document. */
export async function verifyNote(context: Context, documents: Documents, id: string): Promise<DocumentProof> {
  const note = await readResource(context, 'Composition', id);
  const provenances = await findResources(context, 'Provenance', { target: `Composition/${id}` });
  return proofOf(context, documents, note, provenances);
}

async function proofOf(
  context: Context,
  documents: Documents,
  note: Composition,
  provenances: readonly Provenance[],
): Promise<DocumentProof> {
  const signatures: SignatureProof[] = [];
  for (const provenance of provenances) {
    const proof = await signatureProof(context, documents, provenance);
    if (proof !== undefined) signatures.push(proof);
  }
  const present = `Composition/${note.id}/_history/${note.meta?.versionId}`;
  const unsigned =
    note.status !== 'preliminary' && isOurs(note) && !signatures.some(({ target }) => target === present);
  const proven = !unsigned && signatures.every(({ holds }) => holds);
  return { id: note.id ?? '', status: note.status, proven, unsigned, signatures };
}

/** Was it written here? A discarded draft was never signed. */
function isOurs({ attester }: Composition): boolean {
  return attester !== undefined && attester.length > 0;
}

async function signatureProof(
  context: Context,
  { keys }: Documents,
  provenance: Provenance,
): Promise<SignatureProof | undefined> {
  const jws = jwsOf(provenance);
  const target = provenance.target.find(({ reference }) => reference?.startsWith('Composition/') === true)?.reference;
  if (jws === undefined || target === undefined) return undefined;
  const about = { provenance: `Provenance/${provenance.id}`, target };
  const resource = await versionAt(context, target);
  if (resource === undefined) return { ...about, holds: false, why: 'version-missing' };
  const verified = await verifyDetached(await keys.all(), jws, resource, target);
  if (!verified.holds) return { ...about, holds: false, why: verified.why };
  const { statement } = verified;
  const named = provenance.agent[0]?.who.reference === statement.signer;
  return named ? { ...about, holds: true, statement } : { ...about, holds: false, why: 'other-signer', statement };
}

async function versionAt(context: Context, target: string): Promise<object | undefined> {
  const [, id = '', , version = ''] = target.split('/');
  try {
    return await readVersion(context, 'Composition', id, version);
  } catch (error) {
    if (error instanceof OutcomeError && error.status < 500) return undefined;
    throw error;
  }
}

/** Proves every document of the house, page after page; tells of each to `tell`. */
export async function verifyAll(
  context: Context,
  documents: Documents,
  tell: (proof: DocumentProof) => void,
): Promise<void> {
  let query: string | undefined = 'status=final,amended,entered-in-error&_count=200';
  while (query !== undefined) {
    const answer = await interact(context, { method: 'GET', path: ['Composition'], query, conditions: {} });
    const page = parseJson(answer.text ?? '{}') as Page;
    for (const { resource } of page.entry ?? []) tell(await verifyNote(context, documents, resource.id ?? ''));
    query = page.link?.find(({ relation }) => relation === 'next')?.url.split('?')[1];
  }
}

interface Page {
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource: Composition }[];
}
