/**
 * A recalled lot: who got it, which ward holds it, which order awaits it; the flag that stops it, and the list for letters.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateText, dateTimeText } from '../../format/date.ts';
import { useTitle } from '../../record/use-title.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { act, readScan, recallQuery, recallsQuery, type Recall } from './api.ts';
import { saveFile } from './fetch-file.ts';
import { letterList } from './letter-list.ts';
import { Fault, OrderDrug, PharmacyPage, ProductName, Where, Who } from './parts.tsx';
import { ScanField } from './ScanField.tsx';
import styles from './pharmacy.module.css';

export default function RecallPage() {
  const { t } = usePreferences();
  useTitle(t('pharmacy.nav.recall'));
  const { gtin, lot } = useSearch({ from: '/inside/pharmacy/recall' });
  return (
    <PharmacyPage title={t('pharmacy.nav.recall')}>
      <div className={styles['recall']}>
        <div className={styles['column']}>
          <Find />
          <Running />
        </div>
        <div className={styles['column']}>
          {gtin === undefined || lot === undefined ? (
            <p className={styles['hint']}>{t('pharmacy.recall.choose')}</p>
          ) : (
            <Answer key={`${gtin} ${lot}`} gtin={gtin} lot={lot} />
          )}
        </div>
      </div>
    </PharmacyPage>
  );
}

function Find() {
  const { t } = usePreferences();
  const navigate = useNavigate();
  const [gtin, setGtin] = useState('');
  const [lot, setLot] = useState('');
  const show = (search: { gtin: string; lot: string }) => void navigate({ to: '/pharmacy/recall', search });
  const scanning = useMutation({
    mutationFn: readScan,
    onSuccess: ({ pack }) => show({ gtin: pack.gtin, lot: pack.lot }),
  });
  return (
    <Section title={t('pharmacy.recall.find')}>
      <div className={styles['movePanel']}>
        <ScanField heard={(raw) => scanning.mutate(raw)} busy={scanning.isPending} />
        <Fault error={scanning.error} />
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            show({ gtin: gtin.trim().padStart(14, '0'), lot: lot.trim() });
          }}
        >
          <label className={styles['field']}>
            <span>{t('pharmacy.gtin')}</span>
            <input
              value={gtin}
              inputMode="numeric"
              pattern="\s*\d{13,14}\s*"
              required
              onChange={(event) => setGtin(event.target.value)}
              data-gtin
            />
          </label>
          <label className={styles['field']}>
            <span>{t('pharmacy.lot-number')}</span>
            <input value={lot} maxLength={20} required onChange={(event) => setLot(event.target.value)} data-lot />
          </label>
          <div className={styles['buttons']}>
            <Button type="submit" size="md" variant="default">
              {t('pharmacy.recall.show')}
            </Button>
          </div>
        </form>
      </div>
    </Section>
  );
}

function Running() {
  const { language, t } = usePreferences();
  const recalls = useQuery(recallsQuery());
  return (
    <Section title={t('pharmacy.recall.running')} count={recalls.data?.length}>
      <Loaded query={recalls} lines={3} empty={t('pharmacy.recall.none-running')} isEmpty={(all) => all.length === 0}>
        {(all) => (
          <ul className={styles['running']}>
            {all.map(({ flag, lots, product }) => {
              const gtin = product?.identifier?.find(({ system }) => system === 'https://id.gs1.org/01')?.value;
              return (
                <li key={flag.id}>
                  <p className={styles['drug']}>
                    {product === undefined ? t('value.unknown') : <ProductName product={product} />}
                  </p>
                  <p className={styles['quiet']}>
                    {dateTimeText(flag.period?.start, language)} · {flag.code.text}
                  </p>
                  {lots.map((lot) =>
                    gtin === undefined ? null : (
                      <Link key={lot} to="/pharmacy/recall" search={{ gtin, lot }} className={styles['lotLink']}>
                        {t('pharmacy.lot', { lot })}
                      </Link>
                    ),
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function Answer({ gtin, lot }: { readonly gtin: string; readonly lot: string }) {
  const { t } = usePreferences();
  const recall = useQuery(recallQuery(gtin, lot));
  return (
    <Loaded query={recall} lines={10}>
      {(data) => (
        <>
          <header className={styles['recallHead']} data-recall={lot}>
            <h2 className={styles['orderedDrug']}>
              {data.product === undefined ? gtin : <ProductName product={data.product} />}
            </h2>
            <p className={styles['orderedDose']}>{t('pharmacy.lot', { lot })}</p>
            <p className={styles['quiet']}>GTIN {gtin}</p>
            <Stop recall={data} />
          </header>
          <Awaits recall={data} />
          <Holds recall={data} />
          <Patients recall={data} />
        </>
      )}
    </Loaded>
  );
}

/** Starts the recall, or says that it runs and ends it; both with a reason. */
function Stop({ recall: { gtin, lot, flag, product } }: { readonly recall: Recall }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const acting = useMutation({
    mutationFn: () =>
      flag === undefined
        ? act('recall', { gtin, lot, reason: reason.trim() })
        : act('recall-end', { flag: flag.id, reason: reason.trim() }),
    onSuccess: async () => {
      setReason('');
      await queries.invalidateQueries({ queryKey: ['pharmacy'] });
    },
  });
  if (product === undefined) return <p className={styles['unknown']}>{t('pharmacy.recall.unknown-product')}</p>;
  return (
    <form
      className={styles['form']}
      data-running={flag !== undefined}
      onSubmit={(event) => {
        event.preventDefault();
        acting.mutate();
      }}
    >
      <p className={flag === undefined ? styles['quiet'] : styles['blocked']}>
        {t(flag === undefined ? 'pharmacy.recall.not-running' : 'pharmacy.recall.is-running')}
        {flag?.code.text !== undefined && ` (${flag.code.text})`}
      </p>
      <label className={styles['field']}>
        <span>{t('pharmacy.recall.reason')}</span>
        <input
          value={reason}
          maxLength={500}
          required
          onChange={(event) => setReason(event.target.value)}
          data-reason
        />
      </label>
      <Fault error={acting.error} />
      <div className={styles['buttons']}>
        <Button
          type="submit"
          size="md"
          color={flag === undefined ? 'danger' : 'pine'}
          variant={flag === undefined ? 'filled' : 'default'}
          loading={acting.isPending}
          disabled={reason.trim() === ''}
          data-stop
        >
          {t(flag === undefined ? 'pharmacy.recall.start' : 'pharmacy.recall.end')}
        </Button>
      </div>
    </form>
  );
}

function Patients({ recall }: { readonly recall: Recall }) {
  const { language, t } = usePreferences();
  const { patients, lot } = recall;
  const save = () => saveFile(new Blob([letterList(recall, language)], { type: 'text/csv' }), `recall-${lot}.csv`);
  return (
    <Section
      title={t('pharmacy.recall.patients')}
      count={patients.length}
      tools={
        patients.length > 0 && (
          <Button size="sm" variant="default" onClick={save}>
            {t('pharmacy.recall.letters')}
          </Button>
        )
      }
    >
      {patients.length === 0 ? (
        <p className={ui['note']}>{t('pharmacy.recall.no-patients')}</p>
      ) : (
        <table className={ui['table']} aria-label={t('pharmacy.recall.patients')}>
          <thead>
            <tr>
              <th scope="col">{t('pharmacy.recall.patient')}</th>
              <th scope="col" className={styles['number']}>
                {t('pharmacy.recall.doses')}
              </th>
              <th scope="col">{t('pharmacy.recall.last')}</th>
              <th scope="col">{t('pharmacy.recall.contact')}</th>
            </tr>
          </thead>
          <tbody>
            {patients.map(({ patient, doses, last, telecom, deceased }) => (
              <tr key={patient.id} data-patient={patient.id}>
                <td>
                  <Who patient={patient} />
                  {deceased && <span className={styles['mark']}>{t('patient.deceased')}</span>}
                </td>
                <td className={styles['number']}>{doses}</td>
                <td>{dateTimeText(last, language)}</td>
                <td>{telecom.find(({ value }) => value !== undefined)?.value ?? t('value.not-recorded')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Holds({ recall: { holds } }: { readonly recall: Recall }) {
  const { language, t } = usePreferences();
  return (
    <Section title={t('pharmacy.recall.holds')} count={holds.length}>
      {holds.length === 0 ? (
        <p className={ui['note']}>{t('pharmacy.recall.no-holds')}</p>
      ) : (
        <ul className={styles['running']}>
          {holds.map(({ place, quantity, expiry }) => (
            <li key={place.id} className={styles['lineFoot']}>
              <strong>{place[language]}</strong>
              <span>
                {t('pharmacy.stock.pieces', { count: quantity })} ·{' '}
                {t('pharmacy.until', { date: dateText(expiry, language) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Awaits({ recall: { awaits } }: { readonly recall: Recall }) {
  const { t } = usePreferences();
  return (
    <Section title={t('pharmacy.recall.awaits')} count={awaits.length}>
      {awaits.length === 0 ? (
        <p className={ui['note']}>{t('pharmacy.recall.no-awaits')}</p>
      ) : (
        <ul className={styles['running']}>
          {awaits.map(({ request, medication, patient, place, units }) => (
            <li key={request.id}>
              <p className={styles['lineFoot']}>
                <span>
                  <Who patient={patient} />
                </span>
                <span className={styles['quiet']}>
                  <Where place={place} />
                </span>
              </p>
              <p>
                <OrderDrug request={request} medication={medication} /> · {t('pharmacy.stock.pieces', { count: units })}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
