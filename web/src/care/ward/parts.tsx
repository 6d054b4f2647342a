/** Small parts that the ward's screens share: score, due time, flags, who somebody is. */
import { IconAlertTriangleFilled, IconBiohazard, IconHeartOff, IconStairsDown } from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { FhirFailure } from '../../fhir/client.ts';
import { ageText } from '../../format/age.ts';
import { dateTimeText, timeOf } from '../../format/date.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { failureMessage } from '../../ui/Section.tsx';
import type { Band, Named, StayLine } from './api.ts';
import styles from './ward.module.css';

/** The score in the colours of the Royal College of Physicians, with the word of its band. */
export function NewsBadge({
  news2,
  large = false,
}: {
  readonly news2: { readonly total: number; readonly band: Band } | undefined;
  readonly large?: boolean;
}) {
  const { t } = usePreferences();
  if (news2 === undefined) return <span className="muted">–</span>;
  const { total, band } = news2;
  return (
    <span
      className={styles['news']}
      data-band={band}
      data-news={total}
      data-size={large ? 'large' : 'small'}
      title={`NEWS2 ${total}: ${t(`ward.band.${band}`)}`}
    >
      {band !== 'low' && <IconAlertTriangleFilled size={large ? 20 : 11} aria-hidden />}
      {total}
      <span className="visually-hidden"> NEWS2 {t(`ward.band.${band}`)}</span>
    </span>
  );
}

const SOON_MS = 1_800_000;

/** When something is due; late in words, not in colour alone. */
export function DueTime({ due, done = false }: { readonly due: string | undefined; readonly done?: boolean }) {
  const { t } = usePreferences();
  const now = useNow(15_000);
  if (due === undefined) return <span className="muted">–</span>;
  const minutes = Math.round((timeOf(due) - now) / 60_000);
  const late = !done && minutes < 0;
  return (
    <span className={styles['due']} data-late={late} data-soon={!done && !late && minutes * 60_000 <= SOON_MS}>
      <time dateTime={due}>{clockText(due, now)}</time>
      {late && ` ${t('ward.late', { minutes: spanText(-minutes, t) })}`}
      {!late && !done && minutes <= 30 && ` ${t('ward.in-minutes', { minutes })}`}
    </span>
  );
}

type Texts = ReturnType<typeof usePreferences>['t'];

/** Minutes, hours or days, whichever can be read. */
function spanText(minutes: number, t: Texts): string {
  if (minutes < 120) return t('ward.minutes', { count: minutes });
  return minutes < 2880
    ? t('ward.hours', { count: Math.round(minutes / 60) })
    : t('ward.days', { count: Math.round(minutes / 1440) });
}

/** The time of today, with the day where it is another one; a dash where there is no time. */
export function clockText(text: string, now: number): string {
  const at = new Date(timeOf(text));
  if (Number.isNaN(at.getTime())) return '–';
  const clock = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  const today = new Date(now);
  if (at.toDateString() === today.toDateString()) return clock;
  return `${at.getMonth() + 1}/${at.getDate()} ${clock}`;
}

const SIGNS = { isolation: IconBiohazard, 'fall-risk': IconStairsDown, dnr: IconHeartOff } as const;

/** Isolation, falls, no resuscitation: sign and word. */
export function Flags({ flags }: { readonly flags?: readonly string[] | undefined }) {
  const { t } = usePreferences();
  return flags?.map((code) => {
    const key = `ward.flag.${code}`;
    if (!isMessageKey(key)) return null;
    const Sign = SIGNS[code.startsWith('isolation') ? 'isolation' : (code as 'fall-risk' | 'dnr')];
    return (
      <span key={code} className={styles['flag']} data-code={code}>
        <Sign size={13} stroke={2} aria-hidden />
        {t(key)}
      </span>
    );
  });
}

/** The name in the language of the screen. */
export function nameIn(named: Pick<Named, 'name' | 'latin'> | undefined, language: 'ko' | 'en'): string {
  if (named === undefined) return '';
  return language === 'en' ? (named.latin ?? named.name) : named.name;
}

/** Sex and age. */
export function useSexAge(): (stay: Pick<StayLine, 'gender' | 'birthDate'>) => string {
  const { language, t } = usePreferences();
  const now = useNow(60_000);
  return ({ gender, birthDate }) =>
    [t(`sex.${gender ?? 'unknown'}`), ageText(birthDate, now, language)].filter((part) => part !== '').join(' ');
}

/** What the server refused, in the language of the screen where it is known. */
export function Fault({ error }: { readonly error: unknown }) {
  const { t } = usePreferences();
  if (error === null || error === undefined) return null;
  const key = error instanceof FhirFailure ? `ward.fault.${error.code ?? ''}` : '';
  return (
    <p className={styles['fault']} role="alert">
      {isMessageKey(key)
        ? t(key)
        : error instanceof FhirFailure && error.status < 500 && error.status > 0
          ? error.message
          : t(failureMessage(error))}
    </p>
  );
}

/** Is the screen in step with the hospital? */
export function Live({ cutSince }: { readonly cutSince: number | undefined }) {
  const { language, t } = usePreferences();
  return (
    <span className={styles['live']} data-cut={cutSince !== undefined} role="status">
      <i aria-hidden />
      {cutSince === undefined
        ? t('ward.live')
        : t('ward.cut', { since: dateTimeText(new Date(cutSince).toISOString(), language) })}
    </span>
  );
}
