/**
 * Utility: trace, now, today, timeOfDay, defineVariable, type, coalesce, and the parts of dates.
 *
 * Source  https://hl7.org/fhirpath/N1/#utility-functions, https://hl7.org/fhirpath/N1/#reflection
 * Proof   utility.test.ts
 */
import { Decimal } from '../../../kernel/index.ts';
import { ofInput, ofSingle, type FunctionRule, type FunctionTable } from '../call.ts';
import { isReserved } from '../constants.ts';
import { EMPTY, type Collection, type PathNode } from '../node.ts';
import { frameOf, pathError, type Frame, type Run } from '../run.ts';
import { Temporal } from '../temporal.ts';
import { typeInfo, typeMatcher, typeNameOf, testType, castTo } from '../types.ts';
import { decimals, integers, singleString, systemValue, temporals, wrongType } from '../value.ts';

const trace: FunctionRule = {
  min: 1,
  max: 2,
  build:
    ({ input, args: [name, projection], model }) =>
    (frame) => {
      const nodes = input(frame);
      const label = name === undefined ? '' : (singleString(name(frame), 'trace()', model) ?? '');
      const shown =
        projection === undefined ? nodes : nodes.flatMap((node, at) => projection(frameOf(frame, node, at)));
      frame.run.environment.trace?.(label, shown);
      return nodes;
    },
};

/** Gives a name to the input, or to what the second argument makes of it, for the rest of the chain. */
const defineVariable: FunctionRule = {
  min: 1,
  max: 2,
  build:
    ({ input, args: [name, value], model }) =>
    (frame) => {
      const nodes = input(frame);
      const label = name === undefined ? undefined : singleString(name(frame), 'defineVariable()', model);
      if (label === undefined) return EMPTY;
      const inner: Frame = { ...frame, self: nodes };
      const meaning = value === undefined ? nodes : value(inner);
      refuseTaken(label, frame);
      frame.scope = { name: label, value: meaning, outer: frame.scope };
      return nodes;
    },
};

function refuseTaken(name: string, { run, scope }: Frame): void {
  const taken = isReserved(name) || Object.hasOwn(run.environment.variables ?? {}, name);
  for (let own = scope; own !== undefined; own = own.outer) if (own.name === name) throw alreadyDefined(name);
  if (taken) throw alreadyDefined(name);
}

function alreadyDefined(name: string): Error {
  return pathError('variable-exists', `the variable %${name} is already defined; choose another name.`);
}

function present(kind: 'DateTime' | 'Date' | 'Time', cut: (now: string) => string): FunctionRule {
  return ofInput((_input, run) => temporals(Temporal.parse(kind, cut(run.now()))));
}

const coalesce: FunctionRule = {
  min: 1,
  max: 100,
  build:
    ({ args }) =>
    (frame) => {
      for (const arg of args) {
        const nodes = arg(frame);
        if (nodes.length > 0) return nodes;
      }
      return EMPTY;
    },
};

const is: FunctionRule = {
  min: 1,
  max: 1,
  types: true,
  build: ({ input, written: [type], model }) => {
    const matcher = typeMatcher(typeNameOf(type), model);
    return (frame) => testType(input(frame), matcher);
  },
};

const as: FunctionRule = {
  min: 1,
  max: 1,
  types: true,
  build: ({ input, written: [type], model }) => {
    const matcher = typeMatcher(typeNameOf(type), model);
    return (frame) => castTo(input(frame), matcher, frame.run);
  },
};

/** A part of a date, time or date-time; empty where it is not written. */
function part(read: (value: Temporal) => Collection): FunctionRule {
  return ofSingle((node, run, name) => read(temporalOf(node, `${name}()`, run)));
}

function temporalOf(node: PathNode, what: string, run: Run): Temporal {
  const value = systemValue(node, run.model);
  if (value instanceof Temporal) return value;
  throw wrongType(what, 'a date or time', node, run.model);
}

function numbered(at: number, kinds: readonly string[]): FunctionRule {
  return part((value) => integers(kinds.includes(value.kind) && value.precision > at ? value.parts[at] : undefined));
}

const DATES = ['Date', 'DateTime'];
const TIMES = ['DateTime', 'Time'];

/** The functions of this group. */
export const UTILITY: FunctionTable = {
  trace,
  defineVariable,
  coalesce,
  is,
  as,
  now: present('DateTime', (now) => now),
  today: present('Date', (now) => now.slice(0, 10)),
  timeOfDay: present('Time', (now) => now.slice(11, 23)),
  type: ofInput((input) => input.map(typeInfo)),
  yearOf: numbered(0, DATES),
  monthOf: numbered(1, DATES),
  dayOf: numbered(2, DATES),
  hourOf: numbered(3, TIMES),
  minuteOf: numbered(4, TIMES),
  secondOf: numbered(5, TIMES),
  millisecondOf: part((value) =>
    integers(value.fraction === '' ? undefined : Number(value.fraction.padEnd(3, '0').slice(0, 3))),
  ),
  timezoneOffsetOf: part((value) => decimalHours(value.offset)),
  dateOf: part((value) =>
    value.kind === 'Time' ? EMPTY : temporals(Temporal.parse('Date', value.toString().slice(0, 10))),
  ),
  timeOf: part((value) => temporals(timeOf(value))),
};

function decimalHours(minutes: number | undefined): Collection {
  if (minutes === undefined) return EMPTY;
  return decimals(new Decimal(BigInt(minutes)).dividedBy(new Decimal(60n), 2)?.normalized());
}

function timeOf(value: Temporal): Temporal | undefined {
  if (value.kind === 'Time') return value;
  return value.precision > 3
    ? Temporal.parse(
        'Time',
        value
          .toString()
          .slice(11)
          .replace(/(?:Z|[+-]\d\d:\d\d)$/, ''),
      )
    : undefined;
}
