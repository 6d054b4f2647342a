/**
 * The terminology, opened over the definitions of R4 and, where the record gives a port, over its stored ones.
 *
 * Proof   terminology.test.ts
 */
import type { CodeSystem, ValueSet } from '../fhir/index.ts';
import type { AskedCode, DefinitionPort, SystemCode } from './api.ts';
import type { CodeSystemIndex } from './code-system.ts';
import { expandValueSet, isInValueSet, unknownCodeSystem, unknownValueSet, type Expanded } from './evaluate.ts';
import { BUILT_IN, IndexCache, Shelf, type Library } from './library.ts';
import { definitionOfResource, type ValueSetDefinition } from './value-set.ts';
import { OutcomeError } from '../kernel/index.ts';

/** What the terminology is opened with. */
export interface TerminologyOptions {
  /** Stored CodeSystem and ValueSet resources; without it there are those of R4 only. */
  readonly definitions?: DefinitionPort;
}

/** How two codes stand to each other. */
export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

/** Opens the terminology. Nothing is read before the first question. */
export function openTerminology(options: TerminologyOptions = {}): Terminology {
  return new Terminology(options.definitions);
}

/** A value set to work on: by its canonical, or the resource itself. */
export type ValueSetSource = string | ValueSet;

/** Answers questions about codes. */
export class Terminology {
  readonly definitions: DefinitionPort | undefined;
  readonly #indexes = new IndexCache();

  constructor(definitions: DefinitionPort | undefined) {
    this.definitions = definitions;
  }

  #shelf(): Shelf {
    return new Shelf(this.definitions, this.#indexes);
  }

  /** All codes of a value set. Throws `terminology.unknown-value-set` and what keeps it from being worked out. */
  async expand(valueSet: ValueSetSource): Promise<Expanded & { readonly definition: ValueSetDefinition }> {
    const { definition, library } = await this.#gather(valueSet);
    return { ...expandValueSet(definition, library), definition };
  }

  /** Is the code in the value set? Throws where that cannot be known. */
  async contains(valueSet: ValueSetSource, code: AskedCode): Promise<boolean> {
    const { definition, library } = await this.#gather(valueSet);
    return isInValueSet(definition, code, library);
  }

  async #gather(valueSet: ValueSetSource): Promise<{ definition: ValueSetDefinition; library: Library }> {
    const library = this.#shelf();
    if (typeof valueSet !== 'string') {
      const definition = definitionOfResource(valueSet);
      await library.need(definition);
      return { definition, library };
    }
    const definition = await library.needValueSet(valueSet);
    if (definition === undefined) throw unknownValueSet(valueSet);
    return { definition, library };
  }

  /** A code system; throws `terminology.unknown-code-system`. */
  async codeSystem(canonical: string): Promise<CodeSystemIndex> {
    const index = await this.#shelf().needCodeSystem(canonical);
    if (index === undefined || index.head.content === 'not-present') throw unknownCodeSystem(canonical);
    return index;
  }

  /** The index of a CodeSystem resource that is not looked up by its url. */
  indexOf(resource: CodeSystem): CodeSystemIndex {
    return this.#indexes.of(resource);
  }

  /** How code `a` stands to code `b`. */
  async subsumes(system: string, a: string, b: string): Promise<Subsumption> {
    const index = await this.codeSystem(system);
    for (const code of [a, b]) if (index.find(code) === undefined) throw unknownCode(system, code);
    if (index.find(a) === index.find(b)) return 'equivalent';
    if (index.subsumes(a, b)) return 'subsumes';
    return index.subsumes(b, a) ? 'subsumed-by' : 'not-subsumed';
  }

  /** Every code of a value set, for `:in` and `:not-in`. */
  async expandForSearch(valueSet: string): Promise<readonly SystemCode[]> {
    const { concepts } = await this.expand(valueSet);
    return concepts.map(({ system, code }) => ({ system, code }));
  }

  /** The code and all below it, for `:below`; an unknown code of a known system stands for itself. */
  async codesBelow(system: string, code: string): Promise<readonly SystemCode[]> {
    return this.#around(system, code, (index) => index.below(code));
  }

  /** The code and all above it, for `:above`. */
  async codesAbove(system: string, code: string): Promise<readonly SystemCode[]> {
    return this.#around(system, code, (index) => index.above(code));
  }

  async #around(
    system: string,
    code: string,
    reach: (index: CodeSystemIndex) => readonly SystemCode[],
  ): Promise<SystemCode[]> {
    const found = reach(await this.codeSystem(system)).map((one) => ({ system: one.system, code: one.code }));
    return found.length === 0 ? [{ system, code }] : found;
  }

  /** The port that search takes: undefined where a value set or code system is not known. */
  get searchPort(): SearchCodes {
    return {
      codesIn: (valueSet) => known('terminology.unknown-value-set', this.expandForSearch(valueSet)),
      below: (system, code) => known('terminology.unknown-code-system', this.codesBelow(system, code)),
      above: (system, code) => known('terminology.unknown-code-system', this.codesAbove(system, code)),
    };
  }
}

/** Codes of value sets and hierarchies, as search asks for them. */
export interface SearchCodes {
  codesIn(valueSet: string): Promise<readonly SystemCode[] | undefined>;
  below(system: string, code: string): Promise<readonly SystemCode[] | undefined>;
  above(system: string, code: string): Promise<readonly SystemCode[] | undefined>;
}

async function known<T>(code: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OutcomeError && error.code === code) return undefined;
    throw error;
  }
}

/** The fault of a code that its code system does not have. */
export function unknownCode(system: string, code: string): OutcomeError {
  const text = `The code system '${system.slice(0, 200)}' has no code '${code.slice(0, 100)}'.`;
  return new OutcomeError('not-found', 'terminology.unknown-code', text);
}

/**
 * Membership by the definitions of R4 alone, at once: for FHIRPath's `memberOf`. The value is a code, Coding or
 * CodeableConcept; undefined where it cannot be known.
 */
export function memberOf(value: unknown, valueSet: string): boolean | undefined {
  const definition = BUILT_IN.valueSet(valueSet);
  if (definition === undefined) return undefined;
  const codings = codingsOf(value);
  try {
    return codings.some((coding) => isInValueSet(definition, coding, BUILT_IN));
  } catch (error) {
    if (error instanceof OutcomeError) return undefined;
    throw error;
  }
}

/** The codings of a code, a Coding or a CodeableConcept. */
export function codingsOf(value: unknown): AskedCode[] {
  if (typeof value === 'string') return [{ code: value }];
  if (typeof value !== 'object' || value === null) return [];
  const { coding, system, code } = value as { coding?: unknown; system?: unknown; code?: unknown };
  if (Array.isArray(coding)) return coding.flatMap((one: unknown) => codingsOf(one));
  if (typeof code !== 'string') return [];
  // A Coding without a system is in no value set: '' equals no system.
  return [{ system: typeof system === 'string' ? system : '', code }];
}
