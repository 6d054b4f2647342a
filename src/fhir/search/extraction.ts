/**
 * The values of search parameters in a resource, by compiled FHIRPath, each extractor compiled once.
 *
 * Source  https://hl7.org/fhir/R4/searchparameter.html
 * Proof   extraction.test.ts
 */
import { compileFor, type Emit, type Extractor, type TypedValue } from '../fhirpath/index.ts';
import type { SearchParameter } from './parameters.ts';
import { pathElement, unionParts } from './source.ts';

/** A component of a composite, extracted from the element that both components stand in. */
export interface ComponentExtractor {
  readonly parameter: SearchParameter;
  readonly extractor: Extractor;
  /** It reads the resource (`%resource.…`), not the element. */
  readonly ofResource: boolean;
}

/** A composite: where its elements are, and its components in each. */
export interface CompositeExtractor {
  readonly context: Extractor;
  readonly components: readonly ComponentExtractor[];
}

/** A value of a search parameter with its FHIR type. */
export type ExtractedValue = TypedValue;

const extractors = new Map<string, Extractor>();
const composites = new Map<string, readonly CompositeExtractor[]>();
const NOTHING: Extractor = { text: '', types: [], direct: true, each: () => undefined, all: () => [] };

/** The extractor of a parameter over resources of `type`. */
export function extractorOf(type: string, parameter: SearchParameter): Extractor {
  const key = `${type} ${parameter.base}.${parameter.code}`;
  let found = extractors.get(key);
  if (found === undefined) extractors.set(key, (found = compiled(parameter.expression, type)));
  return found;
}

function compiled(expression: string | undefined, type: string): Extractor {
  return expression === undefined
    ? NOTHING
    : compileFor(expression.replaceAll('.ofType(DateTime)', '.ofType(dateTime)'), type);
}

/** Gives every value of a parameter. */
export function eachValue(type: string, parameter: SearchParameter, resource: object, emit: Emit): void {
  extractorOf(type, parameter).each(resource, emit);
}

/** FHIR types that the values of a parameter have. */
export function valueTypes(type: string, parameter: SearchParameter): readonly string[] {
  return extractorOf(type, parameter).types;
}

/** The required value set whose systems the codes of a parameter have, where it is one and the same. */
export function impliedValueSet(parameter: SearchParameter): string | undefined {
  const sets = new Set(unionParts(parameter.expression ?? '').map((part) => pathElement(part)?.requiredValueSet));
  return sets.size === 1 ? [...sets][0] : undefined;
}

/** The places of a composite, one for each of its contexts. */
export function compositeExtractors(type: string, parameter: SearchParameter): readonly CompositeExtractor[] {
  const key = `${type}.${parameter.code}`;
  let found = composites.get(key);
  if (found === undefined) {
    found = unionParts(parameter.expression ?? '').map((context) => compositeExtractor(context, type, parameter));
    composites.set(key, found);
  }
  return found;
}

function compositeExtractor(path: string, type: string, parameter: SearchParameter): CompositeExtractor {
  const context = compiled(path, type);
  const [elementType = type] = context.types;
  const components = parameter.components.map((component) => componentExtractor(component, elementType, type));
  return { context, components };
}

const OF_RESOURCE = /^%resource\./;

function componentExtractor(
  component: SearchParameter['components'][number],
  elementType: string,
  type: string,
): ComponentExtractor {
  const { parameter, expression } = component;
  const ofResource = OF_RESOURCE.test(expression);
  const extractor = ofResource
    ? compiled(expression.replace(OF_RESOURCE, `${type}.`), type)
    : compiled(expression, elementType);
  return { parameter, extractor, ofResource };
}
