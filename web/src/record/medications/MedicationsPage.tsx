import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { MedicationRequest, Resource } from '../../fhir/types.ts';
import { doseText } from '../../format/quantity.ts';
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
import { medicationsQuery, pastMedicationsQuery, type Found } from '../queries.ts';
import { Rows, type Column } from '../Rows.tsx';
import { Side, Split } from '../Side.tsx';
import { Truncated } from '../Truncated.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { drugConcept, drugCourses } from './drug.ts';
import { DrugLine } from './DrugLine.tsx';

/** Medications: what is to be taken now, each prescription; then what was before, each drug once. */
export default function MedicationsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const [current, past] = [useQuery(medicationsQuery(id)), useQuery(pastMedicationsQuery(id))];
  return (
    <>
      <PageHead title="section.medications" />
      <Split side={<OpenSide found={[current.data, past.data]} />}>
        <Section title={words('medications.current')} count={current.data?.matches.length}>
          <Loaded
            query={current}
            empty={words('medications.none-current')}
            isEmpty={({ matches }) => matches.length === 0}
          >
            {({ matches, included }) => (
              <MedicationRows
                label={words('medications.current')}
                rows={matches.map((request) => ({ request, requests: [request], included }))}
              />
            )}
          </Loaded>
          <Truncated more={current.data?.more === true} shown={current.data?.matches.length ?? 0} />
        </Section>
        <Section title={words('medications.past')}>
          <Loaded query={past} empty={words('medications.none-past')} isEmpty={({ matches }) => matches.length === 0}>
            {({ matches, included }) => (
              <MedicationRows
                label={words('medications.past')}
                rows={drugCourses(matches, included).map(({ newest, requests }) => ({
                  request: newest,
                  requests,
                  included,
                }))}
              />
            )}
          </Loaded>
          <Truncated more={past.data?.more === true} shown={past.data?.matches.length ?? 0} />
        </Section>
      </Split>
    </>
  );
}

interface DrugRow {
  readonly request: MedicationRequest;
  /** All prescriptions of the drug, newest first; one where each is a row. */
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
    cell: (one) => <Prescribed row={one} />,
  },
];

function MedicationRows({ label, rows }: { readonly label: string; readonly rows: readonly DrugRow[] }) {
  return (
    <Rows label={label} rows={rows} columns={COLUMNS} reference={({ request }) => `MedicationRequest/${request.id}`} />
  );
}

/** When it was prescribed; how often where it was more than once. */
function Prescribed({ row }: { readonly row: DrugRow }) {
  const { t } = usePreferences();
  const { length } = row.requests;
  return (
    <>
      <DateDisplay value={row.request.authoredOn} />
      {length > 1 && <span className={ui['sub']}>{t('medications.times', { count: length })}</span>}
    </>
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

function OpenSide({ found }: { readonly found: readonly (Found<MedicationRequest> | undefined)[] }) {
  const { detail } = useDetail();
  const included = found.flatMap((one) => one?.included ?? []);
  const all = found.flatMap((one) => one?.matches ?? []);
  const request = all.find((one) => `MedicationRequest/${one.id}` === detail);
  if (request === undefined) return null;
  const same = drugCourses(all, included).find(({ requests }) => requests.includes(request))?.requests ?? [];
  return <MedicationSide row={{ request, requests: same, included }} />;
}

function MedicationSide({ row: { request, requests, included } }: { readonly row: DrugRow }) {
  const { language, t } = usePreferences();
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
          supply?.quantity && [t('field.amount'), doseText(supply.quantity, language)],
          [t('field.codes'), <CodingsDisplay key="codes" concept={concept} />],
        ]}
      />
      {requests.length > 1 && <Renewals requests={requests} />}
      <Notes notes={request.note} />
    </Side>
  );
}

/** Every prescription of the drug. */
function Renewals({ requests }: { readonly requests: readonly MedicationRequest[] }) {
  const { t } = usePreferences();
  return (
    <table className={ui['table']} aria-label={t('medications.all')}>
      <thead>
        <tr>
          <th scope="col" style={{ paddingInlineStart: 0 }}>
            {t('field.prescribed')}
          </th>
          <th scope="col">{t('field.dosage')}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <tr key={request.id}>
            <td className={ui['date']} style={{ paddingInlineStart: 0 }}>
              <DateDisplay value={request.authoredOn} />
            </td>
            <td>
              <DosageDisplay dosages={request.dosageInstruction} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
