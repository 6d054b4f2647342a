/** Small parts that the screens of laboratory and blood share: who, how long since, verdict of the house. */
import {
  IconAlertTriangleFilled,
  IconArrowBigRightLineFilled,
  IconCircleCheckFilled,
  IconHandStop,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { FhirFailure } from '../../fhir/client.ts';
import { ageText } from '../../format/age.ts';
import { agoText, dateTimeText, timeOf } from '../../format/date.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { HumanNameDisplay } from '../../ui/HumanNameDisplay.tsx';
import { failureMessage } from '../../ui/Section.tsx';
import type { Answer } from '../bedside/api.ts';
import type { Person } from './api.ts';
import styles from './laboratory.module.css';

/** Name, then number, sex and age: what tells one patient from another. */
export function Who({ person }: { readonly person: Person | undefined }) {
  const { language, t } = usePreferences();
  const now = useNow(60_000);
  const { names, number, sex, birthDate } = person ?? { names: [] };
  const gender = sex === 'male' || sex === 'female' ? t(`laboratory.sex.${sex}`) : undefined;
  const more = [number, gender, ageText(birthDate, now, language)].filter((one) => one !== undefined && one !== '');
  return (
    <span className={styles['who']}>
      <strong>
        <HumanNameDisplay names={names} />
      </strong>
      <span className={styles['sub']}>{more.join(' · ')}</span>
    </span>
  );
}

const MINUTE = 60_000;

/** How long ago, with the time itself. */
export function Since({ at }: { readonly at: string | undefined }) {
  const { language, t } = usePreferences();
  const now = useNow(30_000);
  if (at === undefined) return <span className="muted">–</span>;
  return (
    <time dateTime={at} title={dateTimeText(at, language)} className={styles['since']}>
      {Math.abs(now - timeOf(at)) < MINUTE ? t('laboratory.just-now') : agoText(timeOf(at), now, language)}
    </time>
  );
}

const SIGNS = {
  done: IconCircleCheckFilled,
  allow: IconCircleCheckFilled,
  warn: IconAlertTriangleFilled,
  stop: IconHandStop,
  wait: IconArrowBigRightLineFilled,
} as const;

type Tone = keyof typeof SIGNS;

/** What the house says: a sign, a word, what to do. */
export function Says({
  answer,
  done = false,
  children,
}: {
  readonly answer: Answer;
  readonly done?: boolean;
  readonly children?: ReactNode;
}) {
  const { language, t } = usePreferences();
  const tone: Tone = done ? 'done' : answer.decision;
  const Sign = SIGNS[tone];
  const lines = answer.messages.length > 1 ? answer.messages : [{ key: answer.messageKey, message: answer.message }];
  return (
    <div
      className={styles['says']}
      data-tone={tone}
      data-message={answer.messageKey}
      role={tone === 'stop' ? 'alert' : 'status'}
    >
      <Sign size={30} aria-hidden />
      <div>
        <strong>{t(`laboratory.tone.${tone}`)}</strong>
        {lines.map((one) => (
          <p key={one.key}>{one.message[language]}</p>
        ))}
        {children}
      </div>
    </div>
  );
}

/** A request that was refused, in the words of its code where there are some. */
export function Fault({ error }: { readonly error: unknown }) {
  const { t } = usePreferences();
  if (error === null || error === undefined) return null;
  const code = error instanceof FhirFailure ? error.code : undefined;
  const key = `laboratory.fault.${(code ?? '').replace(/^care\./, '')}`;
  return (
    <div className={styles['says']} data-tone="stop" data-fault={code} role="alert">
      <IconHandStop size={26} aria-hidden />
      <div>
        <p>{isMessageKey(key) ? t(key) : t(failureMessage(error))}</p>
        {!isMessageKey(key) && code !== undefined && <span className={styles['sub']}>{code}</span>}
      </div>
    </div>
  );
}
