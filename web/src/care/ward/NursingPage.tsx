/** What nurses assess, measure and plan for one patient. */
import { useParams } from '@tanstack/react-router';
import { PageHead } from '../../record/PageHead.tsx';
import { AssessmentsPart } from './AssessmentsPart.tsx';
import { FluidsPart } from './FluidsPart.tsx';
import { PlansPart } from './PlansPart.tsx';
import styles from './nursing.module.css';

export default function NursingPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  return (
    <>
      <PageHead title="ward.nursing" />
      <div className={styles['grid']}>
        <AssessmentsPart patient={id} />
        <FluidsPart patient={id} />
        <PlansPart patient={id} />
      </div>
    </>
  );
}
