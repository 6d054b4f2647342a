/**
 * What the engine knows of FHIR R4: the elements of every type with their JSON properties, and which type is a kind of which.
 *
 * It reads the generated definitions once, and works out the elements of a type when they are first asked for.
 *
 * Source  https://hl7.org/fhir/R4/definitions.html; generated/structures.json
 * Proof   model.test.ts
 */
import { readFileSync } from 'node:fs';

/** One JSON property in which an element may stand: one per type of a choice, otherwise one. */
export interface Place {
  readonly key: string;
  /** Property of the id and extensions of a primitive. */
  readonly extensionKey: string;
  readonly type: string;
  readonly primitive: boolean;
  /** The type is that of the resource found there. */
  readonly resource: boolean;
}

/** An element of a type. */
export interface ElementPlan {
  readonly name: string;
  readonly many: boolean;
  readonly choice: boolean;
  readonly min: number;
  readonly places: readonly Place[];
}

type ElementRow = readonly [name: string, min: number, max: number, types: string, flags?: string, binding?: string];

interface TypeRow {
  readonly kind: 'resource' | 'complex' | 'primitive' | 'backbone';
  readonly base?: string;
  readonly abstract?: true;
  readonly elements?: readonly ElementRow[];
}

/** The types of FHIR R4. */
export class Model {
  readonly #rows: ReadonlyMap<string, TypeRow>;
  readonly #elements = new Map<string, ReadonlyMap<string, ElementPlan>>();
  readonly #ancestors = new Map<string, ReadonlySet<string>>();

  constructor(rows: ReadonlyMap<string, TypeRow>) {
    this.#rows = rows;
  }

  /** Is it a type of R4, abstract and backbone types included? */
  has(type: string): boolean {
    return this.#rows.has(type);
  }

  isPrimitive(type: string): boolean {
    return this.#rows.get(type)?.kind === 'primitive';
  }

  isResource(type: string): boolean {
    return this.#rows.get(type)?.kind === 'resource';
  }

  /** Can nothing be of this type itself? */
  isAbstract(type: string): boolean {
    return this.#rows.get(type)?.abstract === true;
  }

  /** The type that a type is derived from. */
  base(type: string): string | undefined {
    return this.#rows.get(type)?.base;
  }

  /** Is `type` the type `ancestor` or derived from it? */
  isA(type: string, ancestor: string): boolean {
    return type === ancestor || this.#lineage(type).has(ancestor);
  }

  /** The element of this name, inherited ones included. A choice is named without its type: `value`. */
  element(type: string, name: string): ElementPlan | undefined {
    return this.#plans(type).get(name);
  }

  /** All elements of a type, in the order of the definition, inherited ones first. */
  elements(type: string): Iterable<ElementPlan> {
    return this.#plans(type).values();
  }

  /** Names of all types that are derived from a type, itself included, abstract ones left out. */
  concrete(type: string): readonly string[] {
    return [...this.#rows.keys()].filter((name) => !this.isAbstract(name) && this.isA(name, type));
  }

  #lineage(type: string): ReadonlySet<string> {
    const known = this.#ancestors.get(type);
    if (known !== undefined) return known;
    const base = this.base(type);
    const lineage = base === undefined ? new Set<string>() : new Set([base, ...this.#lineage(base)]);
    if (this.#rows.has(type)) this.#ancestors.set(type, lineage);
    return lineage;
  }

  #plans(type: string): ReadonlyMap<string, ElementPlan> {
    const known = this.#elements.get(type);
    if (known !== undefined) return known;
    const row = this.#rows.get(type);
    if (row === undefined) return NO_ELEMENTS;
    const plans = new Map(row.base === undefined ? [] : this.#plans(row.base));
    for (const element of row.elements ?? []) {
      const plan = this.#plan(element);
      plans.set(plan.name, plan);
    }
    this.#elements.set(type, plans);
    return plans;
  }

  #plan([written, min, max, types]: ElementRow): ElementPlan {
    const choice = written.endsWith('[x]');
    const name = choice ? written.slice(0, -3) : written;
    const names = [...new Set(splitTypes(types))];
    const places = names.map((type) => this.#place(choice ? `${name}${capital(type)}` : name, type));
    return { name, many: max !== 1, choice, min, places };
  }

  #place(key: string, type: string): Place {
    const primitive = this.isPrimitive(type);
    return { key, extensionKey: `_${key}`, type, primitive, resource: this.isResource(type) };
  }
}

const NO_ELEMENTS: ReadonlyMap<string, ElementPlan> = new Map();

/** `Reference(Patient,Group)|Quantity:SimpleQuantity|string` as type names. */
function splitTypes(types: string): string[] {
  return types.split('|').map((type) => type.replace(/[(:].*$/, ''));
}

function capital(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}

let r4: Model | undefined;

/** The model of FHIR R4. */
export function r4Model(): Model {
  return (r4 ??= readModel());
}

function readModel(): Model {
  const text = readFileSync(new URL('../generated/structures.json', import.meta.url), 'utf8');
  const { valueSets: _, ...rows } = JSON.parse(text) as Record<string, TypeRow>;
  return new Model(new Map(Object.entries(rows)));
}
