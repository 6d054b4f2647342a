import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import type { GivingState } from './use-giving.ts';

interface Props {
  readonly state: GivingState;
  readonly dose: DueDose | undefined;
}

const IDENTIFIERS = ['name', 'birthDate', 'number'] as const;

/** A code that cannot be read is entered by hand; without any scanner the patient says who it is. Both count as not scanned. */
export function ByHand({ state, dose }: Props) {
  const { t } = usePreferences();
  const [lot, setLot] = useState('');
  const [expiry, setExpiry] = useState('');
  const enter = () => {
    if (dose?.product === undefined) return;
    if (!state.giving.scannerAbsent) state.scan('product', null);
    state.choose('manual-entry', {
      action: 'manual-entry',
      product: dose.product,
      ...(lot.trim() === '' ? {} : { lot: lot.trim() }),
      ...(expiry === '' ? {} : { expiry }),
    });
  };
  return (
    <div className={styles['more']}>
      <NoScanner state={state} />
      {dose?.product === undefined ? (
        <p className={styles['note']}>{t('bedside.choose-first')}</p>
      ) : (
        <>
          <label className={styles['field']}>
            {t('bedside.lot')}
            <input name="lot" maxLength={20} value={lot} onChange={({ target }) => setLot(target.value)} />
          </label>
          <label className={styles['field']}>
            {t('bedside.expiry')}
            <input name="expiry" type="date" value={expiry} onChange={({ target }) => setExpiry(target.value)} />
          </label>
          <button type="button" className={styles['chip']} data-enter-by-hand onClick={enter}>
            {t('bedside.enter-by-hand')}
          </button>
        </>
      )}
    </div>
  );
}

function NoScanner({ state }: { readonly state: GivingState }) {
  const { t } = usePreferences();
  const { giving } = state;
  const [said, setSaid] = useState<readonly string[]>([]);
  const identify = (name: string, on: boolean) => {
    const now = on ? [...said, name] : said.filter((one) => one !== name);
    setSaid(now);
    const step = { action: 'manual-identify', patient: giving.patient, identifiers: now };
    state.choose('manual-identify', now.length === 0 ? undefined : step);
  };
  return (
    <>
      <Checkbox
        size="lg"
        label={t('bedside.no-scanner')}
        checked={giving.scannerAbsent}
        data-no-scanner
        onChange={({ target }) => state.set((now) => ({ ...now, scannerAbsent: target.checked }))}
      />
      {giving.scannerAbsent && (
        <fieldset className={styles['choices']}>
          <legend>{t('bedside.identify')}</legend>
          <div className={styles['chips']}>
            {IDENTIFIERS.map((name) => (
              <Checkbox
                key={name}
                size="lg"
                label={t(`bedside.identify.${name}`)}
                checked={said.includes(name)}
                data-identify={name}
                onChange={({ target }) => identify(name, target.checked)}
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
