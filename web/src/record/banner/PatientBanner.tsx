/**
 * Who is on the screen: name, birth date with age, sex, number, allergies, alerts. It stays on top of every page of the
 * record. What is not known is said in words.
 *
 * Source  HL7 FHIR Patient; NHS Common User Interface, Patient Banner
 * Proof   allergy-state.test.ts, test/journey/chart.test.ts
 */
import { IconAlertTriangleFilled, IconFlagFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import type { AllergyIntolerance, Flag, Patient } from '../../fhir/types.ts';
import { ageText } from '../../format/age.ts';
import { timeOf } from '../../format/date.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { HumanNameDisplay } from '../../ui/HumanNameDisplay.tsx';
import { patientNumber } from '../patient-number.ts';
import { allergiesQuery, flagsQuery } from '../queries.ts';
import { useWords } from '../use-words.ts';
import { allergyState, isDangerous } from './allergy-state.ts';
import { BreakGlassStrip, BreakGlassTool } from './BreakGlass.tsx';
import { OtherTabStrip } from './OtherTabStrip.tsx';
import styles from './banner.module.css';

export function PatientBanner({ patient }: { readonly patient: Patient }) {
  const { t } = usePreferences();
  const id = patient.id ?? '';
  const banner = useHeightKnown();
  return (
    <header ref={banner} className={styles['banner']} aria-label={t('banner.label')} data-banner>
      <div className={styles['row']}>
        <div className={styles['identity']}>
          <h1 className={styles['name']}>
            <HumanNameDisplay names={patient.name} secondaryClass={styles['secondName']} />
          </h1>
        </div>
        <Birth patient={patient} />
        <Fact label={t('patient.sex')}>{t(`sex.${patient.gender ?? 'unknown'}`)}</Fact>
        <Fact label={t('patient.number')}>{patientNumber(patient) ?? t('value.not-recorded')}</Fact>
        <span className={styles['rule']} aria-hidden />
        <Allergies id={id} />
        <Alerts id={id} />
        <BreakGlassTool patient={id} />
      </div>
      <BreakGlassStrip patient={id} />
      <OtherTabStrip patient={id} />
    </header>
  );
}

/** Tells the page how high the banner is, so that nothing ever lies over it. */
function useHeightKnown() {
  const banner = useRef<HTMLElement>(null);
  useEffect(() => {
    const { current } = banner;
    if (current === null) return undefined;
    const watcher = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--banner', `${current.offsetHeight}px`),
    );
    watcher.observe(current);
    return () => watcher.disconnect();
  }, []);
  return banner;
}

function Fact({
  label,
  wide = false,
  children,
}: {
  readonly label: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={`${styles['fact']} ${wide ? styles['wide'] : ''}`}>
      <div className={styles['label']}>{label}</div>
      <div className={styles['value']}>{children}</div>
    </div>
  );
}

function Birth({ patient }: { readonly patient: Patient }) {
  const { language, t } = usePreferences();
  const died = patient.deceasedDateTime;
  const now = useNow();
  const age = ageText(patient.birthDate, died === undefined ? now : timeOf(died), language);
  return (
    <>
      <Fact label={t('patient.birth-date')}>
        <DateDisplay value={patient.birthDate} />
        {age !== '' && ` (${age})`}
      </Fact>
      {(died !== undefined || patient.deceasedBoolean === true) && (
        <Fact label={t('patient.deceased')}>
          {died === undefined ? t('patient.deceased-no-date') : <DateDisplay value={died} />}
        </Fact>
      )}
    </>
  );
}

function Allergies({ id }: { readonly id: string }) {
  const { t } = usePreferences();
  const words = useWords();
  const query = useQuery(allergiesQuery(id));
  return (
    <Fact label={words('section.allergies')} wide>
      {query.data !== undefined ? (
        <AllergyWords allergies={query.data.matches} />
      ) : (
        <span className={styles['unknown']}>{query.isPending ? t('state.loading') : t('banner.allergies-failed')}</span>
      )}
    </Fact>
  );
}

function AllergyWords({ allergies }: { readonly allergies: readonly AllergyIntolerance[] }) {
  const { t } = usePreferences();
  const state = allergyState(allergies);
  if (state.kind === 'not-recorded')
    return <span className={styles['unknown']}>{t('banner.allergies-not-recorded')}</span>;
  if (state.kind === 'none-known') return <>{t('banner.allergies-none')}</>;
  return (
    <span className={styles['list']}>
      {state.allergies.map((allergy) => (
        <span key={allergy.id} className={styles['item']} data-tone={isDangerous(allergy) ? 'high' : 'plain'}>
          {isDangerous(allergy) && <IconAlertTriangleFilled size={14} aria-label={t('allergy.high')} />}
          <CodeableConceptDisplay concept={allergy.code} />
        </span>
      ))}
    </span>
  );
}

function Alerts({ id }: { readonly id: string }) {
  const { t } = usePreferences();
  const query = useQuery(flagsQuery(id));
  if (query.data === undefined && query.isPending) return null;
  const flags = (query.data?.matches ?? []).filter(({ status }) => status === 'active');
  if (query.data !== undefined && flags.length === 0) return null;
  return (
    <Fact label={t('banner.alerts')} wide>
      {query.data === undefined ? (
        <span className={styles['unknown']}>{t('banner.alerts-failed')}</span>
      ) : (
        <AlertWords flags={flags} />
      )}
    </Fact>
  );
}

function AlertWords({ flags }: { readonly flags: readonly Flag[] }) {
  return (
    <span className={styles['list']}>
      {flags.map((flag) => (
        <span key={flag.id} className={styles['item']} data-tone="warn">
          <IconFlagFilled size={13} aria-hidden />
          <CodeableConceptDisplay concept={flag.code} />
        </span>
      ))}
    </span>
  );
}
