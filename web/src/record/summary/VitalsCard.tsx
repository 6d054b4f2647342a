import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import { isMessageKey } from '../../messages/messages.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { vitalsQuery } from '../queries.ts';
import { takenAt } from '../results/result-table.ts';
import { useWords } from '../use-words.ts';
import { SignValueDisplay } from '../vitals/SignValueDisplay.tsx';
import { signPlot, signsOf, type SignValues } from '../vitals/vital-signs.ts';
import { AllLink } from './AllLink.tsx';
import styles from './summary.module.css';

const MOST_SIGNS = 8;
const MOST_POINTS = 24;

/** The newest vital signs, each with where it came from. */
export function VitalsCard() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const query = useQuery(vitalsQuery(id));
  return (
    <Section title={words('vitals.latest')} tools={<AllLink section="vitals" />}>
      <Loaded query={query} lines={6} empty={words('vitals.none')} isEmpty={({ matches }) => matches.length === 0}>
        {({ matches }) => (
          <div className={styles['signs']}>
            {signsOf(matches)
              .slice(0, MOST_SIGNS)
              .map((sign) => (
                <SignTile key={sign.key} sign={sign} />
              ))}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function SignTile({ sign }: { readonly sign: SignValues }) {
  const { language, t } = usePreferences();
  const [newest] = sign.observations;
  if (newest === undefined) return null;
  const key = `vital.${sign.key}`;
  const values =
    signPlot(sign, [''], language)?.series[0]?.values.filter((value): value is number => value !== null) ?? [];
  return (
    <div className={styles['sign']}>
      <div className={styles['signName']}>
        {isMessageKey(key) ? t(key) : <CodeableConceptDisplay concept={newest.code} />}
      </div>
      <div className={styles['signValue']}>
        <SignValueDisplay sign={sign.key} observation={newest} />
      </div>
      <Sparkline values={values.slice(-MOST_POINTS)} />
      <div className={styles['signWhen']}>
        <DateDisplay value={takenAt(newest)} time />
      </div>
    </div>
  );
}
