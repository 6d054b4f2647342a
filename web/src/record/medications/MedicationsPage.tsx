import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { MedicationRequest, Resource } from '../../fhir/types.ts';
import { quantityText } from '../../format/quantity.ts';
import { CodeableConceptDisplay, CodingsDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { PeriodDisplay } from '../../ui/PeriodDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { Tag } from '../../ui/Tag.tsx';
import { Notes } from '../Notes.tsx';
import { PageHead } from '../PageHead.tsx';
import { medicationsQuery } from '../queries.ts';
import { Rows, type Column } from '../Rows.tsx';
import { Side, Split } from '../Side.tsx';
import { Truncated } from '../Truncated.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { drugConcept, isCurrent } from './drug.ts';
import { DrugLine } from './DrugLine.tsx';

/** Medications: what is to be taken now, then what was before. */
export default function MedicationsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const query = useQuery(medicationsQuery(id));
  const { detail } = useDetail();
  const all = query.data?.matches ?? [];
  const open = all.find((one) => `MedicationRequest/${one.id}` === detail);
  return (
    <>
      <PageHead title="section.medications" />
      <Split side={open !== undefined && <MedicationSide request={open} included={query.data?.included ?? []} />}>
        <Section title={words('medications.current')} count={query.data && all.filter(isCurrent).length}>
          <Loaded
            query={query}
            empty={words('medications.none-current')}
            isEmpty={({ matches }) => !matches.some(isCurrent)}
          >
            {({ matches, included }) => (
              <MedicationRows
                label={words('medications.current')}
                requests={matches.filter(isCurrent)}
                included={included}
              />
            )}
          </Loaded>
        </Section>
        <Section title={words('medications.past')} count={query.data && all.filter(past).length}>
          <Loaded query={query} empty={words('medications.none-past')} isEmpty={({ matches }) => !matches.some(past)}>
            {({ matches, included }) => (
              <MedicationRows label={words('medications.past')} requests={matches.filter(past)} included={included} />
            )}
          </Loaded>
          <Truncated more={query.data?.more === true} shown={all.length} />
        </Section>
      </Split>
    </>
  );
}

function past(request: MedicationRequest): boolean {
  return !isCurrent(request);
}

interface DrugRow {
  readonly request: MedicationRequest;
  readonly included: readonly Resource[];
}

interface RowsProps {
  readonly label: string;
  readonly requests: readonly MedicationRequest[];
  readonly included: readonly Resource[];
}

const COLUMNS: readonly Column<DrugRow>[] = [
  {
    key: 'drug',
    title: 'field.drug',
    width: '36%',
    cell: (one) => <DrugLine request={one.request} included={one.included} />,
  },
  { key: 'dosage', title: 'field.dosage', cell: (one) => <DosageDisplay dosages={one.request.dosageInstruction} /> },
  { key: 'status', title: 'field.status', width: '96px', cell: (one) => <RequestStatus request={one.request} /> },
  {
    key: 'date',
    title: 'field.prescribed',
    className: ui['date'],
    width: '112px',
    cell: (one) => <DateDisplay value={one.request.authoredOn} />,
  },
];

function MedicationRows({ label, requests, included }: RowsProps) {
  return (
    <Rows
      label={label}
      rows={requests.map((request) => ({ request, included }))}
      columns={COLUMNS}
      reference={({ request }) => `MedicationRequest/${request.id}`}
    />
  );
}

function RequestStatus({ request }: { readonly request: MedicationRequest }) {
  const { t } = usePreferences();
  if (request.doNotPerform === true) return <Tag tone="high">{t('request.not')}</Tag>;
  const text = t(`request.${request.status}`);
  return request.status === 'active' ? (
    <Tag tone="accent">{text}</Tag>
  ) : (
    <Tag tone={request.status === 'on-hold' ? 'warn' : 'plain'}>{text}</Tag>
  );
}

function MedicationSide({
  request,
  included,
}: {
  readonly request: MedicationRequest;
  readonly included: readonly Resource[];
}) {
  const { t } = usePreferences();
  const concept = drugConcept(request, included);
  const supply = request.dispenseRequest;
  return (
    <Side title={<DrugLine request={request} included={included} />} resource={request}>
      <Facts
        facts={[
          [t('field.dosage'), <DosageDisplay key="dosage" dosages={request.dosageInstruction} />],
          [t('field.status'), <RequestStatus key="status" request={request} />],
          [t('field.prescribed'), <DateDisplay key="date" value={request.authoredOn} time />],
          request.requester && [
            t('field.prescriber'),
            <ReferenceDisplay key="requester" reference={request.requester} />,
          ],
          request.reasonCode && [
            t('field.reason'),
            request.reasonCode.map((reason) => <CodeableConceptDisplay key={reason.text} concept={reason} />),
          ],
          supply?.validityPeriod && [t('field.valid'), <PeriodDisplay key="valid" period={supply.validityPeriod} />],
          supply?.quantity && [t('field.amount'), quantityText(supply.quantity)],
          [t('field.codes'), <CodingsDisplay key="codes" concept={concept} />],
        ]}
      />
      <Notes notes={request.note} />
    </Side>
  );
}
