import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Metrics, type MetricSources } from './metrics.ts';

/** The value of a line of the text format; undefined where there is none. */
function valueOf(text: string, line: string): number | undefined {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
}

/** Sources that a test sets. */
function sources() {
  const state = {
    connections: 3,
    down: false,
    asked: 0,
    sizes: { resources: 10, versions: 25, audited: 7, bytes: 4096 },
  };
  const query = (): Promise<unknown[]> => {
    state.asked++;
    return state.down ? Promise.reject(new Error('gone')) : Promise.resolve([state.sizes]);
  };
  const guard = {
    get connections() {
      return state.connections;
    },
    atWork: 2,
    loopDelay: 250,
  };
  const watched = {
    guard,
    budget: { held: 512 },
    sessions: () => ({ open: 4, idle: 1, waiting: 9 }),
    store: { query },
  } as unknown as MetricSources;
  return { state, watched };
}

describe('numbers for monitoring', () => {
  const metrics = new Metrics();
  const { state, watched } = sources();
  beforeAll(() => metrics.watch(watched));
  afterAll(() => metrics.registry.clear());

  it('are in seconds, bytes and counts, as their names say', async () => {
    const text = await metrics.text();
    expect(valueOf(text, 'maru_event_loop_delay_seconds')).toBe(0.25);
    expect(valueOf(text, 'maru_http_body_bytes')).toBe(512);
    expect(valueOf(text, 'maru_database_bytes')).toBe(4096);
    expect(valueOf(text, 'maru_record_resources')).toBe(10);
    expect(valueOf(text, 'maru_record_versions')).toBe(25);
    expect(valueOf(text, 'maru_audit_entries')).toBe(7);
    expect(valueOf(text, 'maru_database_sessions_waiting')).toBe(9);
  });

  it('are those of now, each time they are asked for', async () => {
    state.connections = 8;
    expect(valueOf(await metrics.text(), 'maru_http_connections')).toBe(8);
    state.connections = 0;
    expect(valueOf(await metrics.text(), 'maru_http_connections')).toBe(0);
  });

  it('are still answered where the database is not, with the last sizes known', async () => {
    state.down = true;
    state.sizes = { resources: 99, versions: 99, audited: 99, bytes: 99 };
    const text = await metrics.text();
    expect(valueOf(text, 'maru_record_resources')).toBe(10);
    expect(valueOf(text, 'maru_http_requests_at_work')).toBe(2);
    state.down = false;
    expect(valueOf(await metrics.text(), 'maru_record_resources')).toBe(99);
  });

  it('ask the database once for all sizes', async () => {
    const before = state.asked;
    await metrics.text();
    expect(state.asked - before).toBe(1);
  });

  it('count each answer by route and status, in buckets of seconds', async () => {
    metrics.answered('GET', '/fhir/R4/:type/:id', 200, 30);
    metrics.answered('GET', '/fhir/R4/:type/:id', 200, 3000);
    metrics.answered('GET', '/fhir/R4/:type/:id', 404, 1);
    const text = await metrics.text();
    const labels = 'method="GET",route="/fhir/R4/:type/:id",status="200"';
    const bucket = (le: string) => valueOf(text, `maru_http_request_duration_seconds_bucket{le="${le}",${labels}}`);
    expect([bucket('0.02'), bucket('0.05'), bucket('2.5'), bucket('10')]).toEqual([0, 1, 1, 2]);
    expect(valueOf(text, `maru_http_request_duration_seconds_count{${labels}}`)).toBe(2);
    expect(valueOf(text, `maru_http_request_duration_seconds_sum{${labels}}`)).toBeCloseTo(3.03);
  });
});
