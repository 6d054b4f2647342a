export {
  RESOURCE_TYPES,
  elementsOf,
  isA,
  isPrimitiveType,
  isResourceType,
  listedValueSet,
  listedValueSets,
  propertiesOf,
  typeDefinition,
  type Property,
} from './definitions.ts';
export type { BindingStrength, ElementDefinitionRow, TypeDefinition, TypeReference, ValueSetCodes } from './rows.ts';
export { Trail } from './trail.ts';
export {
  markupQuoted,
  markupTags,
  markupText,
  type MarkupAttribute,
  type MarkupFault,
  type MarkupTag,
} from './markup.ts';
export { copyJson, isObject, isScalar, sameJson } from './json.ts';
