import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { Condition } from '../../fhir/types.ts';
import { CodeableConceptDisplay, CodingsDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { Tag } from '../../ui/Tag.tsx';
import { Notes } from '../Notes.tsx';
import { PageHead } from '../PageHead.tsx';
import { conditionsQuery } from '../queries.ts';
import { Rows, type Column } from '../Rows.tsx';
import { Side, Split } from '../Side.tsx';
import { Truncated } from '../Truncated.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { endOf, isActiveProblem, onsetOf } from './problem-state.ts';

/** Problems: what the patient has now, then what is over. */
export default function ProblemsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const query = useQuery(conditionsQuery(id));
  const { detail } = useDetail();
  const all = query.data?.matches ?? [];
  const open = all.find((one) => `Condition/${one.id}` === detail);
  return (
    <>
      <PageHead title="section.problems" />
      <Split side={open !== undefined && <ProblemSide condition={open} />}>
        <Section title={words('problems.active')} count={query.data && all.filter(isActiveProblem).length}>
          <Loaded
            query={query}
            empty={words('problems.none-active')}
            isEmpty={({ matches }) => !matches.some(isActiveProblem)}
          >
            {({ matches }) => (
              <ProblemRows label={words('problems.active')} conditions={matches.filter(isActiveProblem)} />
            )}
          </Loaded>
        </Section>
        <Section title={words('problems.over')} count={query.data && all.filter((one) => !isActiveProblem(one)).length}>
          <Loaded
            query={query}
            empty={words('problems.none-over')}
            isEmpty={({ matches }) => matches.every(isActiveProblem)}
          >
            {({ matches }) => (
              <ProblemRows
                label={words('problems.over')}
                conditions={matches.filter((one) => !isActiveProblem(one))}
                over
              />
            )}
          </Loaded>
          <Truncated more={query.data?.more === true} shown={all.length} />
        </Section>
      </Split>
    </>
  );
}

interface RowsProps {
  readonly label: string;
  readonly conditions: readonly Condition[];
  readonly over?: boolean;
}

const COLUMNS: readonly Column<Condition>[] = [
  { key: 'name', title: 'field.problem', cell: (one) => <CodeableConceptDisplay concept={one.code} both /> },
  { key: 'status', title: 'field.status', width: '130px', cell: (one) => <ProblemStatus condition={one} /> },
  {
    key: 'onset',
    title: 'field.since',
    className: ui['date'],
    width: '120px',
    cell: (one) => <DateDisplay value={onsetOf(one)} />,
  },
];

const COLUMNS_OVER: readonly Column<Condition>[] = [
  ...COLUMNS,
  {
    key: 'end',
    title: 'field.ended',
    className: ui['date'],
    cell: (one) => <DateDisplay value={endOf(one)} />,
  },
];

function ProblemRows({ label, conditions, over = false }: RowsProps) {
  return (
    <Rows
      label={label}
      rows={conditions}
      columns={over ? COLUMNS_OVER : COLUMNS}
      reference={(one) => `Condition/${one.id}`}
    />
  );
}

function ProblemStatus({ condition }: { readonly condition: Condition }) {
  const { t } = usePreferences();
  const verification = condition.verificationStatus?.coding?.[0]?.code;
  const clinical = condition.clinicalStatus?.coding?.[0]?.code;
  return (
    <>
      {clinical === undefined ? t('status.unknown') : t(clinicalKey(clinical))}{' '}
      {verification !== undefined && verification !== 'confirmed' && (
        <Tag tone="warn">{t(verificationKey(verification))}</Tag>
      )}
    </>
  );
}

const CLINICAL = ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'] as const;
const VERIFICATION = ['unconfirmed', 'provisional', 'differential', 'refuted', 'entered-in-error'] as const;

function clinicalKey(code: string) {
  const known = CLINICAL.find((one) => one === code);
  return known === undefined ? 'status.unknown' : (`clinical.${known}` as const);
}

function verificationKey(code: string) {
  const known = VERIFICATION.find((one) => one === code);
  return known === undefined ? 'status.unknown' : (`verification.${known}` as const);
}

function ProblemSide({ condition }: { readonly condition: Condition }) {
  const { t } = usePreferences();
  return (
    <Side title={<CodeableConceptDisplay concept={condition.code} both />} resource={condition}>
      <Facts
        facts={[
          [t('field.status'), <ProblemStatus key="status" condition={condition} />],
          [
            t('field.since'),
            <DateDisplay key="since" value={condition.onsetDateTime ?? condition.onsetPeriod?.start} />,
          ],
          endOf(condition) === undefined
            ? undefined
            : [t('field.ended'), <DateDisplay key="end" value={endOf(condition)} />],
          condition.severity && [
            t('field.severity'),
            <CodeableConceptDisplay key="severity" concept={condition.severity} />,
          ],
          condition.bodySite && [
            t('field.body-site'),
            condition.bodySite.map((site) => <CodeableConceptDisplay key={site.text} concept={site} />),
          ],
          [t('field.recorded'), <DateDisplay key="recorded" value={condition.recordedDate} time />],
          condition.recorder && [
            t('field.recorder'),
            <ReferenceDisplay key="recorder" reference={condition.recorder} />,
          ],
          condition.asserter && [
            t('field.asserter'),
            <ReferenceDisplay key="asserter" reference={condition.asserter} />,
          ],
          [t('field.codes'), <CodingsDisplay key="codes" concept={condition.code} />],
        ]}
      />
      <Notes notes={condition.note} />
    </Side>
  );
}
