import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { Immunization } from '../../fhir/types.ts';
import { quantityText } from '../../format/quantity.ts';
import { CodeableConceptDisplay, CodingsDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import ui from '../../ui/ui.module.css';
import { Tag } from '../../ui/Tag.tsx';
import { Notes } from '../Notes.tsx';
import { PageHead } from '../PageHead.tsx';
import { immunizationsQuery } from '../queries.ts';
import { Side, Split } from '../Side.tsx';
import { Truncated } from '../Truncated.tsx';
import { useDetail } from '../use-detail.ts';
import { useWords } from '../use-words.ts';
import { byVaccine, type VaccineDoses } from './by-vaccine.ts';
import styles from './immunizations.module.css';

/** Immunizations: one row for each vaccine, its doses in time. */
export default function ImmunizationsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const words = useWords();
  const query = useQuery(immunizationsQuery(id));
  const { detail } = useDetail();
  const open = query.data?.matches.find((one) => `Immunization/${one.id}` === detail);
  return (
    <>
      <PageHead title="section.immunizations" />
      <Split side={open !== undefined && <ImmunizationSide immunization={open} />}>
        <Section title={words('immunizations.given')} count={query.data?.matches.length}>
          <Loaded
            query={query}
            lines={6}
            empty={words('immunizations.none')}
            isEmpty={({ matches }) => matches.length === 0}
          >
            {({ matches }) => <VaccineRows vaccines={byVaccine(matches)} />}
          </Loaded>
          <Truncated more={query.data?.more === true} shown={query.data?.matches.length ?? 0} />
        </Section>
      </Split>
    </>
  );
}

function VaccineRows({ vaccines }: { readonly vaccines: readonly VaccineDoses[] }) {
  const { t } = usePreferences();
  return (
    <table className={ui['table']}>
      <thead>
        <tr>
          <th scope="col">{t('field.vaccine')}</th>
          <th scope="col">{t('field.doses')}</th>
          <th scope="col">{t('field.given')}</th>
        </tr>
      </thead>
      <tbody>
        {vaccines.map(({ code, doses }) => (
          <tr key={code}>
            <td style={{ width: '44%', fontWeight: 550 }}>
              <CodeableConceptDisplay concept={doses[0]?.vaccineCode} both />
            </td>
            <td className="nums">{doses.length}</td>
            <td>
              <ul className={styles['doses']}>
                {doses.map((dose) => (
                  <Dose key={dose.id} dose={dose} />
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Dose({ dose }: { readonly dose: Immunization }) {
  const { t } = usePreferences();
  const { detail, open } = useDetail();
  const target = `Immunization/${dose.id}`;
  return (
    <li>
      <button type="button" className={styles['dose']} data-open={detail === target} onClick={() => open(target)}>
        {dose.occurrenceDateTime === undefined ? (
          (dose.occurrenceString ?? t('value.not-recorded'))
        ) : (
          <DateDisplay value={dose.occurrenceDateTime} />
        )}
        {dose.status !== 'completed' && <Tag tone="warn">{t(`immunization.${dose.status}`)}</Tag>}
      </button>
    </li>
  );
}

function ImmunizationSide({ immunization }: { readonly immunization: Immunization }) {
  const { language, t } = usePreferences();
  const { doseQuantity, lotNumber, performer, protocolApplied } = immunization;
  const number = protocolApplied?.[0]?.doseNumberPositiveInt;
  return (
    <Side title={<CodeableConceptDisplay concept={immunization.vaccineCode} both />} resource={immunization}>
      <Facts
        facts={[
          [t('field.given'), <DateDisplay key="given" value={immunization.occurrenceDateTime} time />],
          [t('field.status'), t(`immunization.${immunization.status}`)],
          number === undefined ? undefined : [t('field.dose-number'), String(number)],
          doseQuantity && [t('field.dose'), quantityText(doseQuantity, language)],
          lotNumber === undefined ? undefined : [t('field.lot'), lotNumber],
          immunization.site && [
            t('field.body-site'),
            <CodeableConceptDisplay key="site" concept={immunization.site} />,
          ],
          immunization.route && [t('field.route'), <CodeableConceptDisplay key="route" concept={immunization.route} />],
          performer?.[0] && [t('field.performer'), <ReferenceDisplay key="performer" reference={performer[0].actor} />],
          [t('field.codes'), <CodingsDisplay key="codes" concept={immunization.vaccineCode} />],
        ]}
      />
      <Notes notes={immunization.note} />
    </Side>
  );
}
