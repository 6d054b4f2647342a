/**
 * Why an order is changed, held, taken up, stopped or renewed. What changes or renews it goes on as a draft at the side.
 */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { changeOrder, wordsQuery, type Basket, type ChangeAct, type OrderLine } from './api.ts';
import { Fault } from './Fault.tsx';
import { NameParts } from './NameParts.tsx';
import { BELOW_BANNER } from './below-banner.ts';
import styles from './orders.module.css';

interface Props {
  readonly patient: string;
  readonly line: OrderLine;
  readonly act: ChangeAct;
  readonly replace?: ((basket: Basket) => void) | undefined;
  readonly close: () => void;
}

const USUAL: Readonly<Record<ChangeAct, string>> = {
  hold: 'condition-changed',
  resume: 'condition-changed',
  stop: 'no-longer-needed',
  modify: 'dose-adjusted',
  renew: 'course-continues',
};

export function ActDialog({ patient, line, act, replace, close }: Props) {
  const { language, t } = usePreferences();
  const client = useQueryClient();
  const [code, setCode] = useState(USUAL[act]);
  const [comment, setComment] = useState('');
  const [attempt] = useState(() => crypto.randomUUID());
  const reasons = useQuery(wordsQuery()).data?.changeReasons ?? {};
  const doing = useMutation({
    mutationFn: () =>
      changeOrder(line.reference, act, line.version, { code, ...(comment === '' ? {} : { comment }) }, attempt),
    onSuccess: (answer) => {
      if (act === 'modify' || act === 'renew') replace?.(answer as Basket);
      void client.invalidateQueries({ queryKey: ['orders', patient, 'list'] });
      close();
    },
    onError: () => void client.invalidateQueries({ queryKey: ['orders', patient, 'list'] }),
  });
  return (
    <Modal
      opened
      onClose={close}
      title={t(`orders.act-${act}`)}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      {...BELOW_BANNER}
    >
      <form
        className={styles['signing']}
        onSubmit={(event) => {
          event.preventDefault();
          doing.mutate();
        }}
        data-act-dialog={act}
      >
        <p>
          <NameParts item={line} />
        </p>
        <NativeSelect
          label={t('orders.reason')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          data={Object.entries(reasons).map(([value, words]) => ({ value, label: words[language] }))}
        />
        <TextInput
          label={t('orders.reason-words')}
          value={comment}
          maxLength={500}
          onChange={(event) => setComment(event.currentTarget.value)}
          required={code === 'other'}
        />
        <Fault error={doing.error} />
        <div className={styles['formTools']}>
          <Button
            type="submit"
            loading={doing.isPending}
            data-autofocus
            {...(act === 'stop' ? { color: 'danger' } : {})}
          >
            {t(`orders.act-${act}`)}
          </Button>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
