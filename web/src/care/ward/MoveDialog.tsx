import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { act, newAttempt, type BedLine, type BoardAnswer } from './api.ts';
import { moveWarnings } from './move-warnings.ts';
import { Fault, nameIn, useSexAge } from './parts.tsx';
import styles from './ward.module.css';

interface Props {
  readonly board: BoardAnswer;
  readonly from: BedLine;
  readonly to: BedLine | undefined;
  readonly close: () => void;
  readonly done: () => void;
}

/** Confirms a move, with what speaks against it. */
export function MoveDialog({ board, from, to, close, done }: Props) {
  const { language, t } = usePreferences();
  const sexAge = useSexAge();
  const [attempt] = useState(newAttempt);
  const { stay } = from;
  const moving = useMutation({
    mutationFn: () => act('transfers', { encounter: stay?.encounter, version: stay?.version, bed: to?.bed }, attempt),
    onSuccess: done,
  });
  if (stay === undefined || to === undefined) return null;
  return (
    <Modal opened onClose={close} title={t('ward.move')} centered>
      <div className={styles['form']}>
        <p>
          <strong>{nameIn(stay.patient, language)}</strong> {sexAge(stay)} {stay.number}
        </p>
        <p data-move>
          {nameIn(from, language)} → <strong>{nameIn(to, language)}</strong>
        </p>
        {moveWarnings(board, from, to).map((warning) => (
          <p key={warning} className={styles['flag']}>
            {t(`ward.warn.${warning}`)}
          </p>
        ))}
        <Fault error={moving.error} />
        <div className={styles['buttons']}>
          <Button data-autofocus loading={moving.isPending} onClick={() => moving.mutate()} data-confirm>
            {t('ward.move-now')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
