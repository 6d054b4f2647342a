/**
 * Break-glass: reach into restricted data of one patient, for a time, with a reason that is written into the audit log.
 *
 * Source  src/access/README.md
 * Proof   test/journey/sign-in.test.ts
 */
import { Button, Modal, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLockOpen } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { breakGlass, endBreakGlass, type BreakGlass } from '../../access/api.ts';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { dateTimeText } from '../../format/date.ts';
import { failureMessage } from '../../ui/Section.tsx';
import styles from './banner.module.css';

const SHORTEST_REASON = 10;

function useRunning(patient: string): BreakGlass | undefined {
  const now = useNow();
  return useMe().breakGlass.find((one) => one.patient === patient && Date.parse(one.until) > now);
}

/** After the reach has changed everything of the patient is asked again. */
function useReachChanged(patient: string): () => Promise<unknown> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['me'] });
    await queries.invalidateQueries({ queryKey: ['patient', patient] });
  };
}

/** The way into break-glass, for those whose role allows it. */
export function BreakGlassTool({ patient }: { readonly patient: string }) {
  const { t } = usePreferences();
  const [open, dialog] = useDisclosure(false);
  const running = useRunning(patient);
  if (!useMe().mayBreakGlass || running !== undefined) return null;
  return (
    <div className={styles['tools']}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconLockOpen size={15} aria-hidden />}
        aria-label={t('break-glass.open')}
        title={t('break-glass.open')}
        onClick={dialog.open}
      >
        <span className={styles['toolText']}>{t('break-glass.open')}</span>
      </Button>
      <Modal opened={open} onClose={dialog.close} title={<strong>{t('break-glass.title')}</strong>} size="lg" centered>
        <BreakGlassForm patient={patient} done={dialog.close} />
      </Modal>
    </div>
  );
}

function BreakGlassForm({ patient, done }: { readonly patient: string; readonly done: () => void }) {
  const { t } = usePreferences();
  const [reason, setReason] = useState('');
  const changed = useReachChanged(patient);
  const ask = useMutation({
    mutationFn: () => breakGlass(patient, reason.trim()),
    onSuccess: async () => {
      await changed();
      done();
    },
  });
  const short = reason.trim().length < SHORTEST_REASON;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <p style={{ marginBottom: 14 }}>{t('break-glass.note')}</p>
      <Textarea
        label={t('break-glass.reason')}
        description={t('break-glass.reason-note')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        minRows={3}
        maxLength={500}
        autosize
        data-autofocus
        error={ask.isError ? t(failureMessage(ask.error)) : undefined}
      />
      <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 16 }}>
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" color="danger" disabled={short} loading={ask.isPending}>
          {t('break-glass.submit')}
        </Button>
      </div>
    </form>
  );
}

/** Says that restricted data is open, until when and why, and how to end it. */
export function BreakGlassStrip({ patient }: { readonly patient: string }) {
  const { language, t } = usePreferences();
  const running = useRunning(patient);
  const changed = useReachChanged(patient);
  const end = useMutation({ mutationFn: () => endBreakGlass(running?.id ?? ''), onSuccess: changed });
  if (running === undefined) return null;
  return (
    <div className={styles['strip']} role="status">
      <IconLockOpen size={17} aria-hidden />
      <span>{t('break-glass.running', { until: dateTimeText(running.until, language), reason: running.reason })}</span>
      <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        {t('break-glass.end')}
      </Button>
    </div>
  );
}
