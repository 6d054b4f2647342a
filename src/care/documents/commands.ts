/**
 * The verb of documents: `maru documents verify` proves the signature of one document or of all.
 *
 * Proof   commands.int.test.ts
 */
import { join } from 'node:path';
import { houseCaller, UNLIMITED } from '../../access/index.ts';
import { OutcomeError, type Command, type CommandCall } from '../../kernel/index.ts';
import type { FhirRecord } from '../../record/index.ts';
import { documentsOf } from './documents.ts';
import { verifyAll, verifyNote, type DocumentProof } from './verify.ts';

/** What the verb needs of the house. */
export interface DocumentsNeeds {
  readonly configuration: { readonly data: string; readonly timeZone: string };
  record(): Promise<FhirRecord>;
}

/** File of the keys in the data folder. */
export function signingKeysFile(data: string): string {
  return join(data, 'care', 'signing-keys.json');
}

export const documentsVerb: Command<DocumentsNeeds> = {
  verb: 'documents',
  about: 'Prove the signatures of documents: what each says, as it stands in the record, is what was signed.',
  usage: 'maru documents verify [ID...]',
  example: 'maru documents verify',
  options: [],
  run: verify,
};

async function verify({ words, output }: CommandCall, house: DocumentsNeeds): Promise<number> {
  const [act, ...ids] = words;
  if (act !== 'verify') {
    output.line(`Say what to do with the documents: ${documentsVerb.usage}`);
    return 1;
  }
  const { data, timeZone } = house.configuration;
  const documents = documentsOf({ timeZone, signingKeys: signingKeysFile(data) });
  const context = (await house.record()).context(houseCaller('documents'), UNLIMITED);
  const proofs: DocumentProof[] = [];
  const tell = (proof: DocumentProof) => {
    proofs.push(proof);
    if (!proof.proven) output.line(lineOf(proof));
    if (proofs.length % 100 === 0) output.progress(`${proofs.length} documents`);
  };
  if (ids.length === 0) await verifyAll(context, documents, tell);
  for (const id of ids) tell(await proofOf(id, () => verifyNote(context, documents, id)));
  const failed = proofs.filter(({ proven }) => !proven);
  output.line(`${proofs.length} documents, ${proofs.length - failed.length} proven, ${failed.length} not proven`);
  output.result({ documents: proofs.length, failed });
  return failed.length === 0 ? 0 : 1;
}

/** A document that is not there is not proven. */
async function proofOf(id: string, work: () => Promise<DocumentProof>): Promise<DocumentProof> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OutcomeError) || error.status >= 500) throw error;
    return { id, status: 'not-found', proven: false, unsigned: false, signatures: [] };
  }
}

function lineOf({ id, status, unsigned, signatures }: DocumentProof): string {
  const broken = signatures.filter(({ holds }) => !holds).map(({ provenance, why }) => `${provenance}: ${why}`);
  const reasons = [...(unsigned ? ['the present version has no signature'] : []), ...broken];
  return `NOT PROVEN  Composition/${id} (${status})  ${reasons.join('; ')}`;
}
