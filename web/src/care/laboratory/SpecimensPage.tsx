/**
 * Specimens at the bed: what is to be collected; badge, band, then the label is printed here; tube and label are scanned, and the
 * collection is recorded with one confirmation. Badge and band stay for the next tube of the same patient.
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { PageHead } from '../../record/PageHead.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useScanner } from '../bedside/use-scanner.ts';
import {
  checkSpecimen,
  dueSpecimensQuery,
  printLabel,
  recordSpecimen,
  type SpecimenLabel,
  type Step,
  type WorkLine,
} from './api.ts';
import { CriticalCalls } from './CriticalCalls.tsx';
import { labelPatient, LabelPreview } from './LabelPreview.tsx';
import { LoopFoot, StepList } from './LoopSteps.tsx';
import { ownCode, type OwnKind } from './own-code.ts';
import { Fault, Since } from './Parts.tsx';
import { useLoop, type Loop } from './use-loop.ts';
import { mostUrgentFirst } from './work-order.ts';
import { rejectionKey } from './WorkTable.tsx';
import styles from './laboratory.module.css';

export default function SpecimensPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const query = useQuery(dueSpecimensQuery(id));
  const [chosen, setChosen] = useState<string>();
  const [kept, setKept] = useState<readonly Step[]>([]);
  const open = mostUrgentFirst(
    (query.data?.lines ?? []).filter(({ stage }) => stage === 'ordered' || stage === 'rejected'),
  );
  const under = (query.data?.lines ?? []).filter(({ stage }) => stage !== 'ordered' && stage !== 'rejected');
  const line = query.data?.lines.find(({ request }) => request === chosen);
  return (
    <>
      <PageHead title="laboratory.specimens" />
      <div className={styles['stack']}>
        <CriticalCalls patients={[id]} unnamed />
        {line !== undefined && (
          <Collect
            key={line.request}
            line={line}
            first={kept}
            done={(steps) => {
              setKept(steps.filter((one) => 'scan' in one && (one.scan === 'badge' || one.scan === 'band')));
              setChosen(undefined);
            }}
          />
        )}
        <Section title={t('laboratory.to-collect')} count={query.data && open.length}>
          <Loaded query={query} lines={3} empty={t('laboratory.nothing-to-collect')} isEmpty={() => open.length === 0}>
            {() => <Picks lines={open} chosen={chosen} choose={setChosen} />}
          </Loaded>
        </Section>
        {under.length > 0 && (
          <Section title={t('laboratory.under-way')} count={under.length}>
            {under.map((one) => (
              <UnderWay key={one.request} line={one} />
            ))}
          </Section>
        )}
      </div>
    </>
  );
}

interface PicksProps {
  readonly lines: readonly WorkLine[];
  readonly chosen: string | undefined;
  readonly choose: (request: string) => void;
}

function Picks({ lines, chosen, choose }: PicksProps) {
  const { language, t } = usePreferences();
  return lines.map((line) => (
    <button
      key={line.request}
      type="button"
      className={styles['pick']}
      aria-current={chosen === line.request}
      data-collect={line.request}
      onClick={() => choose(line.request)}
    >
      <span>
        <strong>{line.test[language]}</strong>{' '}
        {line.priority !== 'routine' && <Tag tone="high">{t('laboratory.urgent')}</Tag>}{' '}
        {line.rejection !== undefined && (
          <Tag tone="warn">{t('laboratory.again', { why: t(rejectionKey(line.rejection)) })}</Tag>
        )}
        <span className={styles['sub']}>
          {[
            line.fastingHours === undefined ? undefined : t('laboratory.fasting', { hours: line.fastingHours }),
            line.secondIdentifier === true ? t('laboratory.two-people') : undefined,
          ]
            .filter((one) => one !== undefined)
            .join(' · ')}
        </span>
      </span>
      <span className={styles['mono']}>{line.tube ?? t('laboratory.no-tube')}</span>
      <span className={styles['sub']}>
        <Since at={line.ordered} />
      </span>
    </button>
  ));
}

function UnderWay({ line }: { readonly line: WorkLine }) {
  const { language, t } = usePreferences();
  return (
    <div className={styles['pick']} data-stage={line.stage}>
      <span>{line.test[language]}</span>
      <span className={styles['mono']}>{line.label}</span>
      <span>
        <Tag tone="accent">{t(`laboratory.stage.${line.stage}`)}</Tag>{' '}
        <span className={styles['sub']}>
          <Since at={line.received ?? line.collected} />
        </span>
      </span>
    </div>
  );
}

interface CollectProps {
  readonly line: WorkLine;
  readonly first: readonly Step[];
  readonly done: (steps: readonly Step[]) => void;
}

function Collect({ line, first, done }: CollectProps) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const patient = line.patient.id;
  const about = { patient, request: line.request };
  const refresh = () => void queries.invalidateQueries({ queryKey: ['patient', patient, 'specimens'] });
  const loop = useLoop(
    {
      check: (asked, signal) => checkSpecimen({ ...asked, ...about }, signal),
      record: async (asked) => {
        const answer = await recordSpecimen({ ...asked, ...about });
        refresh();
        return answer;
      },
    },
    first,
  );
  const [foreign, setForeign] = useState(false);
  const printing = usePrinting(loop, about);
  useScanner((code) => {
    const own = ownCode(code);
    const known = own !== undefined && own.kind !== 'blood-unit' && own.kind !== 'bottle';
    setForeign(!known);
    if (known && loop.phase === 'scanning') loop.add({ scan: own.kind, raw: own.raw });
  });
  const label = printing.data?.label;
  return (
    <section className={styles['card']} data-collecting={line.request}>
      <h3>
        {line.test[language]} <span className={styles['mono']}>{line.tube}</span>
      </h3>
      <StepList
        steps={stepsOf(loop.steps, line.secondIdentifier === true)}
        stopped={loop.answer?.decision === 'stop'}
      />
      {label !== undefined && <Printed label={label} line={line} />}
      {foreign && <p className={styles['foreign']}>{t('laboratory.unknown-code')}</p>}
      <Fault error={printing.error} />
      <LoopFoot
        loop={loop}
        confirm="laboratory.record-collection"
        reasons={[
          'laboratory.why.clinician-wants-anyway',
          'laboratory.why.cannot-recollect',
          'laboratory.why.emergency',
        ]}
        again={() => done(loop.steps)}
      />
    </section>
  );
}

/** As soon as badge and band are read and nothing is wrong, the label is bound and shown. */
function usePrinting(loop: Loop, about: { readonly patient: string; readonly request: string }) {
  const { add, steps, answer } = loop;
  const printing = useMutation({
    mutationFn: (attempt: string) => printLabel({ attempt, ...about, steps }),
    onSuccess: ({ label }) => (label === undefined ? undefined : add({ action: 'print-label', at: 'bedside' })),
  });
  const waits = answer?.decision === 'wait' && answer.awaits === 'label';
  if (waits && printing.isIdle) printing.mutate(crypto.randomUUID());
  return printing;
}

function Printed({ label, line }: { readonly label: SpecimenLabel; readonly line: WorkLine }) {
  const { language } = usePreferences();
  return (
    <LabelPreview
      label={{
        kind: 'specimen',
        number: label.number,
        patient: labelPatient(line.patient, language),
        tests: [label.test[language].slice(0, 40)],
        tube: label.tube,
        stat: line.priority === 'stat',
      }}
    />
  );
}

function stepsOf(steps: readonly Step[], two: boolean) {
  const scans = (kind: OwnKind) => steps.filter((one) => 'scan' in one && one.scan === kind).length;
  const printed = steps.some((one) => 'action' in one && one.action === 'print-label');
  return [
    { label: 'laboratory.step.badge', done: scans('badge') > 0 },
    { label: 'laboratory.step.band', done: scans('band') > 0 },
    { label: 'laboratory.step.label', done: printed },
    { label: 'laboratory.step.tube', done: scans('tube') > 0 },
    { label: 'laboratory.step.specimen-label', done: scans('specimen-label') > 0 },
    ...(two ? [{ label: 'laboratory.step.second' as const, done: scans('badge') > 1 }] : []),
  ] as const;
}
