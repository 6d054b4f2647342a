import { ChangesBox } from './ChangesBox.tsx';
import { useWords } from '../use-words.ts';
import { useTitle } from '../use-title.ts';
import { EncounterCard, ImmunizationCard, MedicationCard, ProblemCard } from './ListCards.tsx';
import { LaboratoryCard } from './LaboratoryCard.tsx';
import { VitalsCard } from './VitalsCard.tsx';
import styles from './summary.module.css';

/** The record in one look: what changed, then what is so now. */
export default function SummaryPage() {
  const words = useWords();
  useTitle(words('section.summary'));
  return (
    <>
      <ChangesBox />
      <div className={styles['grid']}>
        <div className={styles['column']}>
          <ProblemCard />
          <MedicationCard />
          <EncounterCard />
        </div>
        <div className={styles['column']}>
          <VitalsCard />
          <LaboratoryCard />
          <ImmunizationCard />
        </div>
      </div>
    </>
  );
}
