import { PageHead } from '../../record/PageHead.tsx';

export default function NursingPage() {
  return <PageHead title="ward.nursing" />;
}
