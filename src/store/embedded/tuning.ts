/**
 * How the embedded server is set: for a hospital's small machine as for a laptop; durable always.
 *
 * Unit    memory in MB.
 * Source  https://www.postgresql.org/docs/18/runtime-config.html
 * Proof   tuning.test.ts, embedded.int.test.ts (reads them back from the server)
 */

/** What the settings are made from. */
export interface Machine {
  readonly memory: number;
  /** A test's database may be lost with the machine's power; nobody else's. */
  readonly durable: boolean;
}

function between(low: number, value: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}

/** Settings of the server by name. */
export function serverSettings({ memory, durable }: Machine): Readonly<Record<string, string>> {
  return {
    max_connections: '120',
    shared_buffers: `${durable ? between(128, memory / 8, 2048) : 128}MB`,
    effective_cache_size: `${between(256, memory / 2, 65_536)}MB`,
    maintenance_work_mem: `${between(64, memory / 48, 512)}MB`,
    work_mem: `${between(8, memory / 768, 32)}MB`,
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    // No replica can follow the embedded server (backups are logical): less is written ahead.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: durable ? '4GB' : '1GB',
    min_wal_size: '128MB',
    wal_buffers: '16MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    deadlock_timeout: '200ms',
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: '1',
    autovacuum_naptime: '30s',
    autovacuum_vacuum_insert_scale_factor: '0.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A patient's data must not reach the log: no error of a statement (it may quote a value), no statement, no parameter.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
  };
}
