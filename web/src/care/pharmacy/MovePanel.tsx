/**
 * A movement of stock: what happens, then the product is scanned, then how many. Nothing counts that was not scanned.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateText } from '../../format/date.ts';
import { Section } from '../../ui/Section.tsx';
import { act, readScan, type Place, type Scanned } from './api.ts';
import { Fault, ProductName } from './parts.tsx';
import { Stepper } from './PreparePane.tsx';
import { ScanField } from './ScanField.tsx';
import styles from './pharmacy.module.css';

const KINDS = ['receive', 'move', 'return', 'waste', 'count', 'level'] as const;
type Kind = (typeof KINDS)[number];
const WITH_REASON: ReadonlySet<Kind> = new Set(['waste', 'count', 'return']);

interface Props {
  readonly places: readonly Place[];
  readonly place: string;
}

export function MovePanel({ places, place }: Props) {
  const { t } = usePreferences();
  const [kind, setKind] = useState<Kind>('receive');
  return (
    <Section title={t('pharmacy.move')}>
      <div className={styles['movePanel']}>
        <div className={styles['kinds']} role="group" aria-label={t('pharmacy.move')}>
          {KINDS.map((one) => (
            <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)} data-kind={one}>
              {t(`pharmacy.move.${one}`)}
            </button>
          ))}
        </div>
        <p className={styles['quiet']}>{t(`pharmacy.move.${kind}-note`)}</p>
        <Move key={kind} kind={kind} places={places} place={place} />
      </div>
    </Section>
  );
}

interface Open {
  readonly raw: string;
  readonly scan: Scanned;
}

function Move({ kind, places, place }: Props & { readonly kind: Kind }) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [units, setUnits] = useState(1);
  const [reason, setReason] = useState('');
  const others = places.filter(({ id }) => id !== place);
  const [other, setOther] = useState(others[0]?.id ?? '');
  const scanning = useMutation({ mutationFn: readScan, onSuccess: (scan, raw) => setOpen({ raw, scan }) });
  const moving = useMutation({
    mutationFn: ({ raw, scan }: Open) => {
      if (kind === 'level') return act('level', { place, gtin: scan.pack.gtin, minimum: units });
      const words = reason.trim() === '' ? {} : { reason: reason.trim() };
      return act('move', { kind, raw, units, ...placesOf(kind, place, other), ...words });
    },
    onSuccess: async () => {
      setOpen(undefined);
      setUnits(1);
      setReason('');
      await queries.invalidateQueries({ queryKey: ['pharmacy'] });
    },
  });
  return (
    <form
      className={styles['form']}
      data-move={kind}
      onSubmit={(event) => {
        event.preventDefault();
        if (open !== undefined) moving.mutate(open);
      }}
    >
      {kind === 'move' && (
        <label className={styles['field']}>
          <span>{t('pharmacy.move.to')}</span>
          <select value={other} onChange={(event) => setOther(event.target.value)}>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {one[language]}
              </option>
            ))}
          </select>
        </label>
      )}
      <ScanField heard={(raw) => scanning.mutate(raw)} busy={scanning.isPending || moving.isPending} />
      <Fault error={scanning.error} />
      {moving.isSuccess && open === undefined && (
        <p className={styles['done']} role="status">
          {t('pharmacy.move.done')}
        </p>
      )}
      {open !== undefined && (
        <Count
          kind={kind}
          scan={open.scan}
          units={units}
          setUnits={setUnits}
          reason={reason}
          setReason={setReason}
          busy={moving.isPending}
          error={moving.error}
        />
      )}
    </form>
  );
}

interface CountProps {
  readonly kind: Kind;
  readonly scan: Scanned;
  readonly units: number;
  readonly setUnits: (units: number) => void;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly busy: boolean;
  readonly error: unknown;
}

/** What was scanned, how many, and why. */
function Count({ kind, scan, units, setUnits, reason, setReason, busy, error }: CountProps) {
  const { t } = usePreferences();
  return (
    <>
      <Product scan={scan} />
      <div className={styles['field']}>
        <span>{t(kind === 'level' ? 'pharmacy.stock.minimum' : 'pharmacy.units')}</span>
        <Stepper
          value={units}
          least={kind === 'count' || kind === 'level' ? 0 : 1}
          most={100_000}
          set={setUnits}
          label={t('pharmacy.units')}
        />
      </div>
      {WITH_REASON.has(kind) && (
        <label className={styles['field']}>
          <span>{t('pharmacy.move.reason')}</span>
          <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      <Fault error={error} />
      <div className={styles['buttons']}>
        <Button type="submit" size="md" loading={busy} disabled={kind === 'waste' && reason.trim() === ''} data-do-move>
          {t(`pharmacy.move.do-${kind}`)}
        </Button>
      </div>
    </>
  );
}

function placesOf(kind: Exclude<Kind, 'level'>, place: string, other: string): object {
  if (kind === 'count') return { at: place };
  if (kind === 'waste') return { from: place };
  return kind === 'move' ? { from: place, to: other } : { to: place };
}

function Product({ scan: { product, pack, expired } }: { readonly scan: Scanned }) {
  const { language, t } = usePreferences();
  return (
    <div className={styles['scanned']} data-scanned={pack.lot}>
      <p className={styles['drug']}>
        <ProductName product={product} />
      </p>
      <p className={styles['quiet']}>
        {t('pharmacy.lot', { lot: pack.lot })} · {t('pharmacy.until', { date: dateText(pack.expiry, language) })}
        {expired && <strong className={styles['packFault']}> {t('pharmacy.stock.expired')}</strong>}
      </p>
    </div>
  );
}
