/**
 * The log as every room sees it: its type takes names of events, codes, ids, counts and durations, and nothing else.
 *
 * Free text has no way in, so no name, no value and no query of a patient can end up in a log file: a text field must be a
 * `LogCode`, and only `logCode` makes one, out of an alphabet without spaces.
 *
 * Proof   log.test.ts
 */
import type { Branded } from './ids.ts';

/** A code, an id or the name of a thing of the house: no spaces, at most 100 characters. */
export type LogCode = Branded<string, 'LogCode'>;

export type LogFields = Readonly<Record<string, number | boolean | LogCode | undefined>>;

/** Where events are noted. The name of an event is `room.what-happened`. */
export interface Log {
  debug(event: LogEvent, fields?: LogFields): void;
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
}

export type LogEvent = `${string}.${string}`;

const CODE = /^[A-Za-z0-9_.:/$@+-]{1,100}$/;

/** Text as a code; what is none becomes `unprintable`. */
export function logCode(text: string): LogCode {
  return (CODE.test(text) ? text : 'unprintable') as LogCode;
}

/** A log that keeps nothing. */
export const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
