export { applyJsonPatch } from './json-patch.ts';
export { applyFhirPathPatch } from './fhirpath-patch.ts';
export { MOST_OPERATIONS } from './limits.ts';
