/**
 * Numbers for the hospital's monitoring, in the text format of Prometheus. No label holds an id or a name.
 *
 * Unit    seconds, bytes, counts.
 * Source  https://prometheus.io/docs/instrumenting/exposition_formats/, https://prometheus.io/docs/practices/naming/
 * Proof   server.int.test.ts
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Guard, Refusal } from './guard.ts';
import type { Store } from '../store/index.ts';
import type { BodyBudget } from './body.ts';

/** What is measured besides the requests. */
export interface MetricSources {
  readonly guard: Guard;
  readonly budget: BodyBudget;
  readonly sessions: () => { readonly open: number; readonly idle: number; readonly waiting: number };
  readonly store: Pick<Store, 'query'>;
}

/** Sizes as the database estimates them; nothing is counted row by row. */
interface Sizes {
  readonly resources: number;
  readonly versions: number;
  readonly audited: number;
  readonly bytes: number;
}

const SIZE_NAMES = ['resources', 'versions', 'audited', 'bytes'] as const;
const SIZES = `select coalesce(max(n_live_tup) filter (where relname = 'resource'), 0)::float8 as resources,
    coalesce(max(n_live_tup) filter (where relname = 'body'), 0)::float8 as versions,
    coalesce(max(n_live_tup) filter (where relname = 'access_audit'), 0)::float8 as audited,
    pg_database_size(current_database())::float8 as bytes
  from pg_stat_user_tables where schemaname = current_schema()`;

const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** The house's counters. */
export class Metrics {
  readonly registry = new Registry();
  readonly #durations: Histogram<'method' | 'route' | 'status'>;
  readonly #refused: Counter<'reason'>;
  #refresh = (): Promise<void> => Promise.resolve();

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, prefix: 'maru_' });
    this.#durations = new Histogram({
      name: 'maru_http_request_duration_seconds',
      help: 'Time from the headers of a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers,
    });
    this.#refused = new Counter({
      name: 'maru_http_refused_total',
      help: 'Requests and connections refused to protect the others.',
      labelNames: ['reason'],
      registers,
    });
  }

  watch({ guard, budget, sessions, store }: MetricSources): void {
    this.#gauge('maru_http_connections', 'Open connections.', () => guard.connections);
    this.#gauge('maru_http_requests_at_work', 'Requests at work.', () => guard.atWork);
    this.#gauge('maru_http_body_bytes', 'Bytes of request bodies in memory.', () => budget.held);
    this.#gauge('maru_event_loop_delay_seconds', 'Delay of the event loop.', () => guard.loopDelay / 1000);
    this.#gauge('maru_database_sessions_open', 'Sessions with the database.', () => sessions().open);
    this.#gauge('maru_database_sessions_idle', 'Sessions at rest.', () => sessions().idle);
    this.#gauge('maru_database_sessions_waiting', 'Work that waits for a session.', () => sessions().waiting);
    this.#sizes(store);
  }

  /** One question for all sizes; where the database does not answer, the last ones stand. */
  #sizes(store: Pick<Store, 'query'>): void {
    const gauge = (name: string, help: string): Gauge => {
      const made: Gauge = new Gauge({ name, help, registers: [] });
      this.registry.registerMetric(made);
      return made;
    };
    const gauges = {
      resources: gauge('maru_record_resources', 'Resources in the record, deleted ones included, estimated.'),
      versions: gauge('maru_record_versions', 'Versions of resources in the record, estimated.'),
      audited: gauge('maru_audit_entries', 'Entries of the audit log, estimated.'),
      bytes: gauge('maru_database_bytes', 'Size of the database.'),
    };
    this.#refresh = async () => {
      const [sizes] = await store.query<Sizes>(SIZES, [], 'metrics_sizes').catch(() => []);
      if (sizes === undefined) return;
      for (const name of SIZE_NAMES) gauges[name].set(sizes[name]);
    };
  }

  /** Everything in the text format. */
  async text(): Promise<string> {
    await this.#refresh();
    return this.registry.metrics();
  }

  answered(method: string, route: string, status: number, milliseconds: number): void {
    this.#durations.observe({ method, route, status: String(status) }, milliseconds / 1000);
  }

  refused(reason: Refusal): void {
    this.#refused.inc({ reason });
  }

  #gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [], collect: () => gauge.set(read()) });
    this.registry.registerMetric(gauge);
  }
}
