/**
 * What a ward station asks of the house: which wards there are, a ward as it is, and that what it recorded be taken in.
 *
 * Proof   downtime.int.test.ts
 */
import type { Route } from '../../access/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { answered, type CareContext } from '../context.ts';
import { readReplayBody } from './body.ts';
import { replay } from './replay.ts';
import { wardSnapshot } from './snapshot.ts';
import { wardsOf } from './ward.ts';

const LARGEST_BODY = 1_048_576;
const STAFF = { roles: ['nurse', 'physician'] } as const;

/** The routes of downtime. */
export function downtimeRoutes({ contextOf, ...options }: CareContext): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/care/downtime/wards',
      access: STAFF,
      audit: { by: 'interaction' },
      handle: (request) =>
        answered(contextOf(request), '/care/downtime/wards', async (context) => ({ wards: await wardsOf(context) })),
    },
    {
      method: 'GET',
      path: '/care/downtime/ward/:id',
      access: STAFF,
      audit: { by: 'interaction' },
      handle: (request) =>
        answered(contextOf(request), '/care/downtime/ward', (context) =>
          wardSnapshot(context, demandId(request.params['id']), options.settings),
        ),
    },
    {
      method: 'POST',
      path: '/care/downtime/replay',
      access: STAFF,
      audit: { by: 'interaction' },
      bodyLimit: LARGEST_BODY,
      handle: (request) =>
        answered(contextOf(request), '/care/downtime/replay', async (context) => ({
          entries: await replay(context, readReplayBody(request.body), options),
        })),
    },
  ];
}

function demandId(id = ''): string {
  if (/^[A-Za-z0-9\-.]{1,64}$/.test(id)) return id;
  throw new OutcomeError('invalid', 'care.not-a-ward', 'Name the ward by the id of its Location, for example ward-61.');
}
