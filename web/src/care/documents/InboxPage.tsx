/**
 * New results of my patients and orders: critical ones on top, then abnormal ones. Several are acknowledged at once.
 *
 * Proof   test/journey/notes.test.ts
 */
import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useTitle } from '../../record/use-title.ts';
import { Loaded } from '../../ui/Section.tsx';
import { useOwnWard } from '../ward/own-ward.ts';
import { useBoard } from '../ward/use-board.ts';
import { WardSelect } from '../ward/WardSelect.tsx';
import { faultMessage } from './fault-text.ts';
import { InboxRow } from './InboxRow.tsx';
import { acknowledge, inboxQuery, type Grade, type Inbox, type InboxLine } from './inbox-api.ts';
import handover from './handover.module.css';
import styles from './inbox.module.css';

export default function InboxPage() {
  const { language, t } = usePreferences();
  useTitle(t('inbox.title'));
  const { role } = useMe();
  const [whose, setWhose] = useState<'mine' | 'ward'>(role === 'nurse' ? 'ward' : 'mine');
  const { board } = useBoard();
  const [ward, choose] = useOwnWard(board);
  const asked = whose === 'ward' ? ward : undefined;
  const query = useQuery({ ...inboxQuery(asked, language), enabled: whose === 'mine' || ward !== undefined });
  return (
    <main className={handover['page']}>
      <header className={handover['head']}>
        <h1>{t('inbox.title')}</h1>
        {query.data !== undefined && <Counts inbox={query.data} />}
        <div className={handover['tools']}>
          <SegmentedControl
            value={whose}
            onChange={(value) => setWhose(value === 'ward' ? 'ward' : 'mine')}
            data={[
              { value: 'mine', label: t('inbox.mine') },
              { value: 'ward', label: t('inbox.ward') },
            ]}
          />
          {whose === 'ward' && board !== undefined && <WardSelect wards={board.wards} ward={ward} choose={choose} />}
        </div>
      </header>
      <Loaded query={query} lines={12} empty={t('inbox.none')} isEmpty={({ lines }) => lines.length === 0}>
        {(inbox) => <Lines inbox={inbox} />}
      </Loaded>
    </main>
  );
}

const GRADES: readonly Grade[] = ['critical', 'abnormal', 'normal'];

function Counts({ inbox }: { readonly inbox: Inbox }) {
  const { t } = usePreferences();
  return (
    <span className={styles['counts']}>
      {GRADES.map((grade) => (
        <span key={grade} data-grade={grade}>
          {t(`grade.${grade}`)} <b>{inbox.counts[grade]}</b>
        </span>
      ))}
    </span>
  );
}

/** A critical result that is called is acknowledged by itself, with read-back. */
function isBulk({ call }: InboxLine): boolean {
  return call === undefined;
}

function Lines({ inbox }: { readonly inbox: Inbox }) {
  const { t } = usePreferences();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const queries = useQueryClient();
  const chosen = inbox.lines.filter((line) => picked.has(line.report) && isBulk(line)).map(({ report }) => report);
  const send = useMutation({
    mutationFn: (reports: readonly string[]) => acknowledge(reports),
    onSuccess: async () => {
      setPicked(new Set());
      await queries.invalidateQueries({ queryKey: ['inbox'] });
    },
  });
  const pick = (reports: readonly string[], on: boolean) =>
    setPicked((before) => {
      const next = new Set(before);
      for (const one of reports)
        if (on) next.add(one);
        else next.delete(one);
      return next;
    });
  const normal = inbox.lines.filter(({ grade }) => grade === 'normal').map(({ report }) => report);
  const allNormal = normal.length > 0 && normal.every((one) => picked.has(one));
  return (
    <>
      <div className={styles['bar']}>
        <Checkbox
          label={t('inbox.pick-normal', { count: normal.length })}
          checked={allNormal}
          disabled={normal.length === 0}
          onChange={(event) => pick(normal, event.currentTarget.checked)}
        />
        <Button
          disabled={chosen.length === 0}
          loading={send.isPending}
          onClick={() => send.mutate(chosen)}
          data-acknowledge-all
        >
          {t('inbox.acknowledge-many', { count: chosen.length })}
        </Button>
        {send.isError && <span role="alert">{t(faultMessage(send.error))}</span>}
        <span className="muted">{t('inbox.hint')}</span>
      </div>
      <ul className={styles['lines']} aria-label={t('inbox.title')}>
        {inbox.lines.map((line) => (
          <InboxRow
            key={line.report}
            line={line}
            picked={picked.has(line.report)}
            pick={(on) => pick([line.report], on)}
          />
        ))}
      </ul>
      {inbox.more && <p className="muted">{t('inbox.more')}</p>}
    </>
  );
}
