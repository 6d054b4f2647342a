import { Button, Checkbox, Modal, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangleFilled, IconCircle, IconTriangle, type Icon } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import ui from '../../ui/ui.module.css';
import { faultMessage } from './fault-text.ts';
import { acknowledge, type Grade, type InboxLine } from './inbox-api.ts';
import { nameIn } from '../ward/parts.tsx';
import { ReadBack } from './ReadBack.tsx';
import notes from './notes.module.css';
import styles from './inbox.module.css';

const SIGNS: Readonly<Record<Grade, Icon>> = {
  critical: IconAlertTriangleFilled,
  abnormal: IconTriangle,
  normal: IconCircle,
};

interface Props {
  readonly line: InboxLine;
  readonly picked: boolean;
  readonly pick: (on: boolean) => void;
}

/** One result: whose, what, its flagged values first, and what may be done. */
export function InboxRow({ line, picked, pick }: Props) {
  const { language, t } = usePreferences();
  const Sign = SIGNS[line.grade];
  return (
    <li className={styles['row']} data-report={line.report} data-grade={line.grade}>
      <Checkbox
        aria-label={t('inbox.pick', { title: line.title, name: nameIn(line.patient, language) })}
        checked={picked}
        disabled={line.call !== undefined}
        onChange={(event) => pick(event.currentTarget.checked)}
      />
      <span className={styles['grade']}>
        <Sign size={15} aria-hidden />
        {t(`grade.${line.grade}`)}
      </span>
      <div className={styles['who']}>
        <Link to="/patients/$id/results" params={{ id: line.patient.id }} search={{}}>
          {nameIn(line.patient, language)}
        </Link>
        <span className={ui['sub']}>{dateTimeText(line.issued, language)}</span>
      </div>
      <div className={styles['what']}>
        <strong>{line.title}</strong>
        {line.corrected && (
          <span className={ui['tag']} data-tone="warn">
            {t('inbox.corrected')}
          </span>
        )}
        {line.own && <span className={ui['tag']}>{t('inbox.own')}</span>}
        <Values line={line} />
      </div>
      <div className={styles['acts']}>
        {line.call === undefined ? (
          <>
            <FollowUpButton line={line} />
            <OneButton line={line} />
          </>
        ) : (
          <ReadBack line={line} />
        )}
      </div>
    </li>
  );
}

/** Flagged values in words; the others are counted, and shown when asked for. */
function Values({ line }: { readonly line: InboxLine }) {
  const { t } = usePreferences();
  const [all, setAll] = useState(false);
  const flagged = line.values.filter(({ flag }) => flag !== undefined);
  const others = line.values.length - flagged.length;
  const shown = all ? line.values : flagged;
  return (
    <p className={styles['values']}>
      {line.conclusion !== undefined && <span>{line.conclusion}</span>}
      {shown.map((fact) => (
        <span key={fact.of.join(' ')} data-flag={fact.flag}>
          {fact.text}
        </span>
      ))}
      {others > 0 && !all && (
        <button type="button" onClick={() => setAll(true)}>
          {flagged.length === 0 ? t('inbox.all-normal', { count: others }) : t('inbox.others', { count: others })}
        </button>
      )}
    </p>
  );
}

function useAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['inbox'] });
}

function OneButton({ line }: { readonly line: InboxLine }) {
  const { t } = usePreferences();
  const again = useAgain();
  const send = useMutation({ mutationFn: () => acknowledge([line.report]), onSuccess: again });
  return (
    <>
      <Button variant="default" loading={send.isPending} onClick={() => send.mutate()} data-acknowledge>
        {t('inbox.acknowledge')}
      </Button>
      {send.isError && <span role="alert">{t(faultMessage(send.error))}</span>}
    </>
  );
}

/** Acknowledges the result and leaves a task for it. */
function FollowUpButton({ line }: { readonly line: InboxLine }) {
  const { t } = usePreferences();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" onClick={dialog.open}>
        {t('inbox.act')}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={<strong>{t('inbox.act-title')}</strong>} centered>
        <FollowUpForm line={line} done={dialog.close} />
      </Modal>
    </>
  );
}

const HOURS = [2, 6, 24, 72] as const;

function FollowUpForm({ line, done }: { readonly line: InboxLine; readonly done: () => void }) {
  const { language, t } = usePreferences();
  const [what, setWhat] = useState('');
  const [role, setRole] = useState<'physician' | 'nurse'>('nurse');
  const [hours, setHours] = useState<number>(6);
  const again = useAgain();
  const send = useMutation({
    mutationFn: () => acknowledge([line.report], { what: what.trim(), role, hours }),
    onSuccess: async () => {
      done();
      await again();
    },
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <p>
        {nameIn(line.patient, language)} · {line.title}
      </p>
      <Textarea
        label={t('inbox.what')}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
        minRows={2}
        maxLength={300}
        autosize
        data-autofocus
        error={send.isError ? t(faultMessage(send.error)) : undefined}
      />
      <label>
        {t('inbox.who')}
        <select
          value={role}
          onChange={(event) => setRole(event.currentTarget.value === 'physician' ? 'physician' : 'nurse')}
        >
          <option value="nurse">{t('role.nurse')}</option>
          <option value="physician">{t('role.physician')}</option>
        </select>
      </label>
      <label>
        {t('inbox.within')}
        <select value={hours} onChange={(event) => setHours(Number(event.currentTarget.value))}>
          {HOURS.map((count) => (
            <option key={count} value={count}>
              {t('inbox.hours', { count })}
            </option>
          ))}
        </select>
      </label>
      <div className={notes['dialogTools']}>
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" disabled={what.trim().length < 2} loading={send.isPending}>
          {t('inbox.act-submit')}
        </Button>
      </div>
    </form>
  );
}
