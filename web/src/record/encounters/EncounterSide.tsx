import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import type { Encounter, Reference } from '../../fhir/types.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { PeriodDisplay } from '../../ui/PeriodDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { DrugLine } from '../medications/DrugLine.tsx';
import { conditionsQuery, medicationsQuery, proceduresQuery } from '../queries.ts';
import { Side } from '../Side.tsx';
import { VisitName } from './Visit.tsx';
import { laneOf } from './timeline.ts';

/** One encounter: when, where, with whom, and what was found and done in it. */
export function EncounterSide({ encounter }: { readonly encounter: Encounter }) {
  const { t } = usePreferences();
  const places = encounter.location ?? [];
  return (
    <Side title={<VisitName encounter={encounter} />} resource={encounter}>
      <Facts
        facts={[
          [t('field.when'), <PeriodDisplay key="when" period={encounter.period} time />],
          [t('field.kind'), t(`lane.${laneOf(encounter)}`)],
          [t('field.status'), t(`encounter.${encounter.status}`)],
          encounter.serviceProvider && [
            t('field.organization'),
            <ReferenceDisplay key="provider" reference={encounter.serviceProvider} />,
          ],
          places.length === 0
            ? undefined
            : [
                t('field.place'),
                places.map(({ location, period }) => (
                  <div key={`${location.reference ?? location.display} ${period?.start ?? ''}`}>
                    <ReferenceDisplay reference={location} />
                  </div>
                )),
              ],
          encounter.participant && [
            t('field.people'),
            encounter.participant.map(({ individual }) => (
              <div key={individual?.reference ?? individual?.display}>
                <ReferenceDisplay reference={individual} />
              </div>
            )),
          ],
          encounter.reasonCode && [
            t('field.reason'),
            encounter.reasonCode.map((one) => <CodeableConceptDisplay key={one.text} concept={one} />),
          ],
          encounter.hospitalization?.dischargeDisposition && [
            t('field.discharge'),
            <CodeableConceptDisplay key="discharge" concept={encounter.hospitalization.dischargeDisposition} />,
          ],
        ]}
      />
      <InIt encounter={encounter.id ?? ''} />
    </Side>
  );
}

function InIt({ encounter }: { readonly encounter: string }) {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const conditions =
    useQuery(conditionsQuery(id)).data?.matches.filter((one) => belongs(one.encounter, encounter)) ?? [];
  const medications = useQuery(medicationsQuery(id)).data;
  const procedures =
    useQuery(proceduresQuery(id)).data?.matches.filter((one) => belongs(one.encounter, encounter)) ?? [];
  const drugs = medications?.matches.filter((one) => belongs(one.encounter, encounter)) ?? [];
  const lists = [
    ['section.problems', conditions.map((one) => <CodeableConceptDisplay key={one.id} concept={one.code} />)],
    [
      'section.medications',
      drugs.map((one) => <DrugLine key={one.id} request={one} included={medications?.included ?? []} />),
    ],
    ['field.procedures', procedures.map((one) => <CodeableConceptDisplay key={one.id} concept={one.code} />)],
  ] as const;
  return (
    <Facts
      facts={lists.map(([title, items]) =>
        items.length === 0 ? undefined : [t(title), items.map((item) => <div key={item.key}>{item}</div>)],
      )}
    />
  );
}

function belongs(reference: Reference | undefined, encounter: string): boolean {
  return reference?.reference?.endsWith(`Encounter/${encounter}`) === true;
}
