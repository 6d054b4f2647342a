/**
 * Cases of the official FHIRPath suite that Maru does not pass, each with its reason. This list can only shrink.
 */
export const FHIRPATH_GAPS: Readonly<Record<string, string>> = {};
