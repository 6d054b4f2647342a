/**
 * Transfusion at the bed: two people, the band and the unit are scanned, one confirmation starts it; then vital signs on time, its
 * end, or a reaction that stops it.
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { PageHead } from '../../record/PageHead.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { newAttempt } from '../bedside/api.ts';
import { useScanner } from '../bedside/use-scanner.ts';
import type { Step } from '../laboratory/api.ts';
import { LoopFoot, StepList } from '../laboratory/LoopSteps.tsx';
import styles from '../laboratory/laboratory.module.css';
import { ownCode } from '../laboratory/own-code.ts';
import { Fault, Since } from '../laboratory/Parts.tsx';
import { useLoop } from '../laboratory/use-loop.ts';
import { bloodRequestsQuery, loopCalls, send, transfusionsQuery, type BloodLine, type Transfusion } from './api.ts';
import { Running } from './Running.tsx';
import { attributeKey, componentKey, GroupWords, UnitWords } from './unit-words.tsx';

export default function TransfusionPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const requests = useQuery(bloodRequestsQuery(id));
  const given = useQuery(transfusionsQuery(id));
  const [chosen, setChosen] = useState<string>();
  const all = given.data?.transfusions ?? [];
  const running = all.filter(({ status }) => status === 'in-progress');
  const past = all.filter(({ status }) => status !== 'in-progress');
  const line = requests.data?.requests.find(({ request }) => request === chosen);
  return (
    <>
      <PageHead title="laboratory.transfusion" />
      <div className={styles['stack']}>
        {running.map((one) => (
          <Running key={one.procedure} transfusion={one} patient={id} />
        ))}
        {line !== undefined && <Hang key={line.request} line={line} close={() => setChosen(undefined)} />}
        <Section title={t('laboratory.blood-orders')} count={requests.data?.requests.length}>
          <Loaded
            query={requests}
            lines={3}
            empty={t('laboratory.no-blood-order')}
            isEmpty={({ requests: found }) => found.length === 0}
          >
            {({ requests: found }) =>
              found.map((one) => (
                <Order
                  key={one.request}
                  line={one}
                  open={one.request === chosen}
                  choose={() => setChosen(one.request)}
                />
              ))
            }
          </Loaded>
        </Section>
        <Section title={t('laboratory.past-transfusions')} count={given.data && past.length}>
          <Loaded query={given} lines={2} empty={t('laboratory.no-transfusion')} isEmpty={() => past.length === 0}>
            {() => past.map((one) => <Past key={one.procedure} transfusion={one} />)}
          </Loaded>
        </Section>
      </div>
    </>
  );
}

interface OrderProps {
  readonly line: BloodLine;
  readonly open: boolean;
  readonly choose: () => void;
}

function Order({ line, open, choose }: OrderProps) {
  const { t } = usePreferences();
  return (
    <div className={styles['order']} data-blood-request={line.request} data-open={open}>
      <div>
        <strong>{t(componentKey(line.component))}</strong>{' '}
        {line.quantity !== undefined && t('laboratory.units', { count: line.quantity })}{' '}
        {line.priority !== 'routine' && <Tag tone="high">{t('laboratory.urgent')}</Tag>}{' '}
        {line.requires.map((one) => (
          <Tag key={one} tone="warn">
            {t(attributeKey(one))}
          </Tag>
        ))}
        <span className={styles['sub']}>
          {t('laboratory.patient-group')} <GroupWords abo={line.abo} rhd={line.rhd} /> · <Since at={line.ordered} />
        </span>
      </div>
      <div className={styles['unitList']}>
        {line.units.length === 0 && <span className={styles['sub']}>{t('laboratory.no-unit-yet')}</span>}
        {line.units.map((unit) => (
          <UnitWords key={unit.id} unit={unit} />
        ))}
      </div>
      <Button size="md" variant={open ? 'light' : 'filled'} onClick={choose} data-hang={line.request}>
        {t('laboratory.check-and-start')}
      </Button>
    </div>
  );
}

function Past({ transfusion: { status, unit, start, end } }: { readonly transfusion: Transfusion }) {
  const { language } = usePreferences();
  return (
    <div className={styles['order']} data-status={status}>
      <div>
        <Outcome status={status} /> {dateTimeText(start, language)} –{' '}
        {end === undefined ? '' : dateTimeText(end, language)}
      </div>
      <div className={styles['unitList']}>{unit !== undefined && <UnitWords unit={unit} />}</div>
    </div>
  );
}

/** How it ended; what was entered in error, or has a status that is not ours, is not called stopped. */
function Outcome({ status }: Pick<Transfusion, 'status'>) {
  const { t } = usePreferences();
  if (status === 'completed') return <Tag tone="accent">{t('laboratory.completed')}</Tag>;
  if (status === 'stopped') return <Tag tone="high">{t('laboratory.stopped')}</Tag>;
  return (
    <Tag tone="warn">{t(status === 'entered-in-error' ? 'bedside.status.entered-in-error' : 'status.unknown')}</Tag>
  );
}

/** The check at the bed. A second badge is another person's; the house refuses the same one. */
function Hang({ line, close }: { readonly line: BloodLine; readonly close: () => void }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const about = { patient: line.patient.id, request: line.request };
  const loop = useLoop(loopCalls('blood', about, () => void queries.invalidateQueries({ queryKey: ['blood'] })));
  const [foreign, setForeign] = useState(false);
  useScanner((code) => {
    const own = ownCode(code);
    const known = own?.kind === 'badge' || own?.kind === 'band' || own?.kind === 'blood-unit';
    setForeign(!known);
    if (known && loop.phase === 'scanning') loop.add({ scan: own.kind, raw: own.raw });
  });
  const emergency = loop.steps.some((one) => 'action' in one && one.action === 'emergency');
  return (
    <section className={styles['card']} data-hanging={line.request}>
      <h3>
        {t('laboratory.check-and-start')} · {t(componentKey(line.component))}{' '}
        <GroupWords abo={line.abo} rhd={line.rhd} />
      </h3>
      <StepList steps={stepsOf(loop.steps)} stopped={loop.answer?.decision === 'stop'} />
      {foreign && <p className={styles['foreign']}>{t('laboratory.unknown-code')}</p>}
      {loop.answer?.messageKey === 'loop.blood.consent-missing' && (
        <ConsentTool patient={line.patient.id} done={() => loop.start([...loop.steps])} />
      )}
      <LoopFoot
        loop={loop}
        confirm="laboratory.start-transfusion"
        reasons={['laboratory.why.cannula-resited', 'laboratory.why.massive-haemorrhage', 'laboratory.why.emergency']}
        again={close}
      >
        <Button
          size="md"
          variant="default"
          disabled={emergency || loop.phase !== 'scanning'}
          onClick={() => loop.add({ action: 'emergency', reason: 'massive-haemorrhage' })}
        >
          {t('laboratory.emergency-release')}
        </Button>
      </LoopFoot>
    </section>
  );
}

/** Consent is missing: somebody at the bed records that it was given. */
function ConsentTool({ patient, done }: { readonly patient: string; readonly done: () => void }) {
  const { t } = usePreferences();
  const saving = useMutation({
    mutationFn: () => send('blood/consent', { attempt: newAttempt(), patient }),
    onSuccess: done,
  });
  return (
    <div>
      <Button size="md" variant="default" loading={saving.isPending} onClick={() => saving.mutate()} data-consent>
        {t('laboratory.consent')}
      </Button>
      <Fault error={saving.error} />
    </div>
  );
}

function stepsOf(steps: readonly Step[]) {
  const count = (kind: string) => steps.filter((one) => 'scan' in one && one.scan === kind).length;
  return [
    { label: 'laboratory.step.badge', done: count('badge') > 0 },
    { label: 'laboratory.step.second', done: count('badge') > 1 },
    { label: 'laboratory.step.band', done: count('band') > 0 },
    { label: 'laboratory.step.blood-unit', done: count('blood-unit') > 0 },
  ] as const;
}
