/**
 * One code system in memory: its concepts, and what stands above and below each.
 *
 * A concept may have several parents. Cycles in stored code systems are walked once and do no harm.
 *
 * Source  https://hl7.org/fhir/R4/codesystem.html
 * Proof   code-system.test.ts
 */
import type { CodeSystem, CodeSystemConcept } from '../fhir/index.ts';
import type { Concept } from './api.ts';

/** A value of a concept's property. */
export type PropertyValue = string | number | boolean;

/** One concept with its place in the hierarchy. */
export interface ConceptNode extends Concept {
  readonly parents: readonly string[];
  readonly definition?: string | undefined;
  readonly properties?: ReadonlyMap<string, readonly PropertyValue[]>;
}

/** How much of the code system is here. */
export type Content = 'complete' | 'example' | 'fragment' | 'supplement' | 'not-present';

/** What is said of a code system as a whole. */
export interface CodeSystemHead {
  readonly url: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly content: Content;
  readonly caseSensitive: boolean;
}

/** A code system to ask. */
export class CodeSystemIndex {
  readonly head: CodeSystemHead;
  readonly #concepts = new Map<string, ConceptNode>();
  readonly #children = new Map<string, string[]>();

  constructor(head: CodeSystemHead, concepts: readonly ConceptNode[]) {
    this.head = head;
    for (const concept of concepts) this.#concepts.set(this.#key(concept.code), concept);
    for (const { code, parents } of concepts) {
      for (const parent of parents) {
        const siblings = this.#children.get(this.#key(parent));
        if (siblings === undefined) this.#children.set(this.#key(parent), [code]);
        else siblings.push(code);
      }
    }
  }

  get size(): number {
    return this.#concepts.size;
  }

  #key(code: string): string {
    return this.head.caseSensitive ? code : code.toLowerCase();
  }

  find(code: string): ConceptNode | undefined {
    return this.#concepts.get(this.#key(code));
  }

  all(): Iterable<ConceptNode> {
    return this.#concepts.values();
  }

  childrenOf(code: string): readonly string[] {
    return this.#children.get(this.#key(code)) ?? [];
  }

  /** The concept and everything below it; none where there is no such code. */
  below(code: string): ConceptNode[] {
    return this.#reach(code, (node) => this.childrenOf(node.code));
  }

  /** The concept and everything above it; none where there is no such code. */
  above(code: string): ConceptNode[] {
    return this.#reach(code, (node) => node.parents);
  }

  /** Is `special` the code `general` or somewhere below it? */
  subsumes(general: string, special: string): boolean {
    const key = this.#key(general);
    return this.above(special).some(({ code }) => this.#key(code) === key);
  }

  #reach(code: string, step: (node: ConceptNode) => readonly string[]): ConceptNode[] {
    const first = this.find(code);
    const found = new Set<ConceptNode>(first === undefined ? [] : [first]);
    // A Set gives what is added while it is walked.
    for (const node of found) {
      for (const next of step(node)) {
        const concept = this.find(next);
        if (concept !== undefined) found.add(concept);
      }
    }
    return [...found];
  }
}

/** The index of a stored CodeSystem. */
export function indexOfResource(resource: CodeSystem): CodeSystemIndex {
  const url = resource.url ?? '';
  const nodes = new Map<string, ConceptNode>();
  for (const concept of resource.concept ?? []) collect(concept, undefined, url, nodes);
  for (const node of nodes.values()) addPropertyChildren(node, nodes);
  const head: CodeSystemHead = {
    url,
    name: resource.name ?? url,
    version: resource.version,
    content: resource.content,
    caseSensitive: resource.caseSensitive !== false,
  };
  return new CodeSystemIndex(head, [...nodes.values()]);
}

function collect(
  concept: CodeSystemConcept,
  parent: string | undefined,
  system: string,
  nodes: Map<string, ConceptNode>,
): void {
  const properties = propertiesOf(concept);
  const parents = [parent, ...texts(properties.get('parent'))].filter((code) => code !== undefined);
  const { code, display, definition } = concept;
  const known = nodes.get(code);
  if (known !== undefined) nodes.set(code, { ...known, parents: [...new Set([...known.parents, ...parents])] });
  else nodes.set(code, { system, code, display, definition, parents, properties, ...flagsOf(properties) });
  for (const child of concept.concept ?? []) collect(child, code, system, nodes);
}

function propertiesOf({ property }: CodeSystemConcept): ReadonlyMap<string, readonly PropertyValue[]> {
  const map = new Map<string, PropertyValue[]>();
  for (const { code, ...values } of property ?? []) {
    const value =
      values.valueCode ?? values.valueString ?? values.valueBoolean ?? values.valueInteger ?? values.valueDateTime;
    const text = value ?? values.valueCoding?.code;
    if (text !== undefined) map.set(code, [...(map.get(code) ?? []), text]);
  }
  return map;
}

function texts(values: readonly PropertyValue[] | undefined): string[] {
  return (values ?? []).map(String);
}

const GONE = new Set(['retired', 'deprecated', 'inactive']);

function flagsOf(properties: ReadonlyMap<string, readonly PropertyValue[]>): { abstract: boolean; inactive: boolean } {
  const isTrue = (name: string): boolean => properties.get(name)?.includes(true) === true;
  const gone = texts(properties.get('status')).some((status) => GONE.has(status));
  return { abstract: isTrue('notSelectable') || isTrue('abstract'), inactive: gone || isTrue('inactive') };
}

/** Children may be named in a property of their parent. */
function addPropertyChildren({ code, properties }: ConceptNode, nodes: Map<string, ConceptNode>): void {
  for (const name of texts(properties?.get('child'))) {
    const child = nodes.get(name);
    if (child !== undefined && !child.parents.includes(code))
      nodes.set(name, { ...child, parents: [...child.parents, code] });
  }
}
