/** Small parts that the pharmacy's screens share: a drug, marks, who and where, times, faults. */
import { IconAlertTriangleFilled, IconArrowsExchange } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { FhirFailure } from '../../fhir/client.ts';
import type { Medication, MedicationRequest, Patient } from '../../fhir/types.ts';
import { ageText } from '../../format/age.ts';
import { timeOf } from '../../format/date.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { DrugLine } from '../../record/medications/DrugLine.tsx';
import { patientNumber } from '../../record/patient-number.ts';
import { HumanNameDisplay } from '../../ui/HumanNameDisplay.tsx';
import { failureMessage } from '../../ui/Section.tsx';
import type { Whereabouts } from './api.ts';
import { clockText } from './clock.ts';
import styles from './pharmacy.module.css';

/** The drug of an order. */
export function OrderDrug({
  request,
  medication,
}: {
  readonly request: MedicationRequest;
  readonly medication: Medication | undefined;
}) {
  return <DrugLine request={request} included={medication === undefined ? [] : [medication]} />;
}

/** A product of the formulary. */
export function ProductName({ product }: { readonly product: Medication }) {
  const request = { resourceType: 'MedicationRequest', medicationCodeableConcept: product.code ?? {} };
  return <DrugLine request={request as MedicationRequest} included={[]} />;
}

/** What makes a drug dangerous, in words. */
export function Marks({
  highAlert,
  lookAlikes,
}: {
  readonly highAlert: boolean;
  readonly lookAlikes: readonly string[];
}) {
  const { t } = usePreferences();
  return (
    <>
      {highAlert && (
        <span className={styles['mark']} data-tone="high">
          <IconAlertTriangleFilled size={12} aria-hidden />
          {t('pharmacy.high-alert')}
        </span>
      )}
      {lookAlikes.length > 0 && (
        <span className={styles['mark']} data-tone="warn">
          <IconArrowsExchange size={13} aria-hidden />
          {t('pharmacy.look-alike', { names: lookAlikes.join(', ') })}
        </span>
      )}
    </>
  );
}

/** Name, sex and age, number. */
export function Who({ patient }: { readonly patient: Patient | undefined }) {
  const { language, t } = usePreferences();
  const now = useNow(60_000);
  if (patient === undefined) return <span className="muted">{t('value.unknown')}</span>;
  return (
    <>
      <strong className={styles['who']}>
        <HumanNameDisplay names={patient.name} />
      </strong>{' '}
      <span className={styles['quiet']}>
        {t(`sex.${patient.gender ?? 'unknown'}`)} {ageText(patient.birthDate, now, language)} ·{' '}
        {patientNumber(patient) ?? t('value.not-recorded')}
      </span>
    </>
  );
}

/** Ward and bed. */
export function Where({ place }: { readonly place: Whereabouts }) {
  const { language, t } = usePreferences();
  const words = [place.ward, place.bed].flatMap((one) => (one === undefined ? [] : [one[language]]));
  return <>{words.length === 0 ? t('pharmacy.no-place') : words.join(' · ')}</>;
}

/** When the first dose is due: late in words. */
export function DueAt({ due }: { readonly due: string | undefined }) {
  const { t } = usePreferences();
  const now = useNow(15_000);
  if (due === undefined) return <span className="muted">{t('pharmacy.when-needed')}</span>;
  const minutes = Math.round((timeOf(due) - now) / 60_000);
  const late = minutes < 0;
  return (
    <span className={styles['due']} data-late={late} data-soon={!late && minutes <= 60}>
      <time dateTime={due}>{clockText(due, now)}</time>
      {late && ` ${t('pharmacy.overdue')}`}
      {!late && minutes <= 60 && ` ${t('pharmacy.in-minutes', { minutes })}`}
    </span>
  );
}

/** What the server refused, in the language of the screen where it is known. */
export function Fault({ error }: { readonly error: unknown }) {
  const { t } = usePreferences();
  if (error === null || error === undefined) return null;
  const key = error instanceof FhirFailure ? `pharmacy.fault.${error.code ?? ''}` : '';
  const isTold = error instanceof FhirFailure && error.status >= 400 && error.status < 500;
  return (
    <p className={styles['fault']} role="alert">
      <IconAlertTriangleFilled size={15} aria-hidden />
      <span>{isMessageKey(key) ? t(key) : isTold ? error.message : t(failureMessage(error))}</span>
    </p>
  );
}

const TABS = [
  { to: '/pharmacy', label: 'pharmacy.nav.verify' },
  { to: '/pharmacy/dispense', label: 'pharmacy.nav.dispense' },
  { to: '/pharmacy/stock', label: 'pharmacy.nav.stock' },
  { to: '/pharmacy/recall', label: 'pharmacy.nav.recall' },
  { to: '/pharmacy/reviews', label: 'pharmacy.nav.reviews' },
] as const;

/** A page of the pharmacy: its name, the way to the others, its tools. */
export function PharmacyPage({
  title,
  tools,
  children,
  fixed = false,
}: {
  readonly title: string;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  /** As high as the window, its parts scroll. */
  readonly fixed?: boolean;
}) {
  const { t } = usePreferences();
  const { role } = useMe();
  return (
    <main className={styles['page']} data-fixed={fixed}>
      <header className={styles['head']}>
        <h1>{title}</h1>
        {role === 'pharmacist' && (
          <nav className={styles['tabs']} aria-label={t('pharmacy.nav.label')}>
            {TABS.map(({ to, label }) => (
              <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} className={styles['tab']}>
                {t(label)}
              </Link>
            ))}
          </nav>
        )}
        {tools !== undefined && <div className={styles['tools']}>{tools}</div>}
      </header>
      {children}
    </main>
  );
}
