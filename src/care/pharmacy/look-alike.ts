/**
 * Drugs whose names are mixed up: as the product file says, and the pairs that are published.
 *
 * Source  ISMP and FDA lists of look-alike drug names with recommended tall man letters (2016): pairs of generic names
 * Proof   look-alike.test.ts
 */
import { extensionsIn } from '../systems.ts';
import { drugName } from '../bedside/products.ts';
import type { Medication } from './codes.ts';

const PAIRS: readonly (readonly [string, string])[] = [
  ['acetazolamide', 'acetohexamide'],
  ['bupropion', 'buspirone'],
  ['chlorpromazine', 'chlorpropamide'],
  ['clomifene', 'clomipramine'],
  ['ciclosporin', 'cycloserine'],
  ['daunorubicin', 'doxorubicin'],
  ['dimenhydrinate', 'diphenhydramine'],
  ['dobutamine', 'dopamine'],
  ['glipizide', 'glyburide'],
  ['hydralazine', 'hydroxyzine'],
  ['hydromorphone', 'morphine'],
  ['medroxyprogesterone', 'methylprednisolone'],
  ['nicardipine', 'nifedipine'],
  ['prednisone', 'prednisolone'],
  ['sulfadiazine', 'sulfasalazine'],
  ['tolazamide', 'tolbutamide'],
  ['vinblastine', 'vincristine'],
  ['epinephrine', 'ephedrine'],
  ['epinephrine', 'norepinephrine'],
  ['fentanyl', 'sufentanil'],
  ['lamivudine', 'lamotrigine'],
  ['clonazepam', 'lorazepam'],
  ['quetiapine', 'olanzapine'],
  ['risperidone', 'ropinirole'],
  ['tramadol', 'trazodone'],
  ['vancomycin', 'vecuronium'],
  ['cisplatin', 'carboplatin'],
  ['metformin', 'metronidazole'],
  ['oxycodone', 'oxycontin'],
  ['carbamazepine', 'oxcarbazepine'],
];

/** Names with which this drug is mixed up; another strength of the same name is told by its strength. */
export function lookAlikes(medication: Medication | undefined): readonly string[] {
  if (medication === undefined) return [];
  const told = extensionsIn(medication, 'look-alike').flatMap(({ valueString }) => valueString ?? []);
  const name = drugName(medication);
  const paired = PAIRS.flatMap(([one, other]) => (one === name ? [other] : other === name ? [one] : []));
  const own = new Set([name, medication.ingredient?.[0]?.itemCodeableConcept?.text, medication.code?.text]);
  return [...new Set([...told, ...paired])].filter((other) => !own.has(other));
}
