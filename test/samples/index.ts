/** All samples. */
import type { Resource } from '../../src/fhir/index.ts';
import { PAPERS, PEOPLE } from './administrative.ts';
import { FINDINGS, TREATMENTS } from './clinical.ts';

export const SAMPLES: readonly Resource[] = [...PEOPLE, ...PAPERS, ...FINDINGS, ...TREATMENTS];
