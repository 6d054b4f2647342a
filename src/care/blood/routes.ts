/**
 * The blood bank and transfusion over HTTP.
 *
 * Proof   blood.int.test.ts
 */
import { z } from 'zod';
import type { Caller, Route, RouteRequest } from '../../access/index.ts';
import { instantOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { check, record } from '../bedside/record.ts';
import { answered, type CareContext } from '../context.ts';
import { id, readQuery } from '../laboratory/body.ts';
import { crossmatch, giveBack, issue, registerUnit } from './bank.ts';
import { bloodLoop } from './bedside.ts';
import {
  readBlood,
  readConsent,
  readCrossmatch,
  readFinish,
  readIssue,
  readReturn,
  readUnit,
  readVitals,
} from './body.ts';
import { recordConsent } from './consent.ts';
import { requests, transfusions, units } from './lists.ts';
import { finish, recordVitals } from './watch.ts';

const LARGEST_BODY = 65_536;
const BANK = ['laboratory'] as const;
const BEDSIDE = ['nurse', 'physician'] as const;
const ALL = [...BANK, ...BEDSIDE] as const;
const patientQuery = z.strictObject({ patient: id });
const maybePatient = z.strictObject({ patient: id.optional() });

type Act = (context: Context, request: RouteRequest) => Promise<unknown>;

/** The routes of blood. */
export function bloodRoutes({ contextOf, settings }: CareContext): readonly Route[] {
  const loop = bloodLoop(settings);
  const route = (method: Route['method'], path: string, roles: readonly Caller['role'][], act: Act): Route => ({
    method,
    path,
    access: { roles },
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) => answered(contextOf(request), path, (context) => act(context, request)),
  });
  return [
    route('GET', '/care/blood/units', BANK, async (context) => ({ units: await units(context) })),
    route('GET', '/care/blood/requests', ALL, async (context, { query }) => ({
      at: instantOf(context.clock.now()),
      requests: await requests(context, readQuery(maybePatient, query).patient),
    })),
    route('GET', '/care/blood/transfusions', ALL, async (context, { query }) => ({
      at: instantOf(context.clock.now()),
      transfusions: await transfusions(context, readQuery(patientQuery, query).patient),
    })),
    route('POST', '/care/blood/units', BANK, (context, { body }) => registerUnit(context, readUnit(body))),
    route('POST', '/care/blood/crossmatch', BANK, (context, { body }) =>
      crossmatch(context, settings, readCrossmatch(body)),
    ),
    route('POST', '/care/blood/issue', BANK, (context, { body }) => issue(context, settings, readIssue(body))),
    route('POST', '/care/blood/return', BANK, (context, { body }) => giveBack(context, readReturn(body))),
    route('POST', '/care/blood/check', BEDSIDE, (context, { body }) => check(context, loop, readBlood(body))),
    route('POST', '/care/blood/record', BEDSIDE, (context, { body }) => record(context, loop, readBlood(body))),
    route('POST', '/care/blood/vitals', BEDSIDE, (context, { body }) => recordVitals(context, readVitals(body))),
    route('POST', '/care/blood/consent', BEDSIDE, (context, { body }) => recordConsent(context, readConsent(body))),
    route('POST', '/care/blood/finish', BEDSIDE, (context, { body }) => finish(context, readFinish(body))),
  ];
}
