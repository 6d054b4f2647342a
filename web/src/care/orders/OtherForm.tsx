import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Draft, Line } from './api.ts';
import styles from './orders.module.css';

interface Props {
  readonly line: Line;
  readonly change: (draft: Draft) => void;
  readonly done: () => void;
}

/** Anything but a drug, changed: how urgent, how many, how often, why. */
export function OtherForm({ line, change, done }: Props) {
  const { t } = usePreferences();
  const [draft, set] = useState(line.draft);
  const { units: _units, ...unitless } = draft;
  const { timing: _timing, ...once } = draft;
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        change(draft);
        done();
      }}
      data-form
    >
      {draft.kind !== 'diet' && (
        <SegmentedControl
          fullWidth
          value={draft.priority ?? 'routine'}
          onChange={(priority) => set({ ...draft, priority: priority as NonNullable<Draft['priority']> })}
          data={(['routine', 'urgent', 'stat'] as const).map((value) => ({
            value,
            label: t(`orders.priority-${value}`),
          }))}
        />
      )}
      {draft.kind === 'blood' && (
        <NumberInput
          label={t('orders.how-many')}
          value={draft.units ?? ''}
          min={1}
          max={20}
          allowDecimal={false}
          onChange={(value) => set(Number(value) > 0 ? { ...draft, units: Number(value) } : unitless)}
        />
      )}
      {(draft.kind === 'laboratory' || draft.kind === 'nursing') && (
        <NumberInput
          label={t('orders.repeat-hours')}
          value={draft.timing?.kind === 'every' ? draft.timing.hours : ''}
          min={0.5}
          max={720}
          hideControls
          onChange={(value) =>
            set(Number(value) > 0 ? { ...draft, timing: { kind: 'every', hours: Number(value) } } : once)
          }
        />
      )}
      <TextInput
        label={draft.kind === 'consult' ? t('orders.question') : t('orders.indication')}
        value={draft.reason ?? ''}
        maxLength={500}
        onChange={(event) => {
          const { reason: _reason, ...rest } = draft;
          set(event.currentTarget.value === '' ? rest : { ...draft, reason: event.currentTarget.value });
        }}
      />
      <TextInput
        label={t('orders.note')}
        value={draft.note ?? ''}
        maxLength={500}
        onChange={(event) => {
          const { note: _note, ...rest } = draft;
          set(event.currentTarget.value === '' ? rest : { ...draft, note: event.currentTarget.value });
        }}
      />
      <div className={styles['formTools']}>
        <Button type="submit">{t('orders.apply')}</Button>
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
