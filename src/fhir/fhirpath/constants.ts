/**
 * `%name`: the constants of FHIRPath and FHIR, and the variables of the caller.
 *
 * Source  https://hl7.org/fhirpath/N1/#environment-variables, https://hl7.org/fhir/R4/fhirpath.html#variables
 * Proof   path.test.ts
 */
import { rootNode } from './navigate.ts';
import type { Collection } from './node.ts';
import { pathError, type Run, type Scope } from './run.ts';
import { strings } from './value.ts';

const SYSTEMS: Readonly<Record<string, string>> = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};

/** The value of a variable; throws `fhirpath.unknown-variable`. */
export function constantOf(name: string, run: Run, scope: Scope | undefined): Collection {
  for (let own = scope; own !== undefined; own = own.outer) if (own.name === name) return own.value;
  const { variables = {} } = run.environment;
  if (Object.hasOwn(variables, name)) return nodesOf(variables[name], run);
  const own = builtIn(name, run);
  if (own === undefined) throw pathError('unknown-variable', `there is no variable %${name}.`);
  return own;
}

/** Is the name taken by FHIRPath or FHIR? */
export function isReserved(name: string): boolean {
  return ['context', 'resource', 'rootResource'].includes(name) || fixedText(name) !== undefined;
}

function builtIn(name: string, run: Run): Collection | undefined {
  const { resource, rootResource } = run.environment;
  if (name === 'context') return run.root;
  if (name === 'resource') return resource === undefined ? run.root : nodesOf(resource, run);
  if (name === 'rootResource')
    return rootResource === undefined ? builtIn('resource', run) : nodesOf(rootResource, run);
  const text = fixedText(name);
  return text === undefined ? undefined : strings(text);
}

function fixedText(name: string): string | undefined {
  if (Object.hasOwn(SYSTEMS, name)) return SYSTEMS[name];
  if (name.startsWith('vs-')) return `http://hl7.org/fhir/ValueSet/${name.slice(3)}`;
  return name.startsWith('ext-') ? `http://hl7.org/fhir/StructureDefinition/${name.slice(4)}` : undefined;
}

function nodesOf(value: unknown, run: Run): Collection {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  run.spend(values.length / 4);
  return values.filter((item) => item !== undefined && item !== null).map((item) => rootNode(item));
}
