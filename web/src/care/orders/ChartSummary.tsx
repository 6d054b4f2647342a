import { useParams } from '@tanstack/react-router';
import { useMe } from '../../access/SessionGate.tsx';
import SummaryPage from '../../record/summary/SummaryPage.tsx';
import { ChartCards } from './ChartCards.tsx';

const ASKED = new Set(['physician', 'nurse', 'pharmacist']);

/** The summary of the record, below what decision support says to those who treat. */
export default function ChartSummary() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { role } = useMe();
  return (
    <>
      {ASKED.has(role) && <ChartCards patient={id} hook="patient-view" />}
      <SummaryPage />
    </>
  );
}
