/**
 * Conversion: toX, convertsToX, and iif.
 *
 * Source  https://hl7.org/fhirpath/N1/#conversion
 * Proof   conversion.test.ts
 */
import { Decimal } from '../../../kernel/index.ts';
import { withArgs, type Call, type FunctionRule, type FunctionTable } from '../call.ts';
import { EMPTY, type Collection, type PathNode } from '../node.ts';
import { convertQuantity, Quantity } from '../quantity.ts';
import { pathError, type Compiled, type Frame, type Run } from '../run.ts';
import { Temporal, type TemporalKind } from '../temporal.ts';
import {
  booleans,
  isInteger,
  single,
  singleString,
  systemNodes,
  systemValue,
  textOf,
  type SystemValue,
} from '../value.ts';

type Convert = (value: SystemValue) => SystemValue | undefined;

const TRUE_WORDS = new Set(['true', 't', 'yes', 'y', '1', '1.0']);
const FALSE_WORDS = new Set(['false', 'f', 'no', 'n', '0', '0.0']);

function toBoolean(value: SystemValue): SystemValue | undefined {
  if (typeof value === 'boolean') return value;
  if (value instanceof Temporal || value instanceof Quantity) return undefined;
  const word = value instanceof Decimal ? value.normalized().toString() : String(value).toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

function toInteger(value: SystemValue): SystemValue | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || !/^[-+]?\d{1,10}$/.test(value)) return undefined;
  return isInteger(Number(value)) ? Number(value) : undefined;
}

function toDecimal(value: SystemValue): SystemValue | undefined {
  if (value instanceof Decimal) return value;
  if (typeof value === 'number') return new Decimal(BigInt(value));
  if (typeof value === 'boolean') return value ? new Decimal(10n, 1) : new Decimal(0n, 1);
  return typeof value === 'string' && /^[-+]?\d+(?:\.\d+)?$/.test(value) ? Decimal.parse(value) : undefined;
}

const QUANTITY = /^([-+]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|((?:year|month|week|day|hour|minute|second|millisecond)s?))?$/;

function toQuantity(value: SystemValue): SystemValue | undefined {
  if (value instanceof Quantity) return value;
  if (typeof value !== 'string') {
    const decimal = toDecimal(value);
    return decimal instanceof Decimal ? new Quantity(decimal, '1') : undefined;
  }
  const match = QUANTITY.exec(value);
  const decimal = match === null ? undefined : Decimal.parse(match[1] ?? '');
  if (match === null || decimal === undefined) return undefined;
  return match[3] === undefined ? new Quantity(decimal, match[2] ?? '1') : new Quantity(decimal, match[3], true);
}

function toTemporal(kind: TemporalKind): Convert {
  return (value) => {
    if (typeof value === 'string') return Temporal.parse(kind, kind === 'Date' ? value.replace(/T.*$/, '') : value);
    if (!(value instanceof Temporal)) return undefined;
    if (value.kind === kind) return value;
    if (value.kind === 'Time' || kind === 'Time') return undefined;
    return Temporal.parse(kind, kind === 'Date' ? value.toString().replace(/T.*$/, '') : value.toString());
  };
}

const CONVERSIONS: Readonly<Record<string, Convert>> = {
  Boolean: toBoolean,
  Integer: toInteger,
  Long: toInteger,
  Decimal: toDecimal,
  String: textOf,
  Date: toTemporal('Date'),
  DateTime: toTemporal('DateTime'),
  Time: toTemporal('Time'),
  Quantity: toQuantity,
};

function converted(input: Collection, run: Run, name: string, convert: Convert): SystemValue | undefined {
  const node = single(input, `${name}()`);
  const value = node === undefined ? undefined : systemValue(node, run.model);
  return value === undefined ? undefined : convert(value);
}

/** `toX(unit)` and `convertsToX(unit)`: only quantities take a unit. */
function conversion(convert: Convert, type: string, test: boolean): FunctionRule {
  return withArgs(0, type === 'Quantity' ? 1 : 0, (input, [unitNodes], run, name) => {
    if (input.length === 0) return EMPTY;
    const plain = converted(input, run, name, convert);
    const unit = unitNodes === undefined ? undefined : singleString(unitNodes, `${name}()`, run.model);
    const value = unit === undefined || !(plain instanceof Quantity) ? plain : convertQuantity(plain, unit);
    return test ? booleans(value !== undefined) : systemNodes(value);
  });
}

/** Only the branch that is chosen is evaluated. On a collection of one item, `$this` is that item. */
const iif: FunctionRule = {
  min: 2,
  max: 3,
  build: (call) => {
    const [condition = none, yes = none, no = none] = call.args;
    return (frame) => {
      const inner = innerFrame(call, frame);
      return criterion(condition(inner)) ? yes(inner) : no(inner);
    };
  },
};

const none: Compiled = () => EMPTY;

function innerFrame({ on, input }: Call, frame: Frame): Frame {
  if (on === undefined) return frame;
  const self = input(frame);
  const node: PathNode | undefined = single(self, 'iif()');
  return node === undefined ? { ...frame, self } : { ...frame, self, index: 0 };
}

function criterion(nodes: Collection): boolean {
  const node = single(nodes, 'the criterion of iif()');
  if (node === undefined) return false;
  if (typeof node.value === 'boolean') return node.value;
  throw pathError('not-boolean', 'the criterion of iif() must be true or false.');
}

function conversions(): Record<string, FunctionRule> {
  const rules: Record<string, FunctionRule> = {};
  for (const [type, convert] of Object.entries(CONVERSIONS)) {
    rules[`to${type}`] = conversion(convert, type, false);
    rules[`convertsTo${type}`] = conversion(convert, type, true);
  }
  return rules;
}

/** The functions of this group. */
export const CONVERSION: FunctionTable = { ...conversions(), iif };
