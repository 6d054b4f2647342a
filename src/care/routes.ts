/**
 * The bedside over HTTP.
 *
 * Bodies are JSON, as body.ts says; faults are OperationOutcomes. Whether the caller may is decided twice: the route lets in
 * those who give doses, and every resource is read and written within the caller's reach.
 *
 * Proof   bedside/routes.int.test.ts
 */
import type { Route, RouteRequest, RouteResponse } from '../access/index.ts';
import { instantOf, operationOutcome, OutcomeError } from '../kernel/index.ts';
import type { Context } from '../record/index.ts';
import { readDueQuery, readMedicationBody, readSpecimenBody } from './bedside/body.ts';
import { dueList } from './bedside/due.ts';
import { medicationLoop } from './bedside/medication.ts';
import { check, record } from './bedside/record.ts';
import { specimenLoop } from './bedside/specimen.ts';
import type { StateOptions } from './bedside/state.ts';

/** Makes the context of a request. */
export type ContextOf = (request: Pick<RouteRequest, 'caller' | 'reach' | 'origin'>) => Context;

const LARGEST_BODY = 65_536;

/** All routes of this room. */
export function careRoutes(contextOf: ContextOf, options: StateOptions): readonly Route[] {
  const bedside = (path: string, act: (context: Context, request: RouteRequest) => Promise<unknown>): Route => ({
    method: 'POST',
    path,
    access: { roles: ['nurse', 'physician'] },
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) => answered(contextOf(request), path, (context) => act(context, request)),
  });
  const [medication, specimen] = [medicationLoop(options), specimenLoop(options)];
  return [
    {
      method: 'GET',
      path: '/care/medication/due',
      access: { roles: ['nurse', 'physician', 'pharmacist'] },
      audit: { by: 'interaction' },
      handle: (request) =>
        answered(contextOf(request), '/care/medication/due', (context) => due(context, request, options)),
    },
    bedside('/care/medication/check', (context, { body }) => check(context, medication, readMedicationBody(body))),
    bedside('/care/medication/record', (context, { body }) => record(context, medication, readMedicationBody(body))),
    bedside('/care/specimen/check', (context, { body }) => check(context, specimen, readSpecimenBody(body))),
    bedside('/care/specimen/record', (context, { body }) => record(context, specimen, readSpecimenBody(body))),
  ];
}

async function due(context: Context, { query }: RouteRequest, { settings }: StateOptions): Promise<unknown> {
  const ask = readDueQuery(query);
  return { at: instantOf(context.clock.now()), doses: await dueList(context, ask, settings) };
}

/** What fails leaves nothing in the record; the refusal itself is noted. */
async function answered(
  context: Context,
  path: string,
  work: (context: Context) => Promise<unknown>,
): Promise<RouteResponse> {
  const headers = { 'cache-control': 'no-store' };
  try {
    return { status: 200, headers, body: await work(context), contentType: 'application/json' };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    await context.audit.append({
      agent: context.caller,
      kind: 'rest',
      interaction: path.slice(1).replaceAll('/', '-'),
      action: 'E',
      outcome: 'refused',
      outcomeText: error.code,
    });
    return { status: error.status, headers, body: operationOutcome(error.issues), contentType: 'application/json' };
  }
}
