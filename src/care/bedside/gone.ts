/**
 * Is the patient of an order still here? Died, or discharged from the stay that the order belongs to. An outpatient's visit may
 * be over before the specimen is taken: only stays count.
 *
 * Source  https://hl7.org/fhir/R4/encounter.html
 * Proof   ../laboratory/gone.int.test.ts
 */
import type { Reference } from '../../fhir/index.ts';
import type { LoopState } from '../loop/index.ts';
import { idIn, readResource } from './chart.ts';
import type { Wearer } from './people.ts';
import type { Session } from './session.ts';

const STAYS = new Set(['IMP', 'ACUTE', 'NONAC', 'EMER']);
const OVER = new Set(['finished', 'cancelled', 'entered-in-error']);

/** What the loop looks at of the patient: band, and whether the patient is gone. */
export async function hereOf(
  session: Session,
  { patients, bandShared, deceased }: Wearer,
  encounter: Reference | undefined,
): Promise<Pick<LoopState, 'patients' | 'bandShared' | 'gone'>> {
  const here = { patients, bandShared };
  if (deceased) return { ...here, gone: 'deceased' };
  const id = idIn(encounter, 'Encounter');
  if (id === undefined) return here;
  const { status, class: kind } = await readResource(session.safety, 'Encounter', id);
  return OVER.has(status) && STAYS.has(kind.code ?? '') ? { ...here, gone: 'discharged' } : here;
}
