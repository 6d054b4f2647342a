/**
 * Decision support, opened over the record: HTTP services of CDS Hooks, and the same checks for the rooms above.
 *
 * Proof   hooks/routes.int.test.ts
 */
import type { AuditLog, Caller, Route } from '../access/index.ts';
import type { Resource } from '../fhir/index.ts';
import { systemClock, type Clock, type Log } from '../kernel/index.ts';
import type { FhirRecord } from '../record/index.ts';
import type { Store, Transaction } from '../store/index.ts';
import type { Feedback, HookRequest } from './hooks/api.ts';
import { cardsOf, type MadeCard } from './hooks/cards.ts';
import type { Asker, Consultation } from './hooks/consultation.ts';
import { evaluate } from './hooks/evaluate.ts';
import { askServices, readServices, type ExternalService } from './hooks/external.ts';
import { gather } from './hooks/gather.ts';
import { cardsByUuid, keepCards, takeFeedback, type KeptCard, type Shown } from './hooks/ledger.ts';
import { NotedReads } from './hooks/noted.ts';
import { cdsRoutes } from './hooks/routes.ts';
import { SERVICES, type Service } from './hooks/discovery.ts';
import { openKnowledge, type Knowledge } from './knowledge/load.ts';
import { demandOnePatient, readPatient } from './patient/read.ts';
import { together } from './rules/checked.ts';

export interface CdsOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly record: Pick<FhirRecord, 'context'>;
  readonly clock?: Clock;
  readonly log?: Log;
  /** The hospital's zone (IANA name). */
  readonly timeZone?: string;
  /** Folder of the hospital's own knowledge, DUR files and `services.json`. */
  readonly folder?: string | undefined;
}

/** The open room. */
export interface Cds {
  readonly knowledge: Knowledge;
  readonly routes: readonly Route[];
  /** Answers one hook: gathers, checks, keeps the cards, writes the audit entry. */
  consult(request: HookRequest, asker: Asker): Promise<Consultation>;
  /** Cards as they stand: signing asks whether each interruption was answered. */
  cards(uuids: readonly string[]): Promise<readonly KeptCard[]>;
  /** Takes feedback in a transaction that is open: what is signed and why stand together. `service` as discovery names it. */
  feedback(
    transaction: Transaction,
    service: string,
    caller: Pick<Caller, 'id'>,
    feedback: readonly Feedback[],
  ): Promise<void>;
}

/** Opens the room over a store whose migrations have run; throws where the hospital's own files cannot be used. */
export function openCds(options: CdsOptions): Cds {
  const { folder } = options;
  const knowledge = openKnowledge(folder);
  const services = folder === undefined ? [] : readServices(folder);
  const room = new Room(options, knowledge, services);
  return {
    knowledge,
    routes: cdsRoutes(options, (request, asker) => room.consult(request, asker)),
    consult: (request, asker) => room.consult(request, asker),
    cards: (uuids) => cardsByUuid(options.store, uuids),
    feedback: async (transaction, service, caller, feedback) => {
      await takeFeedback(transaction, service, caller, feedback);
    },
  };
}

class Room {
  readonly #options: CdsOptions;
  readonly #knowledge: Knowledge;
  readonly #external: readonly ExternalService[];

  constructor(options: CdsOptions, knowledge: Knowledge, external: readonly ExternalService[]) {
    this.#options = options;
    this.#knowledge = knowledge;
    this.#external = external;
  }

  async consult(request: HookRequest, asker: Asker): Promise<Consultation> {
    const { clock = systemClock, record, timeZone: zone = 'Asia/Seoul' } = this.#options;
    const service = serviceOf(request);
    const patient = request.context.patientId;
    const drafts = draftsOf(request);
    demandOnePatient(patient, drafts);
    const noted = new NotedReads(this.#options.audit);
    const context = { ...record.context(asker.caller, asker.reach, asker.base), audit: noted };
    const ours = request.fhirServer === undefined || sameServer(request.fhirServer, context.base);
    const { parts, prefetch } = await gather(request, service.parts, ours ? context : undefined);
    const external = askServices(this.#external, request, prefetch);
    const read = readPatient({ knowledge: this.#knowledge, patient, now: clock.now(), zone }, parts, drafts);
    const { selections } = request.context;
    const facts = { hook: request.hook, knowledge: this.#knowledge, read, selections };
    const own = evaluate(facts);
    const { cards: others, unchecked } = await external;
    const checked = together([own, { alerts: [], unchecked }]);
    const made = [...cardsOf(checked, asker.language ?? 'ko'), ...others];
    await this.#keep({ request, service: service.id, caller: asker.caller }, made, noted);
    return { checked, cards: made.map(({ card }) => card) };
  }

  /** Cards and the audit entry are kept together, before anything is shown. */
  async #keep(shown: Omit<Shown, 'at'>, made: readonly MadeCard[], noted: NotedReads): Promise<void> {
    const { store, audit, clock = systemClock } = this.#options;
    const { hook, context } = shown.request;
    const { patients, entities } = noted.seen();
    await store.transaction(async (transaction) => {
      await keepCards(
        transaction,
        { ...shown, at: clock.now() },
        made.map(({ facts }) => facts),
      );
      await audit.inTransaction(transaction, {
        agent: shown.caller,
        kind: 'query',
        interaction: `cds-${hook}`,
        action: 'E',
        outcome: 'success',
        patients: [...new Set([context.patientId, ...patients])],
        entities,
      });
    });
  }
}

function serviceOf({ hook }: HookRequest): Service {
  const found = SERVICES.find((service) => service.hook === hook);
  if (found === undefined) throw new Error(`no service for ${hook}`);
  return found;
}

function draftsOf({ context: { draftOrders } }: HookRequest): readonly Resource[] {
  return (draftOrders?.entry ?? []).flatMap(({ resource }) => (resource as Resource | undefined) ?? []);
}

function sameServer(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}
