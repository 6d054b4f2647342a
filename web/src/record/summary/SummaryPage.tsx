import type { ReactNode } from 'react';
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
          <Area name="problems" card={<ProblemCard />} />
          <Area name="medications" card={<MedicationCard />} />
          <Area name="encounters" card={<EncounterCard />} />
        </div>
        <div className={styles['column']}>
          <Area name="vitals" card={<VitalsCard />} />
          <Area name="laboratory" card={<LaboratoryCard />} />
          <Area name="immunizations" card={<ImmunizationCard />} />
        </div>
      </div>
    </>
  );
}

/** The place of a card; on a narrow screen the places are laid out anew. */
function Area({ name, card }: { readonly name: string; readonly card: ReactNode }) {
  return (
    <div className={styles['area']} style={{ gridArea: name }}>
      {card}
    </div>
  );
}
