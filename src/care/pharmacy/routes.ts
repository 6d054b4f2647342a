/**
 * The pharmacy over HTTP (README.md). Bodies and answers are JSON; faults are OperationOutcomes.
 *
 * Who may is decided twice: by the role of the route, and by the caller's reach for every resource that is read or written.
 *
 * Proof   routes.int.test.ts
 */
import type { Route, RouteAccess, RouteRequest } from '../../access/index.ts';
import type { Context } from '../../record/index.ts';
import { answered, type CareContext } from '../context.ts';
import { printed } from '../labels/index.ts';
import {
  answerShape,
  decisionShape,
  dispenseShape,
  endRecallShape,
  labelQuery,
  levelShape,
  moveShape,
  movesQuery,
  orderQuery,
  prepareQuery,
  readJson,
  readQuery,
  recallQuery,
  recallShape,
  reviewShape,
  scanQuery,
  stockQuery,
} from './body.ts';
import { decide } from './decide.ts';
import { dispense } from './dispense.ts';
import { orderFacts } from './facts.ts';
import { PHARMACY, Places } from './places.ts';
import { toPrepare } from './prepare.ts';
import { productWith, readPack, todayIn } from './product.ts';
import { answerQuestion, openQuestions } from './questions.ts';
import { endRecall, recallOf, runningRecalls, startRecall } from './recall.ts';
import { openReviews, review } from './reviews.ts';
import { movements, moveScanned, setLevel, stockAt } from './stock.ts';
import { unitLabels } from './unit-labels.ts';
import { Worklists } from './worklist.ts';

const LARGEST_BODY = 131_072;
const ROOT = '/care/pharmacy';
const PHARMACISTS: RouteAccess = { roles: ['pharmacist'] };
const WARDS: RouteAccess = { roles: ['pharmacist', 'nurse'] };
const PRESCRIBERS: RouteAccess = { roles: ['physician', 'pharmacist'] };

type Act = (context: Context, request: RouteRequest) => Promise<unknown>;

/** The routes of the pharmacy. */
export function pharmacyRoutes(care: CareContext): readonly Route[] {
  const places = new Places();
  const worklists = new Worklists(places);
  const route = (method: 'GET' | 'POST', name: string, access: RouteAccess, act: Act): Route => ({
    method,
    path: `${ROOT}/${name}`,
    access,
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) => answered(care.contextOf(request), `${ROOT}/${name}`, (context) => act(context, request)),
  });
  const reads = (name: string, access: RouteAccess, act: Act): Route => route('GET', name, access, act);
  const writes = (name: string, access: RouteAccess, act: Act): Route => route('POST', name, access, act);
  return [
    reads('worklist', PHARMACISTS, (context) => worklists.read(context)),
    reads('order', PHARMACISTS, (context, { query }) =>
      orderFacts(context, care, places, readQuery(orderQuery, query)),
    ),
    writes('decide', PHARMACISTS, (context, { body }) => decide(context, readJson(decisionShape, body))),
    reads('questions', PRESCRIBERS, async (context) => ({ questions: await openQuestions(context, places) })),
    writes('answer', { roles: ['physician'] }, (context, { body }) =>
      answerQuestion(context, readJson(answerShape, body)),
    ),
    reads('reviews', PHARMACISTS, async (context) => ({ reviews: await openReviews(context, places) })),
    writes('review', PHARMACISTS, (context, { body }) => review(context, readJson(reviewShape, body))),
    ...dispensingRoutes(care, places, reads, writes),
    ...stockRoutes(places, reads, writes),
    ...recallRoutes(places, reads, writes),
  ];
}

type Declare = (name: string, access: RouteAccess, act: Act) => Route;

function dispensingRoutes(care: CareContext, places: Places, reads: Declare, writes: Declare): readonly Route[] {
  return [
    reads('prepare', PHARMACISTS, async (context, { query }) => ({
      lines: await toPrepare(context, places, readQuery(prepareQuery, query)),
    })),
    writes('dispense', PHARMACISTS, (context, { body }) => dispense(context, places, readJson(dispenseShape, body))),
    reads('scan', PHARMACISTS, async (context, { query }) => {
      const pack = readPack(readQuery(scanQuery, query).raw, todayIn(context));
      return { pack, product: await productWith(context, pack.gtin), expired: pack.expiry < todayIn(context) };
    }),
    {
      method: 'GET',
      path: `${ROOT}/labels`,
      access: PHARMACISTS,
      audit: { by: 'interaction' },
      handle: (request) =>
        printed(async () => {
          const { dispense: id, format, language } = readQuery(labelQuery, request.query);
          return { format, labels: await unitLabels(care.contextOf(request), places, id, language) };
        }),
    },
  ];
}

function stockRoutes(places: Places, reads: Declare, writes: Declare): readonly Route[] {
  return [
    reads('places', WARDS, async (context) => ({ places: await places.ofStock(context) })),
    reads('stock', WARDS, async (context, { query }) => {
      const { place } = readQuery(stockQuery, query);
      const all = await places.ofStock(context);
      const seen = context.caller.role === 'nurse' ? all.filter(({ id }) => id !== PHARMACY) : all;
      return {
        lines: await stockAt(
          context,
          seen.filter(({ id }) => place === undefined || id === place),
        ),
      };
    }),
    reads('movements', PHARMACISTS, async (context, { query }) => ({
      movements: await movements(context, readQuery(movesQuery, query)),
    })),
    writes('move', PHARMACISTS, (context, { body }) => moveScanned(context, places, readJson(moveShape, body))),
    writes('level', PHARMACISTS, (context, { body }) => setLevel(context, places, readJson(levelShape, body))),
  ];
}

function recallRoutes(places: Places, reads: Declare, writes: Declare): readonly Route[] {
  return [
    reads('recalls', WARDS, async (context) => ({ recalls: await runningRecalls(context) })),
    reads('recall', PHARMACISTS, (context, { query }) => {
      const asked = readQuery(recallQuery, query);
      const { gtin, lot } = 'raw' in asked ? readPack(asked.raw, todayIn(context)) : asked;
      return recallOf(context, places, gtin, lot);
    }),
    writes('recall', PHARMACISTS, (context, { body }) => startRecall(context, readJson(recallShape, body))),
    writes('recall-end', PHARMACISTS, (context, { body }) => endRecall(context, readJson(endRecallShape, body))),
  ];
}
