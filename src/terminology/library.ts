/**
 * The definitions that one question needs: those of R4, and those stored in the record, gathered before the question is
 * worked out, so that the working out waits for nothing.
 *
 * What comes with R4 wins over what is stored under the same url, but where R4 has only a part of a code system. So nobody
 * who may write a ValueSet changes what `administrative-gender` means.
 *
 * Proof   library.test.ts
 */
import type { ValueSet } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import type { DefinitionPort } from './api.ts';
import { builtInCodeSystem, builtInValueSet } from './built-in.ts';
import { indexOfResource, type CodeSystemIndex } from './code-system.ts';
import { canonicalParts, definitionOfResource, type ValueSetDefinition } from './value-set.ts';

/** Value sets that one question may reach. */
const MOST_VALUE_SETS = 500;

/** Definitions at hand. */
export interface Library {
  codeSystem(url: string): CodeSystemIndex | undefined;
  valueSet(canonical: string): ValueSetDefinition | undefined;
}

/** The definitions of R4 alone. */
export const BUILT_IN: Library = {
  codeSystem: (url) => builtInCodeSystem(url),
  valueSet: (canonical) => ofVersion(builtInValueSet(canonicalParts(canonical).url), canonical),
};

function ofVersion(definition: ValueSetDefinition | undefined, canonical: string): ValueSetDefinition | undefined {
  const { version } = canonicalParts(canonical);
  return version === undefined || definition?.version === version ? definition : undefined;
}

/** Gathers stored definitions beside those of R4. */
export class Shelf implements Library {
  readonly #port: DefinitionPort | undefined;
  readonly #indexes: IndexCache;
  readonly #codeSystems = new Map<string, CodeSystemIndex>();
  readonly #valueSets = new Map<string, ValueSetDefinition>();

  constructor(port: DefinitionPort | undefined, indexes: IndexCache) {
    this.#port = port;
    this.#indexes = indexes;
  }

  codeSystem(url: string): CodeSystemIndex | undefined {
    return this.#codeSystems.get(url) ?? BUILT_IN.codeSystem(url);
  }

  valueSet(canonical: string): ValueSetDefinition | undefined {
    return BUILT_IN.valueSet(canonical) ?? this.#valueSets.get(canonical);
  }

  /** A code system, from the record where R4 has it not or not whole. */
  async needCodeSystem(canonical: string): Promise<CodeSystemIndex | undefined> {
    const { url, version } = canonicalParts(canonical);
    const known = this.codeSystem(url);
    if (known?.head.content === 'complete' || this.#codeSystems.has(url)) return known;
    const stored = await this.#port?.codeSystem(url, version);
    if (stored === undefined || stored.content === 'not-present' || stored.content === 'supplement') return known;
    const index = this.#indexes.of(stored);
    this.#codeSystems.set(url, index);
    return index;
  }

  /** A value set with all that it is made of; undefined where there is none of this name. */
  async needValueSet(canonical: string): Promise<ValueSetDefinition | undefined> {
    const definition = await this.#fetch(canonical);
    if (definition !== undefined) await this.need(definition);
    return definition;
  }

  /** All that a value set is made of. */
  async need(definition: ValueSetDefinition): Promise<void> {
    const waiting = [definition];
    const seen = new Set<string>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const { system, valueSets } of [...next.include, ...next.exclude]) {
        if (system !== undefined) await this.needCodeSystem(system);
        for (const name of valueSets.filter((one) => !seen.has(one))) {
          seen.add(name);
          if (seen.size > MOST_VALUE_SETS) throw tooMany(definition.url);
          const inner = await this.#fetch(name);
          if (inner !== undefined) waiting.push(inner);
        }
      }
    }
  }

  async #fetch(canonical: string): Promise<ValueSetDefinition | undefined> {
    const known = this.valueSet(canonical);
    if (known !== undefined) return known;
    const { url, version } = canonicalParts(canonical);
    const stored = await this.#port?.valueSet(url, version);
    return stored === undefined ? undefined : this.#keep(canonical, stored);
  }

  #keep(canonical: string, stored: ValueSet): ValueSetDefinition {
    const definition = definitionOfResource(stored);
    this.#valueSets.set(canonical, definition);
    return definition;
  }
}

function tooMany(url: string): OutcomeError {
  const text = `The value set '${url}' is made of more than ${MOST_VALUE_SETS} others; that is more than can be worked out.`;
  return new OutcomeError('too-costly', 'terminology.too-many-value-sets', text);
}

type StoredCodeSystem = NonNullable<Awaited<ReturnType<DefinitionPort['codeSystem']>>>;

/** Indexes of stored code systems, made again when the resource has another version. */
export class IndexCache {
  readonly #known = new Map<string, { stamp: string; index: CodeSystemIndex }>();
  readonly #most: number;

  constructor(most = 50) {
    this.#most = most;
  }

  of(resource: StoredCodeSystem): CodeSystemIndex {
    const { url = '', id = '', meta } = resource;
    const stamp = `${id}/${meta?.versionId ?? ''}/${meta?.lastUpdated ?? ''}`;
    const known = this.#known.get(url);
    if (known?.stamp === stamp && meta?.versionId !== undefined) return known.index;
    const index = indexOfResource(resource);
    this.#known.delete(url);
    this.#known.set(url, { stamp, index });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#most && oldest !== undefined) this.#known.delete(oldest);
    return index;
  }
}
