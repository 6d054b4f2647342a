import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { AllergyIntolerance } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { CodeableConceptDisplay, CodingsDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { Tag } from '../../ui/Tag.tsx';
import { isActiveAllergy } from '../banner/allergy-state.ts';
import { Notes } from '../Notes.tsx';
import { PageHead } from '../PageHead.tsx';
import { allergiesQuery } from '../queries.ts';
import { Rows, type Column } from '../Rows.tsx';
import { Side, Split } from '../Side.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';

/** Allergies and intolerances, those to heed first. */
export default function AllergiesPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const query = useQuery(allergiesQuery(id));
  const { detail } = useDetail();
  const all = query.data?.matches ?? [];
  const open = all.find((one) => `AllergyIntolerance/${one.id}` === detail);
  const past = all.filter((one) => !isActiveAllergy(one));
  return (
    <>
      <PageHead title="section.allergies" />
      <Split side={open !== undefined && <AllergySide allergy={open} />}>
        <Section title={words('allergies.active')} count={query.data && all.filter(isActiveAllergy).length}>
          <Loaded
            query={query}
            empty={words('allergies.not-recorded')}
            isEmpty={({ matches }) => !matches.some(isActiveAllergy)}
          >
            {({ matches }) => (
              <AllergyRows label={words('allergies.active')} allergies={matches.filter(isActiveAllergy)} />
            )}
          </Loaded>
        </Section>
        {past.length > 0 && (
          <Section title={words('allergies.past')} count={past.length}>
            <AllergyRows label={words('allergies.past')} allergies={past} />
          </Section>
        )}
      </Split>
    </>
  );
}

const COLUMNS: readonly Column<AllergyIntolerance>[] = [
  {
    key: 'what',
    title: 'field.substance',
    width: '34%',
    cell: (one) => <CodeableConceptDisplay concept={one.code} both />,
  },
  { key: 'danger', title: 'field.criticality', width: '120px', cell: (one) => <Criticality allergy={one} /> },
  { key: 'reaction', title: 'field.reaction', cell: (one) => <Reactions allergy={one} /> },
  { key: 'category', title: 'field.category', width: '110px', cell: (one) => <Categories allergy={one} /> },
  {
    key: 'recorded',
    title: 'field.recorded',
    className: ui['date'],
    width: '112px',
    cell: (one) => <DateDisplay value={one.recordedDate} />,
  },
];

function AllergyRows({
  label,
  allergies,
}: {
  readonly label: string;
  readonly allergies: readonly AllergyIntolerance[];
}) {
  return <Rows label={label} rows={allergies} columns={COLUMNS} reference={(one) => `AllergyIntolerance/${one.id}`} />;
}

function Criticality({ allergy }: { readonly allergy: AllergyIntolerance }) {
  const { t } = usePreferences();
  if (allergy.criticality === 'high') return <Tag tone="high">▲ {t('criticality.high')}</Tag>;
  return <>{t(`criticality.${allergy.criticality ?? 'unable-to-assess'}`)}</>;
}

function Reactions({ allergy }: { readonly allergy: AllergyIntolerance }) {
  const { language, t } = usePreferences();
  const lines = (allergy.reaction ?? []).map(({ manifestation, severity, description }) => {
    const signs = manifestation.map((one) => conceptText(one, language)).join(', ');
    return [signs === '' ? description : signs, severity === undefined ? '' : `(${t(`severity.${severity}`)})`]
      .filter(Boolean)
      .join(' ');
  });
  if (lines.length === 0) return <span className="muted">{t('value.not-recorded')}</span>;
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

function Categories({ allergy }: { readonly allergy: AllergyIntolerance }) {
  const { t } = usePreferences();
  return <>{(allergy.category ?? []).map((one) => t(`allergy-category.${one}`)).join(', ')}</>;
}

function AllergySide({ allergy }: { readonly allergy: AllergyIntolerance }) {
  const { t } = usePreferences();
  return (
    <Side title={<CodeableConceptDisplay concept={allergy.code} both />} resource={allergy}>
      <Facts
        facts={[
          [t('field.criticality'), <Criticality key="criticality" allergy={allergy} />],
          [t('field.reaction'), <Reactions key="reaction" allergy={allergy} />],
          [t('field.category'), <Categories key="category" allergy={allergy} />],
          [t('field.status'), <CodeableConceptDisplay key="status" concept={allergy.clinicalStatus} />],
          [t('field.certainty'), <CodeableConceptDisplay key="verification" concept={allergy.verificationStatus} />],
          allergy.onsetDateTime === undefined
            ? undefined
            : [t('field.since'), <DateDisplay key="onset" value={allergy.onsetDateTime} />],
          allergy.lastOccurrence === undefined
            ? undefined
            : [t('field.last'), <DateDisplay key="last" value={allergy.lastOccurrence} />],
          [t('field.recorded'), <DateDisplay key="recorded" value={allergy.recordedDate} time />],
          allergy.recorder && [t('field.recorder'), <ReferenceDisplay key="recorder" reference={allergy.recorder} />],
          [t('field.codes'), <CodingsDisplay key="codes" concept={allergy.code} />],
        ]}
      />
      <Notes notes={allergy.note} />
    </Side>
  );
}
