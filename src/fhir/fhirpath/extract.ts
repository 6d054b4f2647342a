/**
 * Expressions of search parameters in their fast form: closures over raw JSON, made for one resource type.
 *
 * The types on the way are known when the expression is compiled, so that a step is one property read. What this form does
 * not cover goes to the general engine; every search parameter of R4 is covered.
 *
 * Source  https://hl7.org/fhir/R4/searchparameter.html
 * Proof   extract.test.ts (the same answers as the general engine), test/conformance/fhirpath-search.test.ts (as npm fhirpath)
 */
import type { Emit, Extractor, TypedValue } from './api.ts';
import { r4Model } from './model.ts';
import type { JsonObject } from './node.ts';
import { parsePath } from './parser.ts';
import { compilePath } from './path.ts';
import { jsonOf } from './value.ts';
import { NotCovered, WalkCompiler, type Walk } from './walk.ts';

/** Compiles an expression for resources (or elements, such as `Observation.component`) of one type. */
export function compileFor(text: string, type: string): Extractor {
  const types = new Set<string>();
  try {
    const compiler = new WalkCompiler(r4Model());
    const walk = compiler.walk(parsePath(text), type, (found) => {
      types.add(found);
      return (value, emit) => emit(value, found);
    });
    return new DirectExtractor(text, type, [...types], walk ?? NOTHING);
  } catch (error) {
    if (error instanceof NotCovered) return new GeneralExtractor(text, type);
    throw error;
  }
}

const NOTHING: Walk = () => {};

class DirectExtractor implements Extractor {
  readonly text: string;
  readonly types: readonly string[];
  readonly direct = true;
  readonly #type: string;
  readonly #walk: Walk;
  #general: GeneralExtractor | undefined;

  constructor(text: string, type: string, types: readonly string[], walk: Walk) {
    this.text = text;
    this.types = types;
    this.#type = type;
    this.#walk = walk;
  }

  each(resource: object, emit: Emit, root: object = resource): void {
    try {
      this.#walk(resource as JsonObject, emit, root as JsonObject);
    } catch (error) {
      // A resource inside of the resource turned out to need the general engine.
      if (!(error instanceof NotCovered)) throw error;
      this.#general ??= new GeneralExtractor(this.text, this.#type);
      this.#general.each(resource, emit, root);
    }
  }

  all(resource: object, root?: object): TypedValue[] {
    return collect(this, resource, root);
  }
}

/** FHIR types of computed values. */
const FHIR_TYPES: Readonly<Record<string, string>> = {
  'System.Boolean': 'boolean',
  'System.String': 'string',
  'System.Integer': 'integer',
  'System.Decimal': 'decimal',
  'System.Date': 'date',
  'System.DateTime': 'dateTime',
  'System.Time': 'time',
  'System.Quantity': 'Quantity',
};

class GeneralExtractor implements Extractor {
  readonly text: string;
  /** Any element: the general engine finds out with each resource. */
  readonly types: readonly string[] = ['Element'];
  readonly direct = false;
  readonly #path: ReturnType<typeof compilePath>;

  constructor(text: string, type: string) {
    this.text = text;
    this.#path = compilePath(text, { type, check: 'none' });
  }

  each(resource: object, emit: Emit, root: object = resource): void {
    for (const node of this.#path.evaluate(resource, { resource: root })) {
      const value = jsonOf(node);
      if (value !== undefined) emit(value, FHIR_TYPES[node.type] ?? node.type);
    }
  }

  all(resource: object, root?: object): TypedValue[] {
    return collect(this, resource, root);
  }
}

function collect(extractor: Extractor, resource: object, root?: object): TypedValue[] {
  const values: TypedValue[] = [];
  extractor.each(resource, (value, type) => values.push({ value, type }), root);
  return values;
}
