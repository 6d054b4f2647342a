/**
 * What runs without the house: the rules of giving over a ward's snapshot. The browser of a ward station enters the room here,
 * and nothing behind this door needs a server, a clock or a disk.
 */
export {
  cacheMinutes,
  decideOffline,
  dosesOf,
  isGiven,
  type StationAnswer,
  type StationAsk,
  type StationDose,
  type StationStanding,
} from './decide.ts';
export type {
  AllergyState,
  BothNames,
  StationEntry,
  StationOrder,
  StationPatient,
  StationResult,
  StationStaff,
  UnreadableOrder,
  WardSnapshot,
} from './snapshot.ts';
export { Station, type House, type Kept, type Reach, type Replayed, type StationView } from './station.ts';
export { SealBroken } from './vault.ts';
export type { Message, Step } from '../loop/index.ts';
export { parseGs1 } from '../gs1/index.ts';
