/**
 * The data that a call rests on: prefetch where the client sent it, else the record under the caller's reach.
 *
 * A client of another FHIR server is answered from its prefetch alone: the same id is another patient here. What could not be had is
 * missing with its reason. Resources of another patient are refused.
 *
 * Proof   routes.int.test.ts
 */
import type { Resource } from '../../fhir/index.ts';
import { OutcomeError, parseJson, type Log } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';
import type { Text } from '../knowledge/api.ts';
import { demandOnePatient, type Part, type PartData, type Parts } from '../patient/read.ts';
import type { HookRequest } from './api.ts';
import { NEWEST_ONLY, TEMPLATES } from './discovery.ts';

/** What was gathered, as the client or the record gave it: also what other services get as prefetch. */
export interface Gathered {
  readonly parts: Parts;
  readonly prefetch: Readonly<Record<string, unknown>>;
}

const NOT_SENT: Text = { en: 'the client did not send it', ko: '자료가 전송되지 않음' };
const TOO_MANY: Text = { en: 'there are more than are read at once', ko: '자료가 너무 많아 일부만 조회됨' };
const NOT_FOUND: Text = { en: 'there is no such patient here', ko: '해당 환자를 찾을 수 없음' };
const FORBIDDEN: Text = { en: 'you may not read it', ko: '조회 권한 없음' };
const FAILED: Text = { en: 'it could not be read now', ko: '현재 조회할 수 없음' };

/** Gathers the parts; all reads run side by side. `context` is absent where the record is not the client's. */
export async function gather(
  request: Pick<HookRequest, 'context' | 'prefetch'>,
  wanted: readonly Part[],
  context: Context | undefined,
): Promise<Gathered> {
  const { patientId } = request.context;
  const reads = new Map<Part, Promise<Found>>();
  const read = async (part: Part): Promise<Found> =>
    part === 'vitals' && (await isOutpatient(reads.get('stay')))
      ? { data: { resources: [] } }
      : partOf(request, part, context);
  for (const part of [...wanted].toSorted(stayFirst)) reads.set(part, read(part));
  const found = await Promise.all([...reads].map(async ([part, reading]) => [part, await reading] as const));
  for (const [, { data }] of found) if ('resources' in data) demandOnePatient(patientId, data.resources);
  return {
    parts: Object.fromEntries(found.map(([part, { data }]) => [part, data])),
    prefetch: Object.fromEntries(found.flatMap(([part, { raw }]) => (raw === undefined ? [] : [[part, raw]]))),
  };
}

/** Vital signs are looked at during a stay alone; without one, the largest read is spared. */
async function isOutpatient(stay: Promise<Found> | undefined): Promise<boolean> {
  const data = (await stay)?.data;
  return data !== undefined && 'resources' in data && data.resources.length === 0;
}

function stayFirst(one: Part, other: Part): number {
  return Number(other === 'stay') - Number(one === 'stay');
}

interface Found {
  readonly data: PartData;
  readonly raw?: unknown;
}

async function partOf(
  { context: { patientId }, prefetch }: Pick<HookRequest, 'context' | 'prefetch'>,
  part: Part,
  context: Context | undefined,
): Promise<Found> {
  const sent = prefetch?.[part];
  if (sent !== undefined && sent !== null) return { data: dataOf(part, sent), raw: sent };
  if (context === undefined) return { data: { missing: NOT_SENT } };
  try {
    const raw = await readPart(context, TEMPLATES[part].replace('{{context.patientId}}', patientId));
    return { data: dataOf(part, raw), raw };
  } catch (error) {
    return { data: { missing: reasonOf(error, context.log) } };
  }
}

function reasonOf(error: unknown, log: Log): Text {
  if (error instanceof OutcomeError && error.category === 'forbidden') return FORBIDDEN;
  if (error instanceof OutcomeError && error.category === 'not-found') return NOT_FOUND;
  log.error('cds.read-failed', {});
  return FAILED;
}

async function readPart(context: Context, search: string): Promise<unknown> {
  const [path = '', query = ''] = search.split('?');
  const { text } = await interact(context, { method: 'GET', path: path.split('/'), query, conditions: {} });
  return parseJson(text ?? 'null');
}

/** Resources of a Bundle or the resource itself; an outcome of the client is a failure, not an empty list. */
function dataOf(part: Part, raw: unknown): PartData {
  const resource = raw as Resource & { readonly entry?: unknown; readonly link?: unknown };
  if (resource.resourceType === 'OperationOutcome') return { missing: FAILED };
  if (resource.resourceType !== 'Bundle') return { resources: [resource] };
  const entries = Array.isArray(resource.entry) ? (resource.entry as { readonly resource?: Resource }[]) : [];
  const links = Array.isArray(resource.link) ? (resource.link as { readonly relation?: string }[]) : [];
  if (links.some(({ relation }) => relation === 'next') && !NEWEST_ONLY.has(part)) return { missing: TOO_MANY };
  const resources = entries.flatMap((entry) => entry.resource ?? []);
  return { resources: resources.filter(({ resourceType }) => resourceType !== 'OperationOutcome') };
}
