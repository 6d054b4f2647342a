/**
 * Composites whose parts must stand in one element: tokens for two codes, quantity rows that carry their code, number rows
 * for the two coordinates of a sequence. Composites over the whole resource need no rows: they are their parts.
 *
 * Source  https://hl7.org/fhir/R4/search.html#composite
 * Proof   rows.int.test.ts, ../search/property.int.test.ts
 */
import {
  compositeExtractors,
  numberElement,
  quantityElement,
  referenceElement,
  tokenElement,
  type CodedValue,
  type ComponentExtractor,
  type CompositeExtractor,
  type SearchParameter,
  type TypedValue,
} from '../../fhir/index.ts';
import type { Hash64 } from '../../kernel/index.ts';
import type { RowBuilder } from './builder.ts';
import { bareKey, fullKey, nameOf, partsKey, systemKey, targetKey } from './keys.ts';
import { quantityRow } from './writers.ts';

/** Puts the values of one composite into the rows of its resource. */
export type CompositeWriter = (rows: RowBuilder, resource: object) => void;

/** How a composite is kept. */
export type CompositeShape = 'parts' | 'tokens' | 'quantity' | 'numbers';

/** The shape of a composite, by the kinds of its components. */
export function compositeShape(parameter: SearchParameter): CompositeShape {
  if (parameter.wholeResource) return 'parts';
  const kinds = parameter.components.map((component) => component.parameter.kind);
  if (kinds.length === 3) return 'numbers';
  return kinds[1] === 'quantity' ? 'quantity' : 'tokens';
}

/** The writers of a composite of `type`; none where it is answered by other parameters. */
export function compositeWriters(type: string, parameter: SearchParameter): readonly CompositeWriter[] {
  const shape = compositeShape(parameter);
  if (shape === 'parts' || parameter.answer.from !== 'index') return [];
  const write = SHAPES[shape];
  return compositeExtractors(type, parameter).map(
    (composite) => (rows: RowBuilder, resource: object) =>
      composite.context.each(resource, (element) => write(rows, parameter, composite, element, resource)),
  );
}

type ElementWriter = (
  rows: RowBuilder,
  parameter: SearchParameter,
  composite: CompositeExtractor,
  element: unknown,
  resource: object,
) => void;

const SHAPES: Readonly<Record<Exclude<CompositeShape, 'parts'>, ElementWriter>> = {
  tokens: (rows, parameter, { components: [first, second] }, element, resource) => {
    const name = nameOf(parameter);
    const others = partKeys(second, element, resource);
    for (const one of partKeys(first, element, resource))
      for (const other of others) rows.token(partsKey(name, one, other));
  },
  quantity: (rows, parameter, { components: [coded, measured] }, element, resource) => {
    const name = nameOf(parameter);
    const beside = codingsOf(coded, element, resource);
    for (const { value, type } of valuesOf(measured, element, resource)) {
      const quantity = quantityElement(value, type);
      if (quantity === undefined) continue;
      for (const coding of beside) rows.quantities.push(quantityRow(parameter.key, quantity, { name, coding }));
    }
  },
  numbers: (rows, parameter, { components: [, start, end] }, element, resource) => {
    const [low] = valuesOf(start, element, resource).map(({ value, type }) => numberElement(value, type)?.low);
    const [high] = valuesOf(end, element, resource).map(({ value, type }) => numberElement(value, type)?.low);
    if (low !== undefined && high !== undefined) rows.numbers.push({ p: parameter.key, low, high });
  },
};

function valuesOf(
  component: ComponentExtractor | undefined,
  element: unknown,
  resource: object,
): readonly TypedValue[] {
  if (component === undefined) return [];
  return component.extractor.all(component.ofResource ? resource : (element as object));
}

function codingsOf(
  component: ComponentExtractor | undefined,
  element: unknown,
  resource: object,
): readonly CodedValue[] {
  return valuesOf(component, element, resource).flatMap(({ value, type }) => tokenElement(value, type).codings);
}

/** What a part of a token composite can be asked by. */
function partKeys(component: ComponentExtractor | undefined, element: unknown, resource: object): Hash64[] {
  if (component?.parameter.kind === 'reference') {
    return valuesOf(component, element, resource).flatMap(({ value, type }) =>
      referenceElement(value, type).targets.map(targetKey),
    );
  }
  const name = 'part';
  return valuesOf(component, element, resource)
    .flatMap(({ value, type }) => tokenElement(value, type).codings)
    .flatMap((coding) => codingKeys(name, coding));
}

function codingKeys(name: string, { system, code }: CodedValue): Hash64[] {
  const keys = system === undefined ? [] : [systemKey(name, system)];
  if (code !== undefined) keys.push(bareKey(name, code), fullKey(name, system ?? '', code));
  return keys;
}
