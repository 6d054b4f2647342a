/**
 * The bedside over HTTP.
 *
 * Bodies are JSON, as body.ts says; faults are OperationOutcomes. Whether the caller may is decided twice: the route lets in
 * those who give doses, and every resource is read and written within the caller's reach.
 *
 * Proof   routes.int.test.ts
 */
import type { Route, RouteRequest } from '../../access/index.ts';
import type { Context } from '../../record/index.ts';
import { answered, type CareContext } from '../context.ts';
import { readDueQuery, readMedicationBody, readScansQuery, readSpecimenBody } from './body.ts';
import { dueList } from './due.ts';
import { recordEffect } from './effect.ts';
import { asOneRead } from './gather.ts';
import { medicationLoop } from './medication.ts';
import { check, record } from './record.ts';
import { scansOf } from './scans.ts';
import { specimenLoop } from './specimen.ts';
import { printSpecimenLabel } from './specimen-label.ts';
import type { StateOptions } from './state.ts';

const LARGEST_BODY = 65_536;

/** The routes of the bedside. */
export function bedsideRoutes({ contextOf, ...options }: CareContext): readonly Route[] {
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
    {
      method: 'GET',
      path: '/care/medication/scans',
      access: { roles: ['nurse', 'physician', 'pharmacist', 'executive'] },
      audit: { by: 'interaction' },
      handle: (request) =>
        answered(contextOf(request), '/care/medication/scans', (context) =>
          asOneRead(context, 'medication-scans', (reading) => scansOf(reading, readScansQuery(request.query))),
        ),
    },
    bedside('/care/medication/effect', (context, { body }) => recordEffect(context, body)),
    bedside('/care/medication/check', (context, { body }) => check(context, medication, readMedicationBody(body))),
    bedside('/care/medication/record', (context, { body }) => record(context, medication, readMedicationBody(body))),
    bedside('/care/specimen/check', (context, { body }) => check(context, specimen, readSpecimenBody(body))),
    bedside('/care/specimen/label', (context, { body }) =>
      printSpecimenLabel(context, options, readSpecimenBody(body)),
    ),
    bedside('/care/specimen/record', (context, { body }) => record(context, specimen, readSpecimenBody(body))),
  ];
}

function due(context: Context, { query }: RouteRequest, { settings }: StateOptions): Promise<unknown> {
  const ask = readDueQuery(query);
  return asOneRead(context, 'medication-due', (reading) => dueList(reading, ask, settings));
}
