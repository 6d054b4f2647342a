/**
 * Vital signs on one screen: type a round from top to bottom, the rounds before beside it, the score at once.
 *
 * Source  NEWS2 © Royal College of Physicians 2017, reproduced with acknowledgement: its bands and colours
 * Proof   ward.test.ts, test/journey/ward.test.ts
 */
import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { PageHead } from '../../record/PageHead.tsx';
import { useTitle } from '../../record/use-title.ts';
import { Loaded } from '../../ui/Section.tsx';
import { act, newAttempt, readFlowsheet, type Flowsheet, type SheetValue } from './api.ts';
import { CorrectDialog } from './CorrectDialog.tsx';
import { EscalationStrip } from './EscalationStrip.tsx';
import { FlowTable } from './FlowTable.tsx';
import { DueTime, Fault } from './parts.tsx';
import { ScoreTrend } from './ScoreTrend.tsx';
import type { RowName } from './signs.ts';
import styles from './flowsheet.module.css';

const HOURS = ['24', '48', '168'] as const;

export default function FlowsheetPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  useTitle(t('ward.flowsheet'));
  const [hours, setHours] = useState<string>('48');
  const [correcting, setCorrecting] = useState<{ row: RowName; value: SheetValue }>();
  const query = useQuery({
    queryKey: ['patient', id, 'flowsheet', hours],
    queryFn: ({ signal }) => readFlowsheet(id, Number(hours), signal),
    placeholderData: (before) => before,
    refetchInterval: 60_000,
  });
  return (
    <div className={styles['sheet']}>
      <PageHead title="ward.flowsheet">
        {query.data?.nextDue !== undefined && (
          <span>
            {t('ward.next-round')} <DueTime due={query.data.nextDue} />
          </span>
        )}
        {query.data !== undefined && <ScaleButton patient={id} sheet={query.data} />}
        <SegmentedControl
          size="sm"
          value={hours}
          onChange={setHours}
          data={HOURS.map((value) => ({ value, label: t('ward.last-hours', { count: value }) }))}
        />
      </PageHead>
      <EscalationStrip patient={id} />
      <Loaded query={query} lines={14}>
        {(sheet) => (
          <>
            <FlowTable patient={id} sheet={sheet} correct={(row, value) => setCorrecting({ row, value })} />
            <ScoreTrend rounds={sheet.rounds} />
          </>
        )}
      </Loaded>
      <p className={styles['credit']}>{t('ward.news2-credit')}</p>
      {correcting !== undefined && (
        <CorrectDialog patient={id} {...correcting} close={() => setCorrecting(undefined)} />
      )}
    </div>
  );
}

/** The scale of oxygen saturation; a physician prescribes scale 2. */
function ScaleButton({ patient, sheet }: { readonly patient: string; readonly sheet: Flowsheet }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const queries = useQueryClient();
  const setting = useMutation({
    mutationFn: () => act('oxygen-targets', { patient, on: sheet.scale === 1 }, newAttempt()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['patient', patient, 'flowsheet'] }),
  });
  if (role !== 'physician') return <span>{t(`ward.scale.${sheet.scale}`)}</span>;
  return (
    <>
      <Button
        variant={sheet.scale === 2 ? 'filled' : 'default'}
        loading={setting.isPending}
        onClick={() => setting.mutate()}
      >
        {t(sheet.scale === 2 ? 'ward.scale.2' : 'ward.prescribe-scale-2')}
      </Button>
      <Fault error={setting.error} />
    </>
  );
}
