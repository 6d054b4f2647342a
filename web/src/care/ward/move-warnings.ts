/**
 * What speaks against a bed: a room of the other sex, or a room shared with others while isolated. It warns, it does not stop.
 *
 * Proof   move-warnings.test.ts, ward.test.ts
 */
import type { BedLine, BoardAnswer, StayLine } from './api.ts';

export type MoveWarning = 'other-sex' | 'isolated-in-shared' | 'into-isolation';

const isolated = (stay: StayLine | undefined): boolean =>
  stay?.flags?.some((one) => one.startsWith('isolation')) === true;

export function moveWarnings({ beds }: Pick<BoardAnswer, 'beds'>, from: BedLine, to: BedLine): readonly MoveWarning[] {
  const others = beds
    .filter(({ room, bed }) => room === to.room && bed !== from.bed && bed !== to.bed)
    .flatMap(({ stay }) => stay ?? []);
  const sex = from.stay?.gender;
  const found: MoveWarning[] = [];
  if (sex !== undefined && others.some(({ gender }) => gender !== undefined && gender !== sex)) found.push('other-sex');
  if (isolated(from.stay) && others.length > 0) found.push('isolated-in-shared');
  if (!isolated(from.stay) && others.some(isolated)) found.push('into-isolation');
  return found;
}
