/**
 * Scans on the ward's list: a badge is kept, a band opens its patient's chart and takes the badge with it.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { search } from '../../fhir/client.ts';
import type { Step } from './api.ts';
import { carry } from './carried.ts';
import { bandNumber, scanCodes, type ScanFault } from './scan-code.ts';
import { useScanner } from './use-scanner.ts';

const BAND = 'https://id.gs1.org/8018';

/** What is said about the last scan. */
export type Notice =
  | 'ready'
  | 'badge'
  | 'looking'
  | 'unknown-band'
  | 'shared-band'
  | 'failed'
  | 'band-first'
  | ScanFault;

export function useWardScans(): { readonly notice: Notice } {
  const navigate = useNavigate();
  const [notice, setNotice] = useState<Notice>('ready');
  const [badge, setBadge] = useState<Step>();
  const find = async (raw: string, badges: readonly Step[]) => {
    setNotice('looking');
    const patients = await patientsWith(bandNumber(raw) ?? '').catch(() => undefined);
    const [patient] = patients ?? [];
    if (patients === undefined) return setNotice('failed');
    if (patients.length > 1) return setNotice('shared-band');
    if (patient === undefined) return setNotice('unknown-band');
    carry(patient, [...badges, { scan: 'band', raw }], Date.now());
    return navigate({ to: '/patients/$id/drug-chart', params: { id: patient }, search: {} });
  };
  useScanner((typed) => {
    let badges: readonly Step[] = badge === undefined ? [] : [badge];
    for (const code of scanCodes(typed)) {
      if (code.kind === 'fault') setNotice(code.fault);
      if (code.kind === 'product') setNotice('band-first');
      if (code.kind === 'badge') {
        badges = [{ scan: 'badge', raw: code.raw }];
        setBadge(badges[0]);
        setNotice('badge');
      }
      if (code.kind === 'band') void find(code.raw, badges);
    }
  });
  return { notice };
}

async function patientsWith(number: string): Promise<readonly string[]> {
  const { matches } = await search('Patient', { identifier: `${BAND}|${number}`, _count: 2 });
  return matches.flatMap(({ id }) => id ?? []);
}
