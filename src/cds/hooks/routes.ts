/**
 * CDS Hooks over HTTP: discovery, one address per service, feedback, and the counts by rule.
 *
 * Discovery holds no patient data and is public, as the specification wants. Everything else needs a signed-in caller of a caring role;
 * what is read of the record is under the caller's reach.
 *
 * Source  https://cds-hooks.hl7.org/2.0/
 * Proof   routes.int.test.ts
 */
import type { AuditLog, Route, RouteRequest, RouteResponse } from '../../access/index.ts';
import { intervalOf, OutcomeError, systemClock, type Clock, type EpochMs } from '../../kernel/index.ts';
import { BASE_PATH } from '../../record/index.ts';
import type { Store } from '../../store/index.ts';
import type { Asker, Consultation } from './consultation.ts';
import { feedbackRequest, hookRequest, readBody, type HookRequest } from './api.ts';
import type { Language } from './cards.ts';
import { countRules, takeFeedback } from './ledger.ts';
import { discovery, SERVICES, type Service } from './discovery.ts';

export const CDS_PATH = '/cds-services';
const CARING = { roles: ['physician', 'nurse', 'pharmacist', 'system'] } as const;
const COUNTING = { roles: ['physician', 'nurse', 'pharmacist', 'executive', 'administrator', 'system'] } as const;
const MEBI = 1_048_576;
const DAY = 86_400_000;

export interface RouteNeeds {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock?: Clock;
}
type Consult = (request: HookRequest, asker: Asker) => Promise<Consultation>;

/** All routes of the room. */
export function cdsRoutes(needs: RouteNeeds, consult: Consult): readonly Route[] {
  return [
    {
      method: 'GET',
      path: CDS_PATH,
      access: { public: 'discovery of CDS Hooks: what services there are, no patient data' },
      audit: { none: 'no patient data' },
      handle: () => Promise.resolve({ ...json(discovery()), headers: { 'access-control-allow-origin': '*' } }),
    },
    ...SERVICES.flatMap((service) => [serviceRoute(service, consult), feedbackRoute(needs, service)]),
    {
      method: 'GET',
      path: '/cds/rules',
      access: COUNTING,
      audit: { none: 'counts by rule, no patient data' },
      handle: async ({ query }) => json({ rules: await countRules(needs.store, sinceOf(query, needs.clock)) }),
    },
  ];
}

function serviceRoute(service: Service, consult: Consult): Route {
  return {
    method: 'POST',
    path: `${CDS_PATH}/${service.id}`,
    access: CARING,
    audit: { by: 'interaction' },
    bodyLimit: 8 * MEBI,
    async handle(request) {
      const body = readBody(hookRequest, request.body);
      if (body.hook !== service.hook) throw wrongHook(service, body.hook);
      const { caller, reach, origin } = request;
      const language = languageOf(request);
      const { cards } = await consult(body, { caller, reach, base: `${origin}${BASE_PATH}`, language });
      return { ...json({ cards }), headers: { ...NO_STORE, 'content-language': language } };
    },
  };
}

function feedbackRoute({ store, audit }: RouteNeeds, service: Service): Route {
  return {
    method: 'POST',
    path: `${CDS_PATH}/${service.id}/feedback`,
    access: CARING,
    audit: { by: 'interaction' },
    bodyLimit: MEBI,
    async handle({ body, caller }) {
      const { feedback } = readBody(feedbackRequest, body);
      await store.transaction(async (transaction) => {
        const patients = await takeFeedback(transaction, service.id, caller, feedback);
        await audit.inTransaction(transaction, {
          agent: caller,
          kind: 'query',
          interaction: 'cds-feedback',
          action: 'U',
          outcome: 'success',
          patients,
        });
      });
      return json({});
    },
  };
}

const NO_STORE = { 'cache-control': 'no-store' };

function json(body: object): RouteResponse {
  return { status: 200, headers: NO_STORE, body, contentType: 'application/json' };
}

/** Korean where the client asks for it first or asks for nothing. */
function languageOf({ headers }: RouteRequest): Language {
  const asked = headers['accept-language'] ?? '';
  const [first = ''] = asked.toLowerCase().split(',');
  return first.trim().startsWith('en') ? 'en' : 'ko';
}

function sinceOf(query: string, clock: Clock = systemClock): EpochMs {
  const asked = new URLSearchParams(query).get('since');
  if (asked === null) return (clock.now() - 90 * DAY) as EpochMs;
  const interval = intervalOf(asked);
  if (interval !== undefined) return interval.low;
  throw new OutcomeError(
    'invalid',
    'cds.since-invalid',
    `'since' is a date such as 2026-11-01, not '${asked.slice(0, 40)}'.`,
  );
}

function wrongHook(service: Service, hook: string): OutcomeError {
  const text = `${service.id} answers ${service.hook}, not ${hook}; see ${CDS_PATH}.`;
  return new OutcomeError('invalid', 'cds.wrong-hook', text);
}
