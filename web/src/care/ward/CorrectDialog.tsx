import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { act, newAttempt, type SheetValue } from './api.ts';
import { Fault } from './parts.tsx';
import { cleaned, faultOf, LEVELS, unitText, type RowName } from './signs.ts';
import styles from './ward.module.css';

interface Props {
  readonly patient: string;
  readonly row: RowName;
  readonly value: SheetValue;
  readonly close: () => void;
}

const REASONS = ['typing', 'wrong-patient', 'device', 'wrong-time'] as const;

/** Takes a value back, or puts what was meant in its place. Both versions stay readable. */
export function CorrectDialog({ patient, row, value, close }: Props) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const [meant, setMeant] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  const [attempt] = useState(newAttempt);
  const correcting = useMutation({
    mutationFn: (body: object) => act('corrections', { observation: value.observation, reason, ...body }, attempt),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['patient', patient] });
      close();
    },
  });
  const ready = reason !== null && meant !== '' && faultOf(row, meant) !== 'not-a-number';
  return (
    <Modal opened onClose={close} title={`${t('ward.correct')}: ${t(`ward.sign.${row}`)}`} centered>
      <div className={styles['form']}>
        <p>
          {t('ward.charted-value')} <strong>{value.text}</strong> {unitText(row, t)}
        </p>
        <Select
          size="md"
          label={t('ward.why')}
          data={REASONS.map((one) => ({ value: one, label: t(`ward.correct.${one}`) }))}
          value={reason}
          onChange={setReason}
        />
        <TextInput
          size="md"
          label={row === 'consciousness' ? t('ward.meant-level') : t('ward.meant')}
          value={meant}
          onChange={(event) => setMeant(cleaned(row, event.currentTarget.value))}
        />
        <Fault error={correcting.error} />
        <div className={styles['buttons']}>
          <Button
            disabled={!ready}
            onClick={() => correcting.mutate({ act: 'amend', ...meantBody(row, meant) })}
            data-confirm
          >
            {t('ward.amend')}
          </Button>
          <Button
            variant="default"
            disabled={reason === null}
            onClick={() => correcting.mutate({ act: 'entered-in-error' })}
          >
            {t('ward.take-back')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function meantBody(row: RowName, text: string): object {
  if (row === 'consciousness') return { consciousness: LEVELS.find((one) => one === text) };
  return row === 'diastolic' ? { diastolic: text } : { value: text };
}
