/**
 * One order that is prepared: which doses, which packs were scanned, how many units of each; then one button.
 *
 * Proof   test/journey/pharmacy.test.ts, scanned-packs.test.ts
 */
import { Button, CloseButton } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { dateText } from '../../format/date.ts';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { act, readScan, type PrepareLine, type Scanned } from './api.ts';
import { clockText } from './clock.ts';
import { Fault, Marks, ProductName, Where, Who } from './parts.tsx';
import { ScanField } from './ScanField.tsx';
import { scannedFault, totalOf, withScan, type TakenPack } from './scanned-packs.ts';
import styles from './pharmacy.module.css';

interface Props {
  readonly line: PrepareLine;
  readonly prepared: (dispense: string) => void;
}

export function PreparePane({ line, prepared }: Props) {
  const { t } = usePreferences();
  const [chosen, setChosen] = useState<readonly string[]>(line.slots);
  const [loose, setLoose] = useState(1);
  const [packs, setPacks] = useState<readonly TakenPack[]>([]);
  const needed = (line.asNeeded ? loose : chosen.length) * line.unitsPerDose;
  const scanning = useMutation({
    mutationFn: readScan,
    onSuccess: (scan: Scanned, raw) => setPacks((before) => withScan(before, raw, scan, line.product.id ?? '', needed)),
  });
  const dispensing = useMutation({
    mutationFn: () =>
      act<{ dispense: string }>('dispense', {
        order: line.order,
        version: line.version,
        ...(line.asNeeded ? { asNeeded: loose } : { slots: chosen }),
        scans: packs.map(({ raw, units }) => ({ raw, units })),
      }),
    onSuccess: ({ dispense }) => prepared(dispense),
  });
  const total = totalOf(packs);
  const ready = total === needed && needed > 0 && packs.every(({ fault }) => fault === undefined);
  return (
    <div className={styles['decide']} data-order={line.order}>
      <div className={styles['scroll']}>
        <header className={styles['patient']}>
          <div className={styles['patientTop']}>
            <Who patient={line.patient} />
            <span className={styles['quiet']}>
              <Where place={line.place} />
            </span>
          </div>
        </header>
        <section className={styles['ordered']}>
          <h2 className={styles['orderedDrug']}>
            <ProductName product={line.product} />
          </h2>
          <div className={styles['orderedDose']}>
            <DosageDisplay dosages={line.request.dosageInstruction} />
          </div>
          <div className={styles['marks']}>
            <Marks highAlert={line.highAlert} lookAlikes={line.lookAlikes} />
            {line.substituted && <span className={styles['mark']}>{t('pharmacy.substituted')}</span>}
          </div>
        </section>
        {line.asNeeded ? (
          <label className={styles['inset']}>
            <span>{t('pharmacy.dispense.loose')}</span>
            <Stepper value={loose} least={1} most={20} set={setLoose} label={t('pharmacy.dispense.loose')} />
          </label>
        ) : (
          <Slots line={line} chosen={chosen} choose={setChosen} />
        )}
        <div className={styles['inset']}>
          <ScanField heard={(raw) => scanning.mutate(raw)} busy={scanning.isPending || dispensing.isPending} />
        </div>
        <Fault error={scanning.error} />
        <Packs packs={packs} change={setPacks} />
      </div>
      <footer className={styles['foot']}>
        <Fault error={dispensing.error} />
        <p className={styles['sum']} data-ready={ready} role="status">
          {t('pharmacy.dispense.sum', { total, needed })}
        </p>
        <div className={styles['buttons']}>
          <Button
            size="md"
            leftSection={<IconPackageExport size={18} />}
            disabled={!ready}
            loading={dispensing.isPending}
            onClick={() => dispensing.mutate()}
            data-dispense
          >
            {t('pharmacy.dispense.do')}
          </Button>
        </div>
      </footer>
    </div>
  );
}

interface SlotsProps {
  readonly line: PrepareLine;
  readonly chosen: readonly string[];
  readonly choose: (slots: readonly string[]) => void;
}

function Slots({ line, chosen, choose }: SlotsProps) {
  const { t } = usePreferences();
  const now = useNow(60_000);
  return (
    <fieldset className={styles['slots']}>
      <legend>{t('pharmacy.dispense.for')}</legend>
      {line.slots.map((slot) => (
        <label key={slot}>
          <input
            type="checkbox"
            checked={chosen.includes(slot)}
            onChange={() =>
              choose(chosen.includes(slot) ? chosen.filter((one) => one !== slot) : [...chosen, slot].toSorted())
            }
          />
          {clockText(slot, now)}
        </label>
      ))}
    </fieldset>
  );
}

interface PacksProps {
  readonly packs: readonly TakenPack[];
  readonly change: (packs: readonly TakenPack[]) => void;
}

function Packs({ packs, change }: PacksProps) {
  const { language, t } = usePreferences();
  if (packs.length === 0) return <p className={styles['awaits']}>{t('pharmacy.dispense.awaits')}</p>;
  return (
    <ul className={styles['packs']}>
      {packs.map((taken) => (
        <li key={taken.raw} data-fault={taken.fault !== undefined} data-pack={taken.pack.lot}>
          <div>
            <p>
              <strong>{t('pharmacy.lot', { lot: taken.pack.lot })}</strong>{' '}
              <span className={styles['quiet']}>
                {t('pharmacy.until', { date: dateText(taken.pack.expiry, language) })}
                {taken.pack.serial !== undefined && ` · SN ${taken.pack.serial}`}
              </span>
            </p>
            {taken.fault !== undefined && <p className={styles['packFault']}>{t(scannedFault(taken.fault))}</p>}
          </div>
          <Stepper
            value={taken.units}
            least={1}
            most={taken.pack.serial === undefined ? 500 : 1}
            set={(units) => change(packs.map((one) => (one === taken ? { ...one, units } : one)))}
            label={t('pharmacy.units')}
          />
          <CloseButton
            size="lg"
            aria-label={t('pharmacy.put-back')}
            onClick={() => change(packs.filter((one) => one !== taken))}
          />
        </li>
      ))}
    </ul>
  );
}

interface StepperProps {
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly set: (value: number) => void;
  readonly label: string;
}

/** A count with large buttons. */
export function Stepper({ value, least, most, set, label }: StepperProps) {
  return (
    <span className={styles['stepper']} role="group" aria-label={label}>
      <button type="button" disabled={value <= least} onClick={() => set(value - 1)} aria-label="−">
        −
      </button>
      <input
        inputMode="numeric"
        aria-label={label}
        value={value}
        onChange={(event) => {
          const next = Number(event.target.value.replaceAll(/\D/g, ''));
          set(Math.max(least, Math.min(most, next)));
        }}
      />
      <button type="button" disabled={value >= most} onClick={() => set(value + 1)} aria-label="+">
        +
      </button>
    </span>
  );
}
