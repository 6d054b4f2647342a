/**
 * Breast milk over HTTP.
 *
 * Proof   milk.int.test.ts
 */
import { z } from 'zod';
import type { Route, RouteRequest } from '../../access/index.ts';
import { instantOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { check, record } from '../bedside/record.ts';
import { firstResources } from '../bedside/chart.ts';
import { answered, type CareContext } from '../context.ts';
import { id, readQuery } from '../laboratory/body.ts';
import { readBottle, readFeed, readThaw } from './body.ts';
import { bottles, registerBottle, thaw } from './bottle.ts';
import { milkLoop } from './feed.ts';

const LARGEST_BODY = 65_536;
const patientQuery = z.strictObject({ patient: id });

/** The routes of milk. */
export function milkRoutes({ contextOf, settings }: CareContext): readonly Route[] {
  const loop = milkLoop(settings);
  const route = (
    method: Route['method'],
    path: string,
    act: (context: Context, request: RouteRequest) => Promise<unknown>,
  ): Route => ({
    method,
    path,
    access: { roles: ['nurse', 'physician'] },
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) => answered(contextOf(request), path, (context) => act(context, request)),
  });
  return [
    route('GET', '/care/milk/bottles', (context, { query }) => list(context, readQuery(patientQuery, query).patient)),
    route('POST', '/care/milk/bottles', (context, { body }) => registerBottle(context, readBottle(body))),
    route('POST', '/care/milk/thaw', (context, { body }) => thaw(context, readThaw(body))),
    route('POST', '/care/milk/check', (context, { body }) => check(context, loop, readFeed(body))),
    route('POST', '/care/milk/record', (context, { body }) => record(context, loop, readFeed(body))),
  ];
}

/** The baby's bottles and feeding orders. */
async function list(context: Context, patient: string): Promise<unknown> {
  const criteria = { patient: `Patient/${patient}`, status: 'active', _sort: '-datetime' };
  const orders = await firstResources(context, 'NutritionOrder', criteria, 20);
  return {
    at: instantOf(context.clock.now()),
    orders: orders.map(({ id: order = '' }) => order),
    bottles: await bottles(context, patient),
  };
}
