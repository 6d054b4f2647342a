/**
 * An AllergyIntolerance as rules see it; none for what is refuted, over, about no drug, or says that none is known.
 *
 * Source  https://hl7.org/fhir/R4/allergyintolerance.html
 * Proof   read.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import type { Allergy } from '../drug.ts';
import type { Knowledge } from '../knowledge/load.ts';
import { allCodes, ATC, codesIn, hasCode, labelOf, wordsOf } from './concept.ts';

type AllergyIntolerance = ResourceOfType['AllergyIntolerance'];

/** SNOMED CT: no known allergy, no known drug allergy. */
const NONE_KNOWN = ['716186003', '409137002'];

export function allergyOf(knowledge: Knowledge, resource: AllergyIntolerance): Allergy | undefined {
  const { code, reaction = [] } = resource;
  if (hasCode(resource.verificationStatus, 'refuted', 'entered-in-error')) return undefined;
  if (hasCode(resource.clinicalStatus, 'inactive', 'resolved') || hasCode(code, ...NONE_KNOWN)) return undefined;
  const concepts = [code, ...reaction.map(({ substance }) => substance)];
  const codes = concepts.flatMap((one) => codesIn(one, ATC));
  if (codes.length === 0 && !isOfDrugs(resource)) return undefined;
  const words = concepts.flatMap(wordsOf);
  const lower = words.map((word) => word.toLowerCase().trim());
  return {
    id: `AllergyIntolerance/${resource.id ?? ''}`,
    label: labelOf(code, 'allergy'),
    ...knowledge.catalogue.product(codes, words),
    classes: codes.filter((one) => one.length < 7),
    known: knowledge.allergies.groups.some(({ also }) => lower.some((word) => also.includes(word))),
    words: lower,
    intolerance: resource.type === 'intolerance',
    reactions: reaction.flatMap(({ manifestation, description }) => [
      ...manifestation.flatMap((one) => [...allCodes(one), ...wordsOf(one).map((word) => word.toLowerCase())]),
      ...(description === undefined ? [] : [description.toLowerCase()]),
    ]),
  };
}

/** Food and surroundings are not compared with drugs; what says no category is. */
function isOfDrugs({ category }: AllergyIntolerance): boolean {
  return category === undefined || category.some((one) => one === 'medication' || one === 'biologic');
}
