/**
 * The blood bank: requests that wait at the left, units on hand at the right. A sample and a unit are scanned for the chosen
 * request, the crossmatch is recorded, and a reserved unit is issued.
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useTitle } from '../../record/use-title.ts';
import { Loaded, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { newAttempt } from '../bedside/api.ts';
import { useScanner } from '../bedside/use-scanner.ts';
import { StepList } from '../laboratory/LoopSteps.tsx';
import styles from '../laboratory/laboratory.module.css';
import { ownCode } from '../laboratory/own-code.ts';
import { Fault, Since, Who } from '../laboratory/Parts.tsx';
import { bloodRequestsQuery, send, unitsQuery, type BloodLine, type Unit } from './api.ts';
import { NewUnit } from './NewUnit.tsx';
import { UnitMenu } from './UnitMenu.tsx';
import { attributeKey, componentKey, GroupWords, UnitWords } from './unit-words.tsx';

/** What was scanned last for the chosen request. */
interface Scanned {
  readonly sample?: string;
  readonly unit?: string;
}

export default function BloodBankPage() {
  const { t } = usePreferences();
  useTitle(t('laboratory.blood-bank'));
  const requests = useQuery(bloodRequestsQuery());
  const units = useQuery(unitsQuery);
  const [chosen, setChosen] = useState<string>();
  const [scanned, setScanned] = useState<Scanned>({});
  const [foreign, setForeign] = useState(false);
  useScanner((code) => {
    const own = ownCode(code);
    setForeign(own?.kind !== 'specimen-label' && own?.kind !== 'blood-unit');
    if (own?.kind === 'specimen-label') setScanned((now) => ({ ...now, sample: own.raw }));
    if (own?.kind === 'blood-unit') setScanned((now) => ({ ...now, unit: own.raw }));
  });
  const line = requests.data?.requests.find(({ request }) => request === chosen);
  const choose = (request: string | undefined) => {
    setChosen(request);
    setScanned({});
  };
  return (
    <main className={styles['page']}>
      <div className={styles['pageHead']}>
        <h1>{t('laboratory.blood-bank')}</h1>
      </div>
      {foreign && <p className={styles['foreign']}>{t('laboratory.unknown-code')}</p>}
      <div className={styles['bank']}>
        <div className={styles['stack']}>
          {line !== undefined && (
            <Match key={line.request} line={line} scanned={scanned} close={() => choose(undefined)} />
          )}
          <Section title={t('laboratory.blood-orders')} count={requests.data?.requests.length}>
            <Loaded
              query={requests}
              lines={4}
              empty={t('laboratory.no-blood-order')}
              isEmpty={({ requests: found }) => found.length === 0}
            >
              {({ requests: found }) =>
                found.map((one) => (
                  <Waiting
                    key={one.request}
                    line={one}
                    open={one.request === chosen}
                    choose={() => choose(one.request)}
                  />
                ))
              }
            </Loaded>
          </Section>
        </div>
        <div className={styles['stack']}>
          <NewUnit scanned={line === undefined ? scanned.unit : undefined} />
          <Section title={t('laboratory.on-hand')} count={units.data?.units.length}>
            <Loaded
              query={units}
              lines={6}
              empty={t('laboratory.no-unit')}
              isEmpty={({ units: found }) => found.length === 0}
            >
              {({ units: found }) => (
                <ul className={styles['unitRows']}>
                  {found.map((unit) => (
                    <li key={unit.id}>
                      <UnitWords unit={unit} />
                      <UnitMenu unit={unit} />
                    </li>
                  ))}
                </ul>
              )}
            </Loaded>
          </Section>
        </div>
      </div>
    </main>
  );
}

interface WaitingProps {
  readonly line: BloodLine;
  readonly open: boolean;
  readonly choose: () => void;
}

function Waiting({ line, open, choose }: WaitingProps) {
  const { t } = usePreferences();
  return (
    <button
      type="button"
      className={styles['pick']}
      aria-current={open}
      data-blood-request={line.request}
      onClick={choose}
    >
      <Who person={line.patient} />
      <span>
        {t(componentKey(line.component))} <GroupWords abo={line.abo} rhd={line.rhd} />{' '}
        {line.priority !== 'routine' && <Tag tone="high">{t('laboratory.urgent')}</Tag>}{' '}
        {line.requires.map((one) => (
          <Tag key={one} tone="warn">
            {t(attributeKey(one))}
          </Tag>
        ))}
      </span>
      <span className={styles['sub']}>
        <Since at={line.ordered} /> · {t('laboratory.units-for', { count: line.units.length })}
      </span>
    </button>
  );
}

interface MatchProps {
  readonly line: BloodLine;
  readonly scanned: Scanned;
  readonly close: () => void;
}

/** Crossmatch by two scans; then the reserved unit goes out. */
function Match({ line, scanned, close }: MatchProps) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['blood'] });
  const matching = useMutation({
    mutationFn: (result: string) =>
      send('blood/crossmatch', {
        attempt: newAttempt(),
        request: line.request,
        number: scanned.unit,
        sample: scanned.sample,
        result,
      }),
    onSettled: refresh,
  });
  const ready = scanned.sample !== undefined && scanned.unit !== undefined && !matching.isPending;
  return (
    <section className={styles['card']} data-matching={line.request}>
      <h3>
        {t('laboratory.crossmatch')} · {t(componentKey(line.component))} <GroupWords abo={line.abo} rhd={line.rhd} />
      </h3>
      <Who person={line.patient} />
      <StepList
        steps={[
          { label: 'laboratory.step.sample', done: scanned.sample !== undefined },
          { label: 'laboratory.step.blood-unit', done: scanned.unit !== undefined },
        ]}
      />
      <Fault error={matching.error} />
      <div className={styles['foot']}>
        <Button size="md" disabled={!ready} onClick={() => matching.mutate('compatible')} data-compatible>
          {t('laboratory.compatible')}
        </Button>
        <Button size="md" variant="default" disabled={!ready} onClick={() => matching.mutate('incompatible')}>
          {t('laboratory.incompatible')}
        </Button>
        <Button size="md" variant="subtle" onClick={close}>
          {t('action.close')}
        </Button>
      </div>
      {line.units.map((unit) => (
        <Issue key={unit.id} unit={unit} request={line.request} refresh={refresh} />
      ))}
    </section>
  );
}

interface IssueProps {
  readonly unit: Unit;
  readonly request: string;
  readonly refresh: () => unknown;
}

function Issue({ unit, request, refresh }: IssueProps) {
  const { t } = usePreferences();
  const issuing = useMutation({
    mutationFn: () => send('blood/issue', { attempt: newAttempt(), request, number: `=${unit.number}` }),
    onSettled: refresh,
  });
  return (
    <div className={styles['order']}>
      <UnitWords unit={unit} />
      {unit.state === 'reserved' && (
        <Button size="md" loading={issuing.isPending} onClick={() => issuing.mutate()} data-issue={unit.number}>
          {t('laboratory.issue')}
        </Button>
      )}
      <Fault error={issuing.error} />
    </div>
  );
}
