/**
 * The ward over HTTP; bodies as body.ts says, faults are OperationOutcomes.
 *
 * Proof   admission.int.test.ts, round.int.test.ts, test/journey/ward.test.ts
 */
import type { z } from 'zod';
import type { Route } from '../../access/index.ts';
import type { Context } from '../../record/index.ts';
import { answered, type CareContext } from '../context.ts';
import { admit, arrive } from './admission.ts';
import { assess, assessment, assessmentsQuery, readAssessments } from './assessment.ts';
import { boardRoutes } from './board-routes.ts';
import {
  admission,
  arrival,
  bedState,
  departure,
  discharge,
  flag,
  leave,
  readBody,
  readQuery,
  stayPlan,
  transfer,
} from './body.ts';
import { correct, correction } from './correction.ts';
import { decideDischarge, depart, setBed } from './discharge.ts';
import { flowsheetQuery, preview, previewScore, readFlowsheet } from './flowsheet.ts';
import { chartFluid, fluid, fluidsQuery, readFluids } from './fluids.ts';
import { evaluatePlan, evaluation, makePlan, nursingPlan, plansQuery, readPlans } from './plan.ts';
import { oxygenTarget, setOxygenTarget } from './oxygen.ts';
import { chartRound, round } from './round.ts';
import { planStay, setFlag } from './stay.ts';
import { actOnTask, taskAct } from './tasks.ts';
import { leaveOfAbsence, transferStay } from './transfer.ts';

const LARGEST_BODY = 65_536;
const BEDS = ['nurse', 'physician', 'bed-manager'] as const;
const CLINICAL = ['nurse', 'physician'] as const;
const STAFF = [...BEDS, 'pharmacist', 'laboratory'] as const;

/** The routes of the ward. */
export function wardRoutes(care: CareContext): readonly Route[] {
  const act = <Schema extends z.ZodType>(
    path: string,
    roles: readonly (typeof STAFF)[number][],
    schema: Schema,
    work: (context: Context, body: z.output<Schema>) => Promise<unknown>,
  ): Route => ({
    method: 'POST',
    path,
    access: { roles },
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) =>
      answered(care.contextOf(request), path, async (context) => work(context, readBody(schema, request.body))),
  });
  const look = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    work: (context: Context, query: z.output<Schema>) => Promise<unknown>,
  ): Route => ({
    method: 'GET',
    path,
    access: { roles: ['nurse', 'physician', 'pharmacist'] },
    audit: { by: 'interaction' },
    handle: (request) =>
      answered(care.contextOf(request), path, async (context) => work(context, readQuery(schema, request.query))),
  });
  return [
    ...boardRoutes(care),
    look('/care/ward/flowsheet', flowsheetQuery, readFlowsheet),
    look('/care/ward/fluids', fluidsQuery, readFluids),
    look('/care/ward/assessments', assessmentsQuery, readAssessments),
    look('/care/ward/plans', plansQuery, readPlans),
    act('/care/ward/scores', CLINICAL, preview, previewScore),
    act('/care/ward/admissions', BEDS, admission, admit),
    act('/care/ward/arrivals', BEDS, arrival, arrive),
    act('/care/ward/transfers', BEDS, transfer, transferStay),
    act('/care/ward/leaves', BEDS, leave, leaveOfAbsence),
    act('/care/ward/discharges', ['physician'], discharge, decideDischarge),
    act('/care/ward/departures', BEDS, departure, depart),
    act('/care/ward/beds', BEDS, bedState, setBed),
    act('/care/ward/stays', BEDS, stayPlan, planStay),
    act('/care/ward/flags', CLINICAL, flag, setFlag),
    act('/care/ward/rounds', CLINICAL, round, chartRound),
    act('/care/ward/corrections', CLINICAL, correction, correct),
    act('/care/ward/oxygen-targets', CLINICAL, oxygenTarget, setOxygenTarget),
    act('/care/ward/fluids', CLINICAL, fluid, chartFluid),
    act('/care/ward/assessments', CLINICAL, assessment, assess),
    act('/care/ward/plans', CLINICAL, nursingPlan, makePlan),
    act('/care/ward/evaluations', CLINICAL, evaluation, evaluatePlan),
    act('/care/ward/task', STAFF, taskAct, actOnTask),
  ];
}
