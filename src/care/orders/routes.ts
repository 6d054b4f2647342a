/**
 * Ordering over HTTP. Bodies and answers are JSON; faults are OperationOutcomes.
 *
 * The route lets in the roles; every resource is read and written within the caller's reach.
 *
 * Proof   orders.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { Route, RouteRequest } from '../../access/index.ts';
import { instantOf, intervalOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { readResource } from '../bedside/chart.ts';
import { answered, type CareContext } from '../context.ts';
import { applySet, chosenDrafts } from './apply.ts';
import { readBasket, writeBasket, type Basket } from './basket.ts';
import {
  applyShape,
  basketShape,
  catalogueQuery,
  changeShape,
  checkShape,
  coSignShape,
  favouriteShape,
  patientQuery,
  reconcileShape,
  redraftShape,
  signShape,
  sinceQuery,
} from './body.ts';
import { changeOrder, ORDER_TYPES, type OrderType } from './change.ts';
import { checkLines } from './check.ts';
import { coSign, coSignList } from './co-sign.ts';
import { MOST_DRAFTS, readOrderBody, readOrderQuery, type Draft } from './draft.ts';
import { dropFavourite, favouritesOf, keepFavourite } from './favourites.ts';
import { Formulary } from './formulary.ts';
import { circumstancesOf, lineOf, type Ordering } from './lines.ts';
import { orderList } from './list.ts';
import { namesakes } from './namesakes.ts';
import { prescribers } from './prescribers.ts';
import { reconcile, reconciliation } from './reconcile.ts';
import { redraft, tooMany } from './redraft.ts';
import { retractions } from './retractions.ts';
import { drugItem, searchCatalogue } from './search.ts';
import { allSets, namedActivities, setById, summaryOf } from './sets.ts';
import { sign } from './sign.ts';
import { CHANGE_REASONS, PRN_REASONS } from './words.ts';

type Roles = readonly ('physician' | 'nurse' | 'pharmacist' | 'executive' | 'administrator')[];
type Act = (context: Context, request: RouteRequest) => Promise<unknown>;

const ORDERERS: Roles = ['physician', 'nurse'];
const READERS: Roles = ['physician', 'nurse', 'pharmacist'];
const LARGEST_BODY = 131_072;

/** The routes of ordering. */
export function ordersRoutes(care: CareContext): readonly Route[] {
  const ordering: Ordering = { ...care, formulary: new Formulary() };
  const route = (method: Route['method'], path: string, roles: Roles, act: Act): Route => ({
    method,
    path: `/care/orders${path}`,
    access: { roles },
    audit: { by: 'interaction' },
    bodyLimit: LARGEST_BODY,
    handle: (request) => answered(care.contextOf(request), `/care/orders${path}`, (context) => act(context, request)),
  });
  return [...choosing(ordering, route), ...drafting(ordering, route), ...changing(ordering, route)];
}

type Declare = (method: Route['method'], path: string, roles: Roles, act: Act) => Route;

function choosing(ordering: Ordering, route: Declare): readonly Route[] {
  return [
    route('GET', '/catalogue', READERS, async (context, { query }) => {
      const ask = readOrderQuery(catalogueQuery, query);
      const drugs = await ordering.formulary.drugs(context);
      return { items: searchCatalogue(drugs.values(), ask) };
    }),
    route('GET', '/words', READERS, () => Promise.resolve({ prnReasons: PRN_REASONS, changeReasons: CHANGE_REASONS })),
    route('GET', '/prescribers', ORDERERS, async (context) => ({ people: await prescribers(context) })),
    route('GET', '/favourites', ORDERERS, async (context) => {
      const drugs = await ordering.formulary.drugs(context);
      const found = await favouritesOf(context.store, context.caller.id);
      return { favourites: found.map((one) => ({ ...one, ...itemOf(one.draft, drugs) })) };
    }),
    route('POST', '/favourites', ORDERERS, async (context, { body }) => {
      const { draft } = readOrderBody(favouriteShape, body);
      return { id: await keepFavourite(context.store, context.caller.id, draft) };
    }),
    route('DELETE', '/favourites/:id', ORDERERS, async (context, { params }) => {
      await dropFavourite(context.store, context.caller.id, params['id'] ?? '');
      return {};
    }),
    route('GET', '/sets', READERS, async (context) => ({ sets: (await allSets(context)).map(summaryOf) })),
    route('GET', '/sets/:id', READERS, async (context, { params, query }) => {
      const { patient } = readOrderQuery(patientQuery, query);
      const plan = await setById(context, params['id'] ?? '');
      const { facts, groups } = await applied(context, ordering, plan, patient);
      return { set: summaryOf(plan), facts, groups };
    }),
    route('POST', '/sets/:id/apply', ORDERERS, async (context, { params, body }) => {
      const { patient, version, choices } = readOrderBody(applyShape, body);
      const plan = await setById(context, params['id'] ?? '');
      const { groups } = await applied(context, ordering, plan, patient);
      const { drafts } = await readBasket(context.store, context.caller.id, patient);
      const added = chosenDrafts(groups, choices).map((draft): Draft => ({ ...draft, key: randomUUID() }));
      if (drafts.length + added.length > MOST_DRAFTS) throw tooMany();
      const all = { version, drafts: [...drafts, ...added] };
      return shown(context, ordering, patient, await writeBasket(context.store, context.caller.id, patient, all));
    }),
  ];
}

function itemOf(draft: Pick<Draft, 'kind' | 'item'>, drugs: Awaited<ReturnType<Formulary['drugs']>>): object {
  const drug = draft.kind === 'drug' ? drugs.get(draft.item) : undefined;
  if (drug !== undefined) return { item: drugItem(drug) };
  const [item] = searchCatalogue([], { q: draft.item, kind: draft.kind, limit: 1 });
  return item === undefined ? {} : { item };
}

async function applied(context: Context, ordering: Ordering, plan: Parameters<typeof applySet>[0], patient: string) {
  const [{ facts, now, zone }, drugs, activities] = await Promise.all([
    circumstancesOf(context, ordering, patient, ''),
    ordering.formulary.drugs(context),
    namedActivities(context),
  ]);
  return { facts, groups: applySet(plan, { facts, drugs, activities, now, zone }) };
}

/** The basket with its lines. */
async function shown(
  context: Context,
  ordering: Ordering,
  patient: string,
  { version, drafts }: Basket,
): Promise<object> {
  await readResource(context, 'Patient', patient);
  const [about, drugs, same] = await Promise.all([
    circumstancesOf(context, ordering, patient, 'draft'),
    ordering.formulary.drugs(context),
    namesakes(context, patient),
  ]);
  return {
    namesakes: same,
    version,
    facts: about.facts,
    lines: drafts.map((draft) => lineOf(draft, drugs, about)),
  };
}

function drafting(ordering: Ordering, route: Declare): readonly Route[] {
  return [
    route('GET', '/basket', ORDERERS, async (context, { query }) => {
      const { patient } = readOrderQuery(patientQuery, query);
      return shown(context, ordering, patient, await readBasket(context.store, context.caller.id, patient));
    }),
    route('PUT', '/basket', ORDERERS, async (context, { body }) => {
      const { patient, version, drafts } = readOrderBody(basketShape, body);
      await readResource(context, 'Patient', patient);
      const kept = await writeBasket(context.store, context.caller.id, patient, { version, drafts });
      return shown(context, ordering, patient, kept);
    }),
    route('POST', '/check', ORDERERS, async (context, request) => {
      const { patient, hook } = readOrderBody(checkShape, request.body);
      const { version, drafts } = await readBasket(context.store, context.caller.id, patient);
      const [about, drugs] = await Promise.all([
        circumstancesOf(context, ordering, patient, 'draft'),
        ordering.formulary.drugs(context),
      ]);
      const lines = drafts.map((draft) => lineOf(draft, drugs, about));
      return { version, findings: await checkLines(ordering, request, patient, lines, drugs, hook) };
    }),
    route('POST', '/sign', ['physician'], (context, request) =>
      sign(context, ordering, request, readOrderBody(signShape, request.body)),
    ),
    route('POST', '/verbal', ['nurse'], (context, request) =>
      sign(context, ordering, request, readOrderBody(signShape, request.body)),
    ),
    route('GET', '/co-sign', ['physician'], async (context) => ({ lines: await coSignList(context) })),
    route('POST', '/co-sign', ['physician'], (context, { body }) => coSign(context, readOrderBody(coSignShape, body))),
  ];
}

function changing(ordering: Ordering, route: Declare): readonly Route[] {
  const acts = (['hold', 'resume', 'stop'] as const).map((act) =>
    route('POST', `/:type/:id/${act}`, ['physician'], (context, { params, body }) =>
      changeOrder(context, typeOf(params), params['id'] ?? '', act, readOrderBody(changeShape, body)),
    ),
  );
  const drafts = (['modify', 'renew'] as const).map((act) =>
    route('POST', `/:type/:id/${act}`, ['physician'], async (context, { params, body }) => {
      const asked = readOrderBody(redraftShape, body);
      const { patient, ...basket } = await redraft(
        context,
        ordering.timeZone,
        typeOf(params),
        params['id'] ?? '',
        act,
        asked,
      );
      return shown(context, ordering, patient, basket);
    }),
  );
  return [
    ...acts,
    ...drafts,
    route('GET', '/list', READERS, async (context, { query }) => {
      const { patient } = readOrderQuery(patientQuery, query);
      return { at: instantOf(context.clock.now()), orders: await orderList(context, patient) };
    }),
    route('GET', '/reconciliation', READERS, (context, { query }) =>
      reconciliation(context, ordering, readOrderQuery(patientQuery, query).patient),
    ),
    route('POST', '/reconciliation', ['physician'], (context, { body }) =>
      reconcile(context, ordering, readOrderBody(reconcileShape, body)),
    ),
    route(
      'GET',
      '/retractions',
      ['physician', 'pharmacist', 'executive', 'administrator'],
      async (context, { query }) => {
        const { since } = readOrderQuery(sinceQuery, query);
        const found = await retractions(context, sinceOf(since, context.clock.now()));
        const sees = context.caller.role === 'physician' || context.caller.role === 'pharmacist';
        return { count: found.length, ...(sees ? { retractions: found } : {}) };
      },
    ),
  ];
}

function typeOf(params: Readonly<Record<string, string>>): OrderType {
  const type = ORDER_TYPES.find((one) => one === params['type']);
  if (type !== undefined) return type;
  throw new OutcomeError('not-found', 'care.no-order-type', `Orders are ${ORDER_TYPES.join(', ')}.`);
}

const MONTH = 30 * 86_400_000;

function sinceOf(text: string | undefined, now: EpochMs): EpochMs {
  const asked = text === undefined ? undefined : intervalOf(text)?.low;
  return asked ?? ((now - MONTH) as EpochMs);
}
