/**
 * A signed note as one document: a Bundle whose first entry is the Composition and which holds everything that it quotes, in the
 * versions that were quoted, with its signatures.
 *
 * Source  https://hl7.org/fhir/R4/documents.html, https://hl7.org/fhir/R4/composition-operation-document.html
 * Proof   document.int.test.ts
 */
import type { Bundle, BundleEntry, Resource, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import { contentOf, withoutVersion, type Composition } from './note.ts';
import { readVersion } from './resources.ts';

/** The document of a note. */
export async function documentBundle(context: Context, id: string): Promise<Bundle> {
  const note = await readResource(context, 'Composition', id);
  if (note.status === 'preliminary') {
    const text = 'A draft is no document yet: sign it first.';
    throw new OutcomeError('business-rule', 'care.document-not-signed', text);
  }
  const parts = await partsOf(context, note);
  const provenances = await findResources(context, 'Provenance', { target: `Composition/${id}` });
  return {
    resourceType: 'Bundle',
    type: 'document',
    identifier: note.identifier ?? { value: id },
    timestamp: instantOf(context.clock.now()),
    entry: [note, ...parts, ...provenances].map((resource) => entryOf(context, resource)),
  };
}

function entryOf({ base }: Context, resource: Resource): BundleEntry {
  return { fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource };
}

/** Everything that the Composition refers to, each once: quoted lines in the version that was quoted. */
async function partsOf(context: Context, note: Composition): Promise<readonly Resource[]> {
  const { sections } = contentOf(note, undefined);
  const quoted = sections.flatMap(({ quotes }) => quotes.flatMap(({ sources }) => sources));
  const plain = [
    note.subject?.reference,
    note.encounter?.reference,
    ...note.author.map(({ reference }) => reference),
    ...(note.section ?? []).map(({ focus }) => focus?.reference),
  ].filter((reference) => reference !== undefined);
  const wanted = new Map([...plain, ...quoted].map((reference) => [withoutVersion(reference), reference]));
  const found: Resource[] = [];
  for (const reference of wanted.values()) {
    const part = await readPart(context, reference);
    if (part !== undefined) found.push(part);
  }
  return found;
}

/** One part; what was deleted or may not be seen by who asks is left out, as the standard allows. */
async function readPart(context: Context, reference: string): Promise<Resource | undefined> {
  const [type = '', id = '', , version] = reference.split('/');
  try {
    const known = type as keyof ResourceOfType;
    return version === undefined
      ? await readResource(context, known, id)
      : await readVersion(context, known, id, version);
  } catch (error) {
    if (error instanceof OutcomeError && error.status < 500) return undefined;
    throw error;
  }
}
