/**
 * Compiles StructureDefinitions into rows: one per datatype, resource and backbone, with its own elements only.
 *
 * Row of an element: [name, min, max (-1 is *), types, flags, binding]. `types` joins the choices with `|`; a type may carry
 * its targets, `Reference(Patient|Group)`, or a profile, `Quantity:SimpleQuantity`. A backbone's type is its path, which is
 * also how a content reference is written. `flags`: S in summary, M modifier. Binding: strength letter and number of the
 * value set.
 *
 * Source  https://hl7.org/fhir/R4/elementdefinition.html
 * Proof   src/fhir/definitions/definitions.test.ts
 */
import type { Source, SourceElement, SourceStructure, SourceType } from './source.ts';

export type ElementRow = [name: string, min: number, max: number, types: string, flags?: string, binding?: string];

export interface TypeRow {
  kind: 'resource' | 'complex' | 'primitive' | 'backbone';
  base?: string;
  abstract?: true;
  regex?: string;
  elements?: ElementRow[];
}

export interface StructuresArtefact {
  valueSets: string[];
  types: Record<string, TypeRow>;
}

const PREFIX = 'http://hl7.org/fhir/StructureDefinition/';
const STRENGTH: Readonly<Record<string, string>> = { required: 'r', extensible: 'e', preferred: 'p', example: 'x' };

/** All types of R4, sorted by name, inherited elements left out. */
export function compileStructures(source: Source): StructuresArtefact {
  const valueSets = [...new Set(source.structures.flatMap(boundValueSets))].toSorted();
  const types = new Map<string, TypeRow>();
  for (const structure of source.structures) addType(structure, types, valueSets);
  for (const structure of source.structures) assertInherited(structure, types, valueSets);
  return { valueSets, types: Object.fromEntries([...types].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

function boundValueSets(structure: SourceStructure): string[] {
  return structure.snapshot.element.flatMap((e) =>
    e.binding?.valueSet === undefined ? [] : [canonicalUrl(e.binding.valueSet)],
  );
}

function canonicalUrl(canonical: string): string {
  return canonical.split('|')[0] ?? canonical;
}

function addType(structure: SourceStructure, types: Map<string, TypeRow>, valueSets: readonly string[]): void {
  const row: TypeRow = { kind: kindOf(structure) };
  if (structure.baseDefinition !== undefined) row.base = structure.baseDefinition.slice(PREFIX.length);
  if (structure.abstract) row.abstract = true;
  const regex = regexOf(structure);
  if (regex !== undefined) row.regex = regex;
  types.set(structure.name, row);
  if (row.kind === 'primitive') return;
  row.elements = [];
  for (const element of structure.snapshot.element.slice(1)) addElement(element, types, valueSets);
}

function kindOf(structure: SourceStructure): TypeRow['kind'] {
  if (structure.kind === 'resource') return 'resource';
  return structure.kind === 'primitive-type' ? 'primitive' : 'complex';
}

function regexOf(structure: SourceStructure): string | undefined {
  const value = structure.snapshot.element.find(
    (e) => e.path.endsWith('.value') && structure.kind === 'primitive-type',
  );
  return value?.type?.[0]?.extension?.find((x) => x.url === `${PREFIX}regex`)?.valueString;
}

function addElement(element: SourceElement, types: Map<string, TypeRow>, valueSets: readonly string[]): void {
  if (element.base.path !== element.path) return;
  const parent = types.get(parentPath(element.path));
  if (parent?.elements === undefined) throw new Error(`${element.path} has no parent.`);
  parent.elements.push(elementRow(element, valueSets));
  const code = element.type?.[0]?.code;
  if (backboneBase(element) !== undefined)
    types.set(element.path, { kind: 'backbone', base: code ?? '', elements: [] });
}

function backboneBase(element: SourceElement): string | undefined {
  const code = element.type?.length === 1 ? element.type[0]?.code : undefined;
  return code === 'BackboneElement' || code === 'Element' ? code : undefined;
}

function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

/** The row of an element. */
export function elementRow(element: SourceElement, valueSets: readonly string[]): ElementRow {
  const name = element.path.slice(element.path.lastIndexOf('.') + 1);
  const max = element.max === '*' ? -1 : Number(element.max);
  const flags = `${element.isSummary === true ? 'S' : ''}${element.isModifier === true ? 'M' : ''}`;
  const row: ElementRow = [name, element.min, max, typesText(element)];
  const binding = bindingText(element, valueSets);
  if (flags !== '' || binding !== undefined) row.push(flags);
  if (binding !== undefined) row.push(binding);
  return row;
}

function bindingText(element: SourceElement, valueSets: readonly string[]): string | undefined {
  if (element.binding?.valueSet === undefined) return undefined;
  return `${STRENGTH[element.binding.strength] ?? 'x'}${valueSets.indexOf(canonicalUrl(element.binding.valueSet))}`;
}

function typesText(element: SourceElement): string {
  if (element.contentReference !== undefined) return element.contentReference.slice(1);
  if (backboneBase(element) !== undefined && element.base.path === element.path) return element.path;
  return (element.type ?? []).map((type) => typeText(type, element.path)).join('|');
}

function typeText(type: SourceType, path: string): string {
  if (type.code.startsWith('http://hl7.org/fhirpath/')) return systemType(path);
  const profile = type.profile?.[0];
  if (profile !== undefined && /\/(Simple|Money)Quantity$/.test(profile))
    return `${type.code}:${profile.slice(PREFIX.length)}`;
  const targets = (type.targetProfile ?? []).map((target) => target.slice(PREFIX.length));
  return targets.length === 0 ? type.code : `${type.code}(${targets.join(',')})`;
}

// The published definitions call Resource.id a string; https://hl7.org/fhir/R4/resource.html#id says id.
function systemType(path: string): string {
  if (path === 'Extension.url') return 'uri';
  return /^[A-Z]\w*\.id$/.test(path) && path !== 'Element.id' ? 'id' : 'string';
}

/** Fails where an inherited element is not the base's: the artefact leaves inherited elements out. */
function assertInherited(
  structure: SourceStructure,
  types: ReadonlyMap<string, TypeRow>,
  valueSets: readonly string[],
): void {
  if (structure.kind === 'primitive-type') return;
  for (const element of structure.snapshot.element.slice(1)) {
    if (element.base.path === element.path) continue;
    const [baseType = '', name] = element.base.path.split('.');
    const base = types.get(baseType)?.elements?.find(([own]) => own === name);
    const [, min, max, text, flags = ''] = elementRow(element, valueSets);
    const [, baseMin, baseMax, baseText, baseFlags = ''] = base ?? ['', 0, 0, ''];
    const same = min === baseMin && max === baseMax && sameTypes(text, baseText) && flags === baseFlags;
    if (!same)
      throw new Error(`${element.path} differs from ${element.base.path}: ${text} ${flags} / ${baseText} ${baseFlags}`);
  }
}

function sameTypes(text: string, base: string): boolean {
  return text === base || (base === 'id' && text === 'string') || (base === 'string' && text === 'id');
}
