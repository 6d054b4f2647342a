/**
 * Other patients of the same name who are in the house now: whoever orders is told, because names are what people mix up.
 *
 * Proof   orders.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';

/** How many there are. A person whose name is not recorded has none. */
export async function namesakes(context: Context, patient: string): Promise<number> {
  const { name = [] } = await readResource(context, 'Patient', patient);
  const text = name.find(({ use }) => use === 'official')?.text ?? name[0]?.text;
  if (text === undefined || text === '') return 0;
  const same = await findResources(context, 'Patient', {
    'name:exact': text.replace(/[\\,$|]/g, (sign) => `\\${sign}`),
  });
  const others = same.flatMap(({ id }) => (id === undefined || id === patient ? [] : [`Patient/${id}`]));
  if (others.length === 0) return 0;
  const stays = await findResources(context, 'Encounter', {
    subject: others.slice(0, 200).join(','),
    status: 'in-progress',
  });
  return new Set(stays.map(({ subject }) => idIn(subject, 'Patient'))).size;
}
