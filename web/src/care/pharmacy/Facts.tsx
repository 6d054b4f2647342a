/**
 * What is known of the patient beside an order. Unknown is said in words.
 */
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import type { Observation } from '../../fhir/types.ts';
import { agoText, timeOf } from '../../format/date.ts';
import { allergyState, isDangerous } from '../../record/banner/allergy-state.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { ObservationValueDisplay } from '../../ui/ObservationValueDisplay.tsx';
import { DrugLine } from '../../record/medications/DrugLine.tsx';
import type { Calculated, Measured, OrderFacts } from './api.ts';
import styles from './pharmacy.module.css';

type Facts = OrderFacts['facts'];

/** Weight, kidney function with its formula, pregnancy, allergies. */
export function PatientStrip({ facts }: { readonly facts: Facts }) {
  const { t } = usePreferences();
  const { kidney, pregnancy } = facts;
  return (
    <dl className={styles['strip']}>
      <Fact label={t('pharmacy.weight')}>
        <MeasuredValue measured={facts.weight} />
      </Fact>
      <Fact label={t('pharmacy.egfr')} note="CKD-EPI 2021">
        <Kidney value={kidney.egfr} unit="mL/min/1.73 m²" />
      </Fact>
      <Fact label={t('pharmacy.clearance')} note="Cockcroft-Gault">
        <Kidney value={kidney.clearance} unit="mL/min" />
      </Fact>
      {pregnancy.state !== 'not-applicable' && (
        <Fact label={t('pharmacy.pregnancy')}>
          <span data-tone={pregnancy.state === 'yes' ? 'high' : 'plain'} className={styles['toned']}>
            {t(`pharmacy.pregnancy.${pregnancy.state}`)}
          </span>
        </Fact>
      )}
      <Fact label={t('section.allergies')} wide>
        <Allergies facts={facts} />
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly label: string;
  readonly note?: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Fact({ label, note, wide = false, children }: FactProps) {
  return (
    <div data-wide={wide}>
      <dt>
        {label}
        {note !== undefined && <span> {note}</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function MeasuredValue({ measured }: { readonly measured: Measured | undefined }) {
  const { language, t } = usePreferences();
  const now = useNow(60_000);
  if (measured === undefined) return <span className={styles['unknown']}>{t('value.not-recorded')}</span>;
  return (
    <>
      {Number(measured.value.toFixed(1))} {measured.unit}{' '}
      <span className={styles['quiet']}>{agoText(timeOf(measured.at), now, language)}</span>
    </>
  );
}

/** A value that is low decides about doses: below 60 it is told in colour and sign. */
function Kidney({ value, unit }: { readonly value: Calculated; readonly unit: string }) {
  const { language } = usePreferences();
  if (!value.ok) return <span className={styles['unknown']}>{value.because[language]}</span>;
  const low = value.value < 60;
  return (
    <span className={styles['toned']} data-tone={value.value < 30 ? 'high' : low ? 'warn' : 'plain'}>
      {Math.round(value.value)}
      {low && ' ▼'} <span className={styles['unit']}>{unit}</span>
    </span>
  );
}

function Allergies({ facts }: { readonly facts: Facts }) {
  const { t } = usePreferences();
  if (facts.missing.includes('allergies'))
    return <span className={styles['unknown']}>{t('banner.allergies-failed')}</span>;
  const state = allergyState(facts.allergies);
  if (state.kind === 'not-recorded')
    return <span className={styles['unknown']}>{t('banner.allergies-not-recorded')}</span>;
  if (state.kind === 'none-known') return <>{t('banner.allergies-none')}</>;
  return (
    <span className={styles['allergies']}>
      {state.allergies.map((allergy) => (
        <span key={allergy.id} className={styles['toned']} data-tone={isDangerous(allergy) ? 'high' : 'plain'}>
          {isDangerous(allergy) && <IconAlertTriangleFilled size={13} aria-label={t('allergy.high')} />}{' '}
          <CodeableConceptDisplay concept={allergy.code} />
        </span>
      ))}
    </span>
  );
}

/** Results that decide about drugs, newest first, with the value before. */
export function Results({ facts }: { readonly facts: Facts }) {
  const { t } = usePreferences();
  return (
    <Card title={t('pharmacy.results')} failed={facts.missing.includes('results')}>
      {facts.results.length === 0 ? (
        <p className={styles['quiet']}>{t('pharmacy.no-results')}</p>
      ) : (
        <table className={styles['results']}>
          <tbody>
            {facts.results.map(({ name, observations }) => (
              <ResultRow key={name} name={name} observations={observations} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function ResultRow({ name, observations }: { readonly name: string; readonly observations: readonly Observation[] }) {
  const { language, t } = usePreferences();
  const now = useNow(60_000);
  const [newest, before] = observations;
  if (newest === undefined) return null;
  const at = newest.effectiveDateTime ?? newest.issued;
  return (
    <tr>
      <th scope="row">{t(`pharmacy.result.${name}` as never)}</th>
      <td>
        <ObservationValueDisplay valued={newest} />
      </td>
      <td className={styles['quiet']}>
        {before !== undefined && (
          <>
            ← <ObservationValueDisplay valued={before} unit={false} />
          </>
        )}
      </td>
      <td className={styles['quiet']}>{at === undefined ? '' : agoText(timeOf(at), now, language)}</td>
    </tr>
  );
}

/** Everything that the patient gets besides. */
export function Drugs({ facts }: { readonly facts: OrderFacts }) {
  const { t } = usePreferences();
  const others = facts.facts.drugs.filter(({ id }) => id !== facts.order);
  return (
    <Card title={t('pharmacy.drugs')} count={others.length} failed={facts.facts.missing.includes('drugs')}>
      {others.length === 0 ? (
        <p className={styles['quiet']}>{t('pharmacy.no-drugs')}</p>
      ) : (
        <ul className={styles['drugs']}>
          {others.map((request) => (
            <li key={request.id}>
              <span>
                <DrugLine request={request} included={facts.facts.medications} />
              </span>
              {request.status === 'on-hold' && <span className={styles['mark']}>{t('request.on-hold')}</span>}
              <span className={styles['quiet']}>
                <DosageDisplay dosages={request.dosageInstruction} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Problems({ facts }: { readonly facts: Facts }) {
  const { t } = usePreferences();
  return (
    <Card title={t('section.problems')} count={facts.problems.length} failed={facts.missing.includes('problems')}>
      {facts.problems.length === 0 ? (
        <p className={styles['quiet']}>{t('pharmacy.no-problems')}</p>
      ) : (
        <ul className={styles['problems']}>
          {facts.problems.map((condition) => (
            <li key={condition.id}>
              <CodeableConceptDisplay concept={condition.code} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface CardProps {
  readonly title: string;
  readonly count?: number;
  readonly failed: boolean;
  readonly children: ReactNode;
}

function Card({ title, count, failed, children }: CardProps) {
  const { t } = usePreferences();
  return (
    <section className={styles['card']}>
      <h3>
        {title}
        {count !== undefined && count > 0 && <span className={styles['quiet']}> {count}</span>}
      </h3>
      {failed ? <p className={styles['unknown']}>{t('failure.title')}</p> : children}
    </section>
  );
}
