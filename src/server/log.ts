/**
 * The house's log: one JSON object a line, with names of events, codes, ids, counts and durations only.
 *
 * Source  https://getpino.io
 * Proof   log.test.ts
 */
import { pino, type DestinationStream } from 'pino';
import type { Configuration, Log, LogEvent, LogFields } from '../kernel/index.ts';

/** A log that writes to a stream (standard error where none is given: standard output is for results). */
export function openLog(level: Configuration['logLevel'], destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, destination ?? pino.destination(2));
  const write =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (event: LogEvent, fields: LogFields = {}): void =>
      logger[name]({ event, ...fields });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
