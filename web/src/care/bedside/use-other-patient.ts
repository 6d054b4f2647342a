/**
 * Another patient that was opened in another tab after this one's band was scanned: whoever confirms may be looking at that one.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { useEffect, useState } from 'react';
import { watchTabs } from '../../record/banner/other-tabs.ts';
import type { Step } from './api.ts';
import { isScan } from './give-steps.ts';

/** The other patient; undefined where none was opened since the band was read last. */
export function useOtherPatient(patient: string, scans: readonly Step[]): string | undefined {
  const [others, setOthers] = useState<ReadonlyMap<string, string>>(new Map());
  const band = scans.find((one) => isScan(one, 'band'));
  const [seen, setSeen] = useState<{ readonly band: Step | undefined; readonly others: ReadonlyMap<string, string> }>();
  useEffect(() => watchTabs(patient, setOthers), [patient]);
  if (seen === undefined || seen.band !== band) setSeen({ band, others });
  const before = new Set(seen?.others.values());
  return [...others.values()].find((one) => one !== patient && !before.has(one));
}
