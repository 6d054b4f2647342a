/**
 * The packs that were scanned for one order: each once, and at first as many units as are still missing.
 *
 * Proof   scanned-packs.test.ts
 */
import type { MessageKey } from '../../messages/messages.ts';
import type { Pack, Scanned } from './api.ts';

export type PackFault = 'wrong-product' | 'expired';

/** A pack and how many units are taken from it. */
export interface TakenPack {
  readonly raw: string;
  readonly pack: Pack;
  readonly units: number;
  readonly fault?: PackFault;
}

export function totalOf(packs: readonly TakenPack[]): number {
  return packs.reduce((sum, { units }) => sum + units, 0);
}

/** The packs with one more. The same pack again is one more unit of it, unless it has a serial number of its own. */
export function withScan(
  packs: readonly TakenPack[],
  raw: string,
  { pack, product, expired }: Scanned,
  wanted: string,
  needed: number,
): readonly TakenPack[] {
  const same = packs.find((one) => one.raw === raw);
  if (same !== undefined)
    return pack.serial !== undefined
      ? packs
      : packs.map((one) => (one === same ? { ...one, units: one.units + 1 } : one));
  const fault: PackFault | undefined = product.id === wanted ? (expired ? 'expired' : undefined) : 'wrong-product';
  const missing = Math.max(1, needed - totalOf(packs));
  const units = pack.serial === undefined && fault === undefined ? missing : 1;
  return [...packs, { raw, pack, units, ...(fault === undefined ? {} : { fault }) }];
}

/** What is wrong with a pack, in words. */
export function scannedFault(fault: PackFault): MessageKey {
  return fault === 'expired' ? 'pharmacy.pack.expired' : 'pharmacy.pack.wrong-product';
}
