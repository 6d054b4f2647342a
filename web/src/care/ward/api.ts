/**
 * The ward's routes as its screens use them (src/care/ward/README.md).
 *
 * Proof   test/journey/ward.test.ts
 */
import { request } from '../../fhir/client.ts';

export type BedState = 'free' | 'occupied' | 'reserved' | 'cleaning' | 'closed';
export type Band = 'low' | 'low-medium' | 'medium' | 'high';
export type FlagCode = 'isolation-contact' | 'isolation-droplet' | 'isolation-airborne' | 'fall-risk' | 'dnr';

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly latin?: string;
}

export interface StayLine {
  readonly encounter: string;
  readonly version: string;
  readonly status: string;
  readonly kind: string;
  readonly since?: string;
  readonly restricted?: true;
  readonly patient?: Named;
  readonly number?: string;
  readonly gender?: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate?: string;
  readonly reason?: string;
  readonly attending?: Named;
  readonly nurse?: Named;
  readonly expectedDischarge?: string;
  readonly dischargeDecided?: string;
  readonly leaveUntil?: string;
  readonly elsewhere?: string;
  readonly flags?: readonly string[];
  readonly news2?: { readonly total: number; readonly band: Band; readonly at?: string };
  readonly vitalsDue?: string;
  readonly escalation?: { readonly task: string; readonly due?: string; readonly status: string };
  readonly tasks?: { readonly open: number; readonly first?: string };
}

export interface BedLine {
  readonly bed: string;
  readonly name: string;
  readonly latin?: string;
  readonly room: string;
  readonly roomName: string;
  readonly roomLatin?: string;
  readonly ward: string;
  readonly state: BedState;
  readonly stay?: StayLine;
}

export interface WardLine {
  readonly ward: string;
  readonly name: string;
  readonly latin?: string;
}

export interface BoardAnswer {
  readonly revision: string;
  readonly unchanged?: true;
  readonly full: boolean;
  readonly at: string;
  readonly wards: readonly WardLine[];
  readonly beds: readonly BedLine[];
  readonly waiting: readonly StayLine[];
  readonly places: readonly { readonly place: string; readonly name: string; readonly latin?: string }[];
}

/** The board; waits up to `wait` seconds for what changed since a revision. */
export async function readBoard(since: string | undefined, wait: number, signal?: AbortSignal): Promise<BoardAnswer> {
  const query = new URLSearchParams({ wait: String(wait), ...(since === undefined ? {} : { since }) });
  return (await request(`/care/ward/board?${query}`, { signal })) as BoardAnswer;
}

export interface TaskLine {
  readonly task: string;
  readonly code: string;
  readonly status: string;
  readonly completes: boolean;
  readonly priority?: string;
  readonly role?: string;
  readonly owner?: string;
  readonly due?: string;
  readonly since?: string;
  readonly description?: string;
  readonly news2?: { readonly total: number; readonly band: Band };
  readonly patient?: Named;
  readonly bed?: string;
  readonly bedLatin?: string;
  readonly ward?: string;
}

export interface TasksAnswer {
  readonly at: string;
  readonly total: number;
  readonly tasks: readonly TaskLine[];
}

export async function readTasks(
  query: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): Promise<TasksAnswer> {
  const given = Object.entries(query).filter((one): one is [string, string] => one[1] !== undefined);
  return (await request(`/care/ward/tasks?${new URLSearchParams(given)}`, { signal })) as TasksAnswer;
}

export interface EscalationCount {
  readonly asked: number;
  readonly answered: number;
  readonly late: number;
  readonly overdue: number;
  readonly medianMinutes?: number;
}

export async function readEscalations(signal?: AbortSignal): Promise<EscalationCount> {
  return (await request('/care/ward/escalations?days=7', { signal })) as EscalationCount;
}

export type SignName =
  | 'respirationRate'
  | 'spo2'
  | 'oxygenFlow'
  | 'systolic'
  | 'diastolic'
  | 'pulse'
  | 'temperature'
  | 'pain'
  | 'glucose'
  | 'weight';

export interface SheetValue {
  readonly observation: string;
  readonly text: string;
  readonly status: string;
  readonly reason?: string;
}

export interface SheetRound {
  readonly at: string;
  readonly by?: string;
  readonly values: Readonly<Partial<Record<SignName | 'consciousness', SheetValue>>>;
  readonly news2?: {
    readonly observation: string;
    readonly total: number;
    readonly band: Band;
    readonly scale: number;
    readonly status: string;
    readonly points: Readonly<Record<string, number>>;
  };
  readonly notes?: readonly string[];
}

export interface Flowsheet {
  readonly at: string;
  readonly scale: 1 | 2;
  readonly noScore?: string;
  readonly nextDue?: string;
  readonly rounds: readonly SheetRound[];
}

export async function readFlowsheet(patient: string, hours: number, signal?: AbortSignal): Promise<Flowsheet> {
  const query = new URLSearchParams({ patient, hours: String(hours) });
  return (await request(`/care/ward/flowsheet?${query}`, { signal })) as Flowsheet;
}

export type Score =
  | {
      readonly status: 'complete';
      readonly total: number;
      readonly band: Band;
      readonly singleThree: boolean;
      readonly parameterScores: Readonly<Record<string, number>>;
    }
  | { readonly status: 'incomplete'; readonly missing: readonly string[] }
  | { readonly status: 'not-applicable' | 'invalid' | 'refused'; readonly reason: string };

export interface RoundAnswer {
  readonly score: Score;
  readonly nextDue?: string;
  readonly escalation?: { readonly task: string; readonly due: string };
}

/** Does something on the ward; sent again with the same attempt it happens once. */
export async function act<Answer>(path: string, body: object, attempt: string = newAttempt()): Promise<Answer> {
  return (await request(`/care/ward/${path}`, { method: 'POST', body: { attempt, ...body } })) as Answer;
}

/** Scores what was typed; writes nothing. */
export async function scoreOf(body: object, signal?: AbortSignal): Promise<{ score: Score; scale: 1 | 2 }> {
  return (await request('/care/ward/scores', { method: 'POST', body, signal })) as { score: Score; scale: 1 | 2 };
}

export function newAttempt(): string {
  return crypto.randomUUID();
}
