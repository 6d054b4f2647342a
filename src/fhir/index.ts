export {
  copyJson,
  elementsOf,
  isA,
  isPrimitiveType,
  isResourceType,
  listedValueSet,
  listedValueSets,
  propertiesOf,
  RESOURCE_TYPES,
  sameJson,
  typeDefinition,
  type BindingStrength,
  type ElementDefinitionRow,
  type Property,
  type TypeDefinition,
  type TypeReference,
  type ValueSetCodes,
} from './definitions/index.ts';
export { applyFhirPathPatch, applyJsonPatch, fhirPathDifference } from './patch/index.ts';
export { selectElements, summarise } from './summary.ts';
export { mapReferences, type ReferencePlace, type ReferenceVisitor } from './references.ts';
export { validateResource, type ValidationOptions } from './validation/index.ts';
export type {
  Address,
  Age,
  Annotation,
  Attachment,
  Bundle,
  BundleEntry,
  CapabilityStatement,
  CodeSystem,
  CodeSystemConcept,
  CodeableConcept,
  Coding,
  ContactPoint,
  DomainResource,
  Element,
  Extension,
  HumanName,
  Identifier,
  Meta,
  Narrative,
  OperationOutcome,
  Parameters,
  ParametersParameter,
  Patient,
  Period,
  Quantity,
  Range,
  Ratio,
  Reference,
  Resource,
  ResourceOfType,
  ResourceType,
  ValueSet,
} from './generated/types.ts';
export {
  compileFor,
  compilePath,
  PathNode,
  type CompileOptions,
  type CompiledPath,
  type Emit,
  type Extractor,
  type PathEnvironment,
  type TypedValue,
} from './fhirpath/index.ts';
export {
  compartmentParameters,
  mainColumns,
  parameterOf,
  parametersOf,
  storedParts,
  storedReference,
  type MainColumns,
  type SearchParameter,
} from './search/parameters.ts';
export { patientsOf, ownersIn } from './search/compartment.ts';
export { SEARCH_TYPES, typeNumber, type ParameterKind } from './search/source.ts';
export {
  comparedText,
  comparedTexts,
  derivedTexts,
  plainTexts,
  contactText,
  dateElement,
  isLocalReference,
  numberElement,
  quantityElement,
  referenceElement,
  tokenElement,
  typeOfReference,
  UCUM,
  uriElement,
  writtenTexts,
  type CodedValue,
  type NumberInterval,
  type QuantityElement,
  type ReferenceElement,
  type TokenElement,
} from './search/elements.ts';
export {
  compositeExtractors,
  eachValue,
  extractorOf,
  impliedValueSet,
  valueTypes,
  type ComponentExtractor,
  type CompositeExtractor,
} from './search/extraction.ts';
export { parseSearch, readPairs, type ParseOptions } from './search/parse.ts';
export { SEARCH_LIMITS } from './search/criteria.ts';
export type {
  Branch,
  Criterion,
  DateValue,
  IgnoredParameter,
  Include,
  Modifier,
  NumberValue,
  Prefix,
  QuantityValue,
  SearchQuery,
  SearchValue,
  SortKey,
  TokenValue,
} from './search/query.ts';
export { canonicalBounds, type CanonicalBounds } from './search/canonical.ts';
export type { CompositeValue, NearValue, OfTypeValue, ReferenceValue, StringValue, UriValue } from './search/query.ts';
export { isBelow, urisAbove } from './search/uris.ts';
export { matchesCriteria, matchesCriterion, matchesSearch, valuesOf } from './search/match.ts';
export type { World } from './search/world.ts';
export { compareSorted, compareValues, sortValues, type SortValue } from './search/sort.ts';
export { searchedWords } from './search/full-text.ts';
export { parametersOf as searchParametersOf } from './search/parameters.ts';
export { nameSounds, soundsOf } from './search/phonetic.ts';
