/**
 * Numbers for the hospital's monitoring, in the text format of Prometheus. No label holds an id or a name.
 *
 * Unit    seconds, bytes, counts.
 * Source  https://prometheus.io/docs/instrumenting/exposition_formats/, https://prometheus.io/docs/practices/naming/
 * Proof   server.int.test.ts
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Guard, Refusal } from './guard.ts';
import type { BodyBudget } from './body.ts';

/** What is measured besides the requests. */
export interface MetricSources {
  readonly guard: Guard;
  readonly budget: BodyBudget;
  readonly sessions: () => { readonly open: number; readonly idle: number; readonly waiting: number };
}

const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** The house's counters. */
export class Metrics {
  readonly registry = new Registry();
  readonly #durations: Histogram<'method' | 'route' | 'status'>;
  readonly #refused: Counter<'reason'>;

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

  watch({ guard, budget, sessions }: MetricSources): void {
    this.#gauge('maru_http_connections', 'Open connections.', () => guard.connections);
    this.#gauge('maru_http_requests_at_work', 'Requests at work.', () => guard.atWork);
    this.#gauge('maru_http_body_bytes', 'Bytes of request bodies in memory.', () => budget.held);
    this.#gauge('maru_event_loop_delay_seconds', 'Delay of the event loop.', () => guard.loopDelay / 1000);
    this.#gauge('maru_database_sessions_open', 'Sessions with the database.', () => sessions().open);
    this.#gauge('maru_database_sessions_idle', 'Sessions at rest.', () => sessions().idle);
    this.#gauge('maru_database_sessions_waiting', 'Work that waits for a session.', () => sessions().waiting);
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
