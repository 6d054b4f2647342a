/**
 * What is extracted from the resources of a type, compiled once: each stored search parameter with its writer.
 *
 * Proof   rows.int.test.ts
 */
import {
  compartmentParameters,
  extractorOf,
  isLocalReference,
  mainColumns,
  parametersOf,
  referenceElement,
  storedParts,
  type Extractor,
  type ReferenceElement,
  type SearchParameter,
} from '../../fhir/index.ts';
import type { Hash64 } from '../../kernel/index.ts';
import { RowBuilder } from './builder.ts';
import { compositeWriters, type CompositeWriter } from './composites.ts';
import { compartmentKey } from './keys.ts';
import {
  identifierTokens,
  referenceWriter,
  writerOf,
  type ReferenceWriter,
  type Writer,
  type WriterOptions,
} from './writers.ts';

interface Step {
  readonly extractor: Extractor;
  readonly write: Writer;
}

/** Collects the index rows of resources of one type. */
export class IndexPlan {
  readonly #type: string;
  readonly #steps: readonly Step[];
  readonly #composites: readonly CompositeWriter[];
  readonly #always: readonly number[];

  constructor(type: string, options: WriterOptions) {
    this.#type = type;
    const parameters = [...parametersOf(type).values()];
    const stored = parameters.filter(
      (one) => one.answer.from === 'index' && one.kind !== 'composite' && !isColumn(one),
    );
    this.#steps = stored.map((parameter) => step(type, parameter, parameters, options));
    this.#composites = parameters.flatMap((parameter) =>
      parameter.kind === 'composite' ? compositeWriters(type, parameter) : [],
    );
    this.#always = parameters.filter(isColumn).map((parameter) => parameter.bit);
  }

  /** The rows of one resource. */
  rowsOf(resource: object): RowBuilder {
    const rows = new RowBuilder();
    for (const { extractor, write } of this.#steps) extractor.each(resource, (value, type) => write(rows, value, type));
    for (const write of this.#composites) write(rows, resource);
    for (const bit of this.#always) rows.mark(bit);
    this.#settlePatient(rows, resource);
    return rows;
  }

  #settlePatient(rows: RowBuilder, resource: object): void {
    if (this.#type === 'Patient') rows.patient = `Patient/${String((resource as { id?: unknown }).id)}`;
    else if (rows.patient === undefined && mainColumns(this.#type).patient === undefined)
      [rows.patient] = rows.compartments;
    for (const patient of rows.compartments) {
      if (patient !== rows.patient) rows.token(compartmentKey(patient.slice('Patient/'.length)));
    }
  }
}

/** Is it a column of every row, with a value always? */
function isColumn({ code }: SearchParameter): boolean {
  return code === '_id' || code === '_lastUpdated';
}

function step(type: string, parameter: SearchParameter, all: readonly SearchParameter[], options: WriterOptions): Step {
  const extractor = extractorOf(type, parameter);
  const bits = bitsOf(parameter, all);
  if (parameter.kind === 'reference') return { extractor, write: referenceStep(type, parameter, all, bits) };
  const write = writerOf(type, parameter, options);
  return {
    extractor,
    write(rows, value, valueType) {
      rows.markAll(bits);
      write(rows, value, valueType);
    },
  };
}

/** Bits for `:missing`: of the parameter itself, and of unions that it is part of. */
function bitsOf(parameter: SearchParameter, all: readonly SearchParameter[]): Hash64 {
  const bits = new RowBuilder();
  const unions = all.filter(
    ({ answer }) => answer.from === 'union' && answer.of.flatMap(storedParts).includes(parameter),
  );
  for (const { bit } of [parameter, ...unions]) bits.mark(bit);
  return { high: bits.bitsHigh, low: bits.bitsLow };
}

/** A reference is read once for all that it says: of the parameter, of those that narrow it, of the compartment. */
function referenceStep(
  type: string,
  parameter: SearchParameter,
  all: readonly SearchParameter[],
  bits: Hash64,
): Writer {
  const write = referenceWriter(type, parameter);
  const isOwner = compartmentParameters('Patient', type).includes(parameter);
  const narrowed = all.flatMap((one) =>
    one.answer.from === 'narrowed' && one.answer.wide === parameter ? [narrowedMark(one, one.answer.target)] : [],
  );
  return (rows, value, valueType) => {
    const element = referenceElement(value, valueType);
    rows.markAll(bits);
    for (const mark of narrowed) mark(rows, element);
    if (isOwner) noteCompartment(rows, element);
    write(rows, element);
  };
}

/** A parameter that narrows another to one target type: that it has a value, and by which identifier. */
function narrowedMark(narrowed: SearchParameter, target: string): ReferenceWriter {
  return (rows, { type, identifier }) => {
    if (type !== target) return;
    rows.mark(narrowed.bit);
    if (identifier !== undefined) identifierTokens(rows, narrowed, identifier);
  };
}

const PATIENT = 'Patient/';

function noteCompartment(rows: RowBuilder, { targets: [target = ''] }: ReferenceElement): void {
  if (target.startsWith(PATIENT) && isLocalReference(target)) rows.compartments.add(target);
}

const plans = new Map<string, IndexPlan>();

/** The plan of a type. */
export function indexPlan(type: string, options: WriterOptions): IndexPlan {
  const key = `${type} ${options.timeZone}`;
  let plan = plans.get(key);
  if (plan === undefined) plans.set(key, (plan = new IndexPlan(type, options)));
  return plan;
}
