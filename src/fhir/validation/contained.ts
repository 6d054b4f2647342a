/**
 * The contained resources of one resource and the `#id` references between them and it.
 *
 * Source  https://hl7.org/fhir/R4/references.html#contained, https://hl7.org/fhir/R4/domainresource.html (dom-2, dom-3)
 * Proof   contained.test.ts
 */
import type { OutcomeCategory } from '../../kernel/index.ts';
import type { Trail } from '../definitions/index.ts';

/** The part of a walk that is needed here: where it stands, and where faults go. */
interface FaultPlace {
  readonly trail: Trail;
  fault(category: OutcomeCategory, code: string, message: string, expression?: string): void;
}

interface LocalReference {
  readonly id: string;
  readonly path: string;
  readonly targets: ReadonlySet<string> | undefined;
}

/** What is contained in one resource, and which `#id` references were met in it. */
export class ContainedScope {
  readonly #types = new Map<string, string>();
  readonly #paths = new Map<string, string>();
  readonly #references: LocalReference[] = [];
  readonly #named = new Set<string>();
  /** Id of the contained resource that the walk is in. */
  #inside: string | undefined;

  get inContained(): boolean {
    return this.#inside !== undefined;
  }

  /** The walk goes into a contained resource. */
  enter(resource: Readonly<Record<string, unknown>>, walk: FaultPlace): void {
    const { id, resourceType } = resource;
    this.#inside = typeof id === 'string' ? id : '';
    if (typeof id !== 'string') {
      walk.fault('required', 'contained-id', 'A contained resource needs an id, so that it can be referred to.');
    } else if (this.#types.has(id)) {
      walk.fault('value', 'contained-id', `Two contained resources have the id '${id}'; give each its own.`);
    } else {
      this.#types.set(id, String(resourceType));
      this.#paths.set(id, walk.trail.toString());
    }
  }

  leave(): void {
    this.#inside = undefined;
  }

  /** A Reference starting with `#`; `#` alone names the container, which counts for the one that says it. */
  refer(text: string, targets: ReadonlySet<string> | undefined, walk: FaultPlace): void {
    const id = text.slice(1);
    if (id !== '') this.#references.push({ id, path: walk.trail.toString(), targets });
    this.name(text);
  }

  /** A uri starting with `#`: it may name a contained resource. */
  name(text: string): void {
    const id = text.slice(1);
    if (id !== this.#inside) this.#named.add(id === '' ? (this.#inside ?? '') : id);
  }

  /** Compares both sides when the whole resource has been walked. */
  finish(walk: FaultPlace): void {
    for (const reference of this.#references) this.#check(reference, walk);
    for (const [id, path] of this.#paths) if (!this.#named.has(id)) unused(id, path, walk);
  }

  #check({ id, path, targets }: LocalReference, walk: FaultPlace): void {
    const type = this.#types.get(id);
    if (type === undefined)
      walk.fault('value', 'contained-missing', `No contained resource has the id '${id.slice(0, 64)}'.`, path);
    else if (targets !== undefined && !targets.has(type))
      walk.fault('value', 'reference-target', `This may refer to ${[...targets].join(', ')}, not to ${type}.`, path);
  }
}

function unused(id: string, path: string, walk: FaultPlace): void {
  const message = `Nothing refers to the contained resource '#${id.slice(0, 64)}': refer to it, or store it by itself.`;
  walk.fault('value', 'contained-unused', message, path);
}
