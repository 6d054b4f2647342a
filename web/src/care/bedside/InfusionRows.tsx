import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { doseText } from '../../format/quantity.ts';
import { administrationQuery, infusionEvents } from './administrations.ts';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import { DoseWords, DrugWords, useCodeWord } from './DrugWords.tsx';
import { doseKey } from './due-filter.ts';
import { DoseTags } from './DueRows.tsx';
import { InfusionPanel, type Act } from './InfusionPanel.tsx';
import { StandingTag } from './StandingTag.tsx';
import { awayText, clockText } from './times.ts';

interface Props {
  readonly patient: string;
  readonly doses: readonly DueDose[];
  readonly now: number;
  readonly give: (dose: DueDose) => void;
  /** What is being done to one of them. */
  readonly doing: Doing | undefined;
  readonly setDoing: (doing: Doing | undefined) => void;
}

/** Something that is done to an infusion. */
export interface Doing {
  readonly act: Act;
  readonly dose: DueDose;
}

const ACTS: Readonly<Record<string, readonly Act[]>> = {
  running: ['rate', 'bag', 'pause', 'stop', 'complete'],
  paused: ['resume', 'bag', 'stop', 'complete'],
};

/** Infusions: what runs, how fast, since when, and what can be done to it. */
export function InfusionRows({ patient, doses, now, give, doing, setDoing }: Props) {
  const { t } = usePreferences();
  return (
    <div className={styles['rows']}>
      {doses.map((dose) => (
        <div
          key={doseKey(dose)}
          className={styles['infusionRow']}
          data-infusion={dose.order}
          data-standing={dose.standing}
        >
          <span className={styles['what']}>
            <DrugWords dose={dose} />
            <DoseWords dose={dose} />
          </span>
          <span className={styles['state']}>
            <StandingTag standing={dose.standing} />
            <DoseTags dose={dose} />
            <Now dose={dose} now={now} />
          </span>
          <span className={styles['chips']}>
            {(ACTS[dose.standing] ?? []).map((one) => (
              <ActButton key={one} act={one} choose={() => setDoing({ act: one, dose })} />
            ))}
            {(dose.standing === 'due' || dose.standing === 'late' || dose.standing === 'as-needed') && (
              <button type="button" className={styles['chip']} data-act="start" onClick={() => give(dose)}>
                {t('bedside.act.start')}
              </button>
            )}
          </span>
        </div>
      ))}
      {doing !== undefined && (
        <InfusionPanel patient={patient} dose={doing.dose} act={doing.act} close={() => setDoing(undefined)} />
      )}
    </div>
  );
}

function ActButton({ act, choose }: { readonly act: Act; readonly choose: () => void }) {
  const word = useCodeWord();
  return (
    <button type="button" className={styles['chip']} data-act={act} onClick={choose}>
      {word('act', act)}
    </button>
  );
}

/** The rate now, and since when. */
function Now({ dose, now }: { readonly dose: DueDose; readonly now: number }) {
  const { language, t } = usePreferences();
  const running = dose.standing === 'running' || dose.standing === 'paused';
  const query = useQuery({
    ...administrationQuery(`MedicationAdministration/${dose.administration ?? ''}`),
    enabled: running,
  });
  if (!running || query.data === undefined) return null;
  const rate = query.data.dosage?.rateQuantity;
  const last = infusionEvents(query.data).at(-1)?.at ?? query.data.effectivePeriod?.start ?? '';
  return (
    <span data-rate>
      <strong>{doseText(rate, language)}</strong>{' '}
      <span className="muted">{t('bedside.since', { at: clockText(last), ago: awayText(last, now, language) })}</span>
    </span>
  );
}
