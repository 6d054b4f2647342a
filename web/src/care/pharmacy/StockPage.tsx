/**
 * Stock of the pharmacy and the wards by lot: what is low and what ends first on top; movements by scanning the product.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { dateText } from '../../format/date.ts';
import { useTitle } from '../../record/use-title.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { placesQuery, recallsQuery, stockQuery, type Place, type StockLine } from './api.ts';
import { MovePanel } from './MovePanel.tsx';
import { Marks, PharmacyPage, ProductName } from './parts.tsx';
import styles from './pharmacy.module.css';

export default function StockPage() {
  const { t } = usePreferences();
  const { role } = useMe();
  const title = t(role === 'nurse' ? 'pharmacy.nav.ward-stock' : 'pharmacy.nav.stock');
  useTitle(title);
  const places = useQuery(placesQuery());
  const all = (places.data ?? []).filter(({ id }) => role !== 'nurse' || id !== 'pharmacy');
  const [chosen, setChosen] = useState<string>();
  const place = chosen ?? all[0]?.id;
  const [only, setOnly] = useState<'all' | 'low' | 'near'>('all');
  const stock = useQuery({ ...stockQuery(place), enabled: place !== undefined });
  return (
    <PharmacyPage
      title={title}
      tools={
        <>
          <PlaceSelect places={all} place={place} choose={setChosen} />
          <label className={styles['filter']}>
            <span>{t('bedside.filter')}</span>
            <select value={only} onChange={(event) => setOnly(event.target.value as typeof only)}>
              {(['all', 'low', 'near'] as const).map((one) => (
                <option key={one} value={one}>
                  {t(`pharmacy.stock.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </>
      }
    >
      <div className={styles['stock']} data-alone={role !== 'pharmacist'}>
        <Section title={t('pharmacy.stock.list')} count={stock.data?.length}>
          <Loaded query={stock} lines={8} empty={t('pharmacy.stock.none')} isEmpty={(lines) => lines.length === 0}>
            {(lines) => <StockTable lines={lines.filter((line) => shows(line, only))} />}
          </Loaded>
        </Section>
        {role === 'pharmacist' && place !== undefined && (
          <MovePanel key={place} places={places.data ?? []} place={place} />
        )}
      </div>
    </PharmacyPage>
  );
}

function shows(line: StockLine, only: 'all' | 'low' | 'near'): boolean {
  if (only === 'low') return line.low;
  return only === 'all' || line.lots.some(({ expired, nearExpiry }) => expired || nearExpiry);
}

interface PlaceProps {
  readonly places: readonly Place[];
  readonly place: string | undefined;
  readonly choose: (place: string) => void;
}

function PlaceSelect({ places, place, choose }: PlaceProps) {
  const { language, t } = usePreferences();
  return (
    <label className={styles['filter']}>
      <span>{t('pharmacy.place')}</span>
      <select value={place ?? ''} onChange={(event) => choose(event.target.value)} data-place>
        {places.map((one) => (
          <option key={one.id} value={one.id}>
            {one[language]}
          </option>
        ))}
      </select>
    </label>
  );
}

function StockTable({ lines }: { readonly lines: readonly StockLine[] }) {
  const { t } = usePreferences();
  const recalls = useQuery(recallsQuery());
  const recalled = new Set(
    (recalls.data ?? []).flatMap(({ product, lots }) => lots.map((lot) => `${product?.id} ${lot}`)),
  );
  return (
    <table className={ui['table']} aria-label={t('pharmacy.stock.list')}>
      <thead>
        <tr>
          <th scope="col">{t('field.drug')}</th>
          <th scope="col" className={styles['number']}>
            {t('pharmacy.stock.quantity')}
          </th>
          <th scope="col" className={styles['number']}>
            {t('pharmacy.stock.minimum')}
          </th>
          <th scope="col">{t('pharmacy.stock.lots')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.place} ${line.gtin}`} data-gtin={line.gtin}>
            <td>
              {line.product === undefined ? line.gtin : <ProductName product={line.product} />}
              <span className={styles['marks']}>
                <Marks highAlert={line.highAlert} lookAlikes={[]} />
              </span>
            </td>
            <td className={styles['number']}>
              <strong>{line.quantity}</strong>
              {line.low && <span className={styles['low']}>▼ {t('pharmacy.stock.is-low')}</span>}
            </td>
            <td className={styles['number']}>{line.minimum ?? <span className="muted">–</span>}</td>
            <td>
              <Lots line={line} recalled={recalled} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lots({ line, recalled }: { readonly line: StockLine; readonly recalled: ReadonlySet<string> }) {
  const { language, t } = usePreferences();
  return (
    <ul className={styles['lots']}>
      {line.lots.map(({ lot, expiry, quantity, expired, nearExpiry }) => {
        const isRecalled = recalled.has(`${line.product?.id} ${lot}`);
        return (
          <li key={lot} data-tone={expired || isRecalled ? 'high' : nearExpiry ? 'warn' : 'plain'} data-lot={lot}>
            <span className={styles['lot']}>{lot}</span> <span>{t('pharmacy.stock.pieces', { count: quantity })}</span>{' '}
            <span>{t('pharmacy.until', { date: dateText(expiry, language) })}</span>
            {expired && <strong> {t('pharmacy.stock.expired')}</strong>}
            {nearExpiry && <strong> {t('pharmacy.stock.near-end')}</strong>}
            {isRecalled && <strong> {t('pharmacy.recalled')}</strong>}
          </li>
        );
      })}
    </ul>
  );
}
