/**
 * The laboratory over HTTP.
 *
 * Proof   laboratory.int.test.ts
 */
import { z } from 'zod';
import type { Caller, Route, RouteRequest } from '../../access/index.ts';
import { instantOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { answered, type CareContext } from '../context.ts';
import { readAcknowledgement, readQuery, readReceipt, readRejection, readResult, id } from './body.ts';
import { TESTS } from './catalogue.ts';
import { acknowledge, escalate, openCalls } from './critical.ts';
import { entryOf, workOf } from './entry.ts';
import { labelNumber, receive, reject, requestWith } from './receipt.ts';
import { recordResult } from './result.ts';
import { peopleOf, toCollect, worklist } from './worklist.ts';
import { OutcomeError } from '../../kernel/index.ts';

const LARGEST_BODY = 65_536;
const LABORATORY = ['laboratory'] as const;
const CLINICAL = ['nurse', 'physician', 'laboratory'] as const;
const ids = z.string().transform((text) => text.split(','));
const patientsQuery = z.strictObject({ patient: ids.pipe(z.array(id).min(1).max(100)).optional() });
const patientQuery = z.strictObject({ patient: id });
const entryQuery = z.strictObject({ request: id.optional(), label: z.string().min(1).max(8000).optional() });

type Act = (context: Context, request: RouteRequest) => Promise<unknown>;

/** The routes of the laboratory, and the list of what is to be collected. */
export function laboratoryRoutes({ contextOf, settings }: CareContext): readonly Route[] {
  const route = (method: Route['method'], path: string, roles: readonly Caller['role'][], act: Act): Route => ({
    method,
    path,
    access: { roles },
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) => answered(contextOf(request), path, (context) => act(context, request)),
  });
  return [
    route('GET', '/care/laboratory/catalogue', ['physician', 'nurse', 'laboratory', 'pharmacist'], () =>
      Promise.resolve({ tests: [...TESTS.values()] }),
    ),
    route('GET', '/care/laboratory/worklist', LABORATORY, async (context) => ({
      at: instantOf(context.clock.now()),
      ...(await worklist(context)),
    })),
    route('GET', '/care/laboratory/entry', LABORATORY, (context, { query }) => entry(context, query)),
    route('GET', '/care/laboratory/critical', CLINICAL, (context, { query }) => calls(context, query)),
    route('POST', '/care/laboratory/receive', LABORATORY, (context, { body }) =>
      receive(context, settings, readReceipt(body)),
    ),
    route('POST', '/care/laboratory/reject', LABORATORY, (context, { body }) => reject(context, readRejection(body))),
    route('POST', '/care/laboratory/result', LABORATORY, (context, { body }) =>
      recordResult(context, settings, readResult(body)),
    ),
    route('POST', '/care/laboratory/acknowledge', ['nurse', 'physician'], (context, { body }) =>
      acknowledge(context, readAcknowledgement(body)),
    ),
    route('POST', '/care/laboratory/escalate', CLINICAL, (context) => escalate(context, settings)),
    route('GET', '/care/specimen/due', ['nurse', 'physician'], async (context, { query }) => ({
      at: instantOf(context.clock.now()),
      lines: await toCollect(context, readQuery(patientQuery, query).patient),
    })),
  ];
}

/** The entry screen, by request or by the label that was scanned. */
async function entry(context: Context, query: string): Promise<unknown> {
  const { request, label } = readQuery(entryQuery, query);
  const found = request ?? (await requestWith(context, labelNumber(context, label ?? null)))?.id;
  if (found === undefined)
    throw new OutcomeError('not-found', 'care.specimen-unknown', 'No request has this label; scan it again.');
  const work = await workOf(context, found);
  const people = await peopleOf(context, [work.patient.id ?? '']);
  return { ...entryOf(work), person: people.get(work.patient.id ?? '') };
}

async function calls(context: Context, query: string): Promise<unknown> {
  const { patient } = readQuery(patientsQuery, query);
  const found = await openCalls(context, patient);
  const people = await peopleOf(
    context,
    found.map((one) => one.patient),
  );
  return {
    at: instantOf(context.clock.now()),
    calls: found.map((one) => ({ ...one, person: people.get(one.patient) })),
  };
}
