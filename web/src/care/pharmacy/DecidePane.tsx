/**
 * One order with everything that it takes to decide: what is ordered, what was found, who the patient is, results, other drugs,
 * problems, what was said; and the decision at the foot, always in sight.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { IconAlertOctagonFilled, IconAlertTriangleFilled, IconInfoCircle, IconShieldOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { agoText, dateTimeText, timeOf } from '../../format/date.ts';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import type { Alert, OrderFacts } from './api.ts';
import { clockText } from './clock.ts';
import { Decision } from './Decision.tsx';
import { Drugs, PatientStrip, Problems, Results } from './Facts.tsx';
import { Marks, OrderDrug, Where, Who } from './parts.tsx';
import { StandingWord } from './VerifyPage.tsx';
import { Thread } from './Thread.tsx';
import styles from './pharmacy.module.css';

interface Props {
  readonly facts: OrderFacts;
  readonly again: () => void;
  readonly decided: (text: string) => void;
}

export function DecidePane({ facts, again, decided }: Props) {
  const { t } = usePreferences();
  return (
    <article className={styles['decide']} data-order={facts.order} data-reading={facts.reading}>
      <div className={styles['scroll']}>
        <header className={styles['patient']}>
          <div className={styles['patientTop']}>
            <Who patient={facts.facts.patient ?? facts.patient} />
            <span className={styles['quiet']}>
              <Where place={facts.place} />
            </span>
            <OpenChart facts={facts} />
          </div>
          <PatientStrip facts={facts.facts} />
        </header>
        <Ordered facts={facts} />
        <Findings facts={facts} />
        {facts.facts.missing.length > 0 && (
          <p className={styles['missing']} role="alert">
            {t('pharmacy.missing', {
              parts: facts.facts.missing.map((part) => t(`pharmacy.part.${part}` as never)).join(', '),
            })}
          </p>
        )}
        <div className={styles['grid']}>
          <Results facts={facts.facts} />
          <div className={styles['column']}>
            <Drugs facts={facts} />
            <Problems facts={facts.facts} />
          </div>
        </div>
        <Thread messages={facts.messages} />
      </div>
      <Decision facts={facts} again={again} decided={decided} />
    </article>
  );
}

function OpenChart({ facts }: { readonly facts: OrderFacts }) {
  const { t } = usePreferences();
  const id = facts.facts.patient?.id ?? facts.patient?.id;
  if (id === undefined) return null;
  return (
    <Link to="/patients/$id" params={{ id }} className={styles['chartLink']}>
      {t('pharmacy.open-chart')}
    </Link>
  );
}

function Ordered({ facts }: { readonly facts: OrderFacts }) {
  const { t } = usePreferences();
  const now = useNow(60_000);
  const { request, medication, nextDoses, asNeeded } = facts;
  return (
    <section className={styles['ordered']} aria-label={t('pharmacy.order')}>
      <h2 className={styles['orderedDrug']}>
        <OrderDrug request={request} medication={medication} />
      </h2>
      <div className={styles['orderedDose']}>
        <DosageDisplay dosages={request.dosageInstruction} />
      </div>
      <div className={styles['marks']}>
        {(request.priority === 'stat' || request.priority === 'asap') && (
          <span className={styles['stat']}>{t('pharmacy.stat')}</span>
        )}
        <Marks highAlert={facts.highAlert} lookAlikes={facts.lookAlikes} />
        <StandingWord standing={facts.standing} />
      </div>
      <p className={styles['orderedBy']}>
        <ReferenceDisplay reference={request.requester} /> ·{' '}
        {request.authoredOn === undefined ? t('value.not-recorded') : <Ago text={request.authoredOn} />}
        {' · '}
        {asNeeded
          ? t('pharmacy.when-needed')
          : nextDoses.length === 0
            ? t('pharmacy.no-dose-today')
            : t('pharmacy.next-doses', { times: nextDoses.map((one) => clockText(one, now)).join(', ') })}
      </p>
      {(request.note ?? []).map(({ text }) => (
        <p key={text} className={styles['note']}>
          {text}
        </p>
      ))}
      {(request.reasonCode ?? []).map(({ text }) => text !== undefined && <p key={text}>{text}</p>)}
    </section>
  );
}

function Ago({ text }: { readonly text: string }) {
  const { language } = usePreferences();
  const now = useNow(30_000);
  return (
    <time dateTime={text} title={dateTimeText(text, language)}>
      {agoText(timeOf(text), now, language)}
    </time>
  );
}

const TIER_SIGNS = { 1: IconAlertOctagonFilled, 2: IconAlertTriangleFilled, 3: IconInfoCircle } as const;

/** What decision support found, gravest first; and what it could not check. */
function Findings({ facts: { findings } }: { readonly facts: OrderFacts }) {
  const { language, t } = usePreferences();
  const { alerts, unchecked, checked } = findings;
  const reasons = [...new Set(unchecked.map(({ reason }) => reason[language]))];
  return (
    <section className={styles['findings']} aria-label={t('pharmacy.findings')} data-tier={findings.tier}>
      {alerts.map((alert) => (
        <Finding key={`${alert.rule}${alert.summary.en}`} alert={alert} />
      ))}
      {reasons.length > 0 && (
        <p className={styles['unchecked']} data-checked={checked}>
          <IconShieldOff size={16} aria-hidden />
          <span>
            <strong>{t('pharmacy.unchecked')}</strong> {reasons.join(' · ')}
          </span>
        </p>
      )}
      {alerts.length === 0 && reasons.length === 0 && <p className={styles['quiet']}>{t('pharmacy.nothing-found')}</p>}
    </section>
  );
}

function Finding({ alert }: { readonly alert: Alert }) {
  const { language, t } = usePreferences();
  const Sign = TIER_SIGNS[alert.tier];
  return (
    <details className={styles['finding']} data-tier={alert.tier} open={alert.tier === 1}>
      <summary>
        <Sign size={17} aria-hidden />
        <span>
          <span className={styles['tier']}>{t(`pharmacy.tier.${alert.tier}`)}</span> {alert.summary[language]}
        </span>
      </summary>
      <p>{alert.detail[language]}</p>
      <p className={styles['quiet']}>
        {alert.source.source} ({alert.source.date}
        {alert.source.reviewed ? '' : `; ${t('pharmacy.not-reviewed')}`})
      </p>
    </details>
  );
}
