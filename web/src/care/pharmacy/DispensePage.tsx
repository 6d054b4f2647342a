/**
 * Dispensing by unit dose: doses of a ward that wait, packs that are scanned, labels that are printed.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { useTitle } from '../../record/use-title.ts';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { Loaded } from '../../ui/Section.tsx';
import { ownWard } from '../bedside/wards.ts';
import { placesQuery, prepareQuery, type PrepareLine } from './api.ts';
import { clockText } from './clock.ts';
import { Labels } from './Labels.tsx';
import { PreparePane } from './PreparePane.tsx';
import { DueAt, Marks, PharmacyPage, ProductName, Where, Who } from './parts.tsx';
import styles from './pharmacy.module.css';

const HOURS = [6, 12, 24, 48] as const;
const ALL = 'all';

export default function DispensePage() {
  const { t } = usePreferences();
  useTitle(t('pharmacy.nav.dispense'));
  const { data: places = [] } = useQuery(placesQuery());
  const [chosen, setWard] = useState<string>();
  const ward = chosen ?? ownWard() ?? places.find(({ id }) => id !== 'pharmacy')?.id;
  const [hours, setHours] = useState(24);
  const [order, setOrder] = useState<string>();
  const [prepared, setPrepared] = useState<string>();
  const queries = useQueryClient();
  const list = useQuery({ ...prepareQuery(ward === ALL ? undefined : ward, hours), enabled: ward !== undefined });
  const line = list.data?.find((one) => one.order === order);
  const close = () => {
    setPrepared(undefined);
    setOrder(undefined);
  };
  return (
    <PharmacyPage
      title={t('pharmacy.nav.dispense')}
      fixed
      tools={<Filters ward={ward} setWard={setWard} hours={hours} setHours={setHours} />}
    >
      <div className={styles['split']} data-open={line !== undefined || prepared !== undefined}>
        <section className={styles['list']} aria-label={t('pharmacy.dispense.list')}>
          <Loaded query={list} lines={8} empty={t('pharmacy.dispense.none')} isEmpty={(all) => all.length === 0}>
            {(all) => (
              <ul>
                {all.map((one) => (
                  <li key={one.order}>
                    <button
                      type="button"
                      className={styles['line']}
                      data-line={one.order}
                      aria-current={one.order === order}
                      onClick={() => {
                        setPrepared(undefined);
                        setOrder(one.order);
                      }}
                    >
                      <PrepareWords line={one} />
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Loaded>
        </section>
        <section className={styles['pane']} aria-label={t('pharmacy.dispense.pane')}>
          <Button
            className={styles['back']}
            variant="default"
            leftSection={<IconArrowLeft size={16} />}
            onClick={close}
          >
            {t('pharmacy.verify.back')}
          </Button>
          {prepared !== undefined ? (
            <Labels dispense={prepared} close={close} />
          ) : line === undefined ? (
            <p className={styles['hint']}>{t('pharmacy.dispense.choose')}</p>
          ) : (
            <PreparePane
              key={line.order}
              line={line}
              prepared={(dispense) => {
                setPrepared(dispense);
                void queries.invalidateQueries({ queryKey: ['pharmacy'] });
              }}
            />
          )}
        </section>
      </div>
    </PharmacyPage>
  );
}

interface FiltersProps {
  readonly ward: string | undefined;
  readonly setWard: (ward: string) => void;
  readonly hours: number;
  readonly setHours: (hours: number) => void;
}

function Filters({ ward, setWard, hours, setHours }: FiltersProps) {
  const { language, t } = usePreferences();
  const places = useQuery(placesQuery());
  return (
    <>
      <label className={styles['filter']}>
        <span>{t('bedside.ward')}</span>
        <select value={ward ?? ''} onChange={(event) => setWard(event.target.value)} data-ward>
          <option value={ALL}>{t('pharmacy.all-wards')}</option>
          {(places.data ?? [])
            .filter(({ id }) => id !== 'pharmacy')
            .map((place) => (
              <option key={place.id} value={place.id}>
                {place[language]}
              </option>
            ))}
        </select>
      </label>
      <label className={styles['filter']}>
        <span>{t('pharmacy.dispense.window')}</span>
        <select value={hours} onChange={(event) => setHours(Number(event.target.value))}>
          {HOURS.map((one) => (
            <option key={one} value={one}>
              {t('pharmacy.dispense.hours', { count: one })}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function PrepareWords({ line }: { readonly line: PrepareLine }) {
  const { t } = usePreferences();
  const now = useNow(60_000);
  const { slots, unitsPerDose, asNeeded } = line;
  return (
    <>
      <span className={styles['lineTop']}>
        <DueAt due={slots[0]} />
        <span className={styles['quiet']}>
          {asNeeded
            ? t('pharmacy.dispense.per-dose', { count: unitsPerDose })
            : t('pharmacy.dispense.doses', { count: slots.length, units: slots.length * unitsPerDose })}
        </span>
      </span>
      <span className={styles['drug']}>
        <ProductName product={line.product} />
      </span>
      <span className={styles['dosage']}>
        <DosageDisplay dosages={line.request.dosageInstruction} />
      </span>
      <span className={styles['lineFoot']}>
        <span>
          <Who patient={line.patient} />
        </span>
        <span className={styles['quiet']}>
          <Where place={line.place} />
        </span>
      </span>
      {slots.length > 1 && (
        <span className={styles['quiet']}>
          {slots
            .slice(0, 8)
            .map((slot) => clockText(slot, now))
            .join('  ')}
        </span>
      )}
      {(line.highAlert || line.lookAlikes.length > 0 || line.substituted) && (
        <span className={styles['marks']}>
          <Marks highAlert={line.highAlert} lookAlikes={line.lookAlikes} />
          {line.substituted && <span className={styles['mark']}>{t('pharmacy.substituted')}</span>}
        </span>
      )}
    </>
  );
}
