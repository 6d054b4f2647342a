/**
 * The bedside over HTTP.
 *
 * Bodies are JSON, as body.ts says; faults are OperationOutcomes. Whether the caller may is decided twice: the route lets in
 * those who give doses, and every resource is read and written within the caller's reach.
 *
 * Proof   bedside/routes.int.test.ts
 */
import type { Route, RouteRequest, RouteResponse } from '../access/index.ts';
import { operationOutcome, OutcomeError } from '../kernel/index.ts';
import type { Context } from '../record/index.ts';
import { readMedicationBody } from './bedside/body.ts';
import { checkMedication, recordMedication, type BedsideAnswer } from './bedside/medication.ts';
import type { StateOptions } from './bedside/state.ts';

/** Makes the context of a request. */
export type ContextOf = (request: Pick<RouteRequest, 'caller' | 'reach' | 'origin'>) => Context;

const LARGEST_BODY = 65_536;

/** All routes of this room. */
export function careRoutes(contextOf: ContextOf, options: StateOptions): readonly Route[] {
  return [
    bedsideRoute('/care/medication/check', (context, text) =>
      checkMedication(context, readMedicationBody(text), options),
    ),
    bedsideRoute('/care/medication/record', (context, text) =>
      recordMedication(context, readMedicationBody(text), options),
    ),
  ].map((make) => make(contextOf));
}

function bedsideRoute(
  path: string,
  act: (context: Context, text: string) => Promise<BedsideAnswer>,
): (contextOf: ContextOf) => Route {
  return (contextOf) => ({
    method: 'POST',
    path,
    access: { roles: ['nurse', 'physician'] },
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) => answered(contextOf(request), (context) => act(context, request.body)),
  });
}

/** What fails leaves nothing in the record; the refusal itself is noted. */
async function answered(context: Context, work: (context: Context) => Promise<BedsideAnswer>): Promise<RouteResponse> {
  const headers = { 'cache-control': 'no-store' };
  try {
    return { status: 200, headers, body: await work(context), contentType: 'application/json' };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    await context.audit.append({
      agent: context.caller,
      kind: 'rest',
      interaction: 'bedside-medication',
      action: 'E',
      outcome: 'refused',
      outcomeText: error.code,
    });
    return { status: error.status, headers, body: operationOutcome(error.issues), contentType: 'application/json' };
  }
}
