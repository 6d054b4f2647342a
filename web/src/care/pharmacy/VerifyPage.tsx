/**
 * The verification worklist and, beside it, everything that it takes to decide about one order.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { Button } from '@mantine/core';
import { IconArrowLeft, IconMessageCheck, IconMessageQuestion, IconRefreshAlert } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useTitle } from '../../record/use-title.ts';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { Loaded } from '../../ui/Section.tsx';
import { orderQuery, worklistQuery, type WorkLine } from './api.ts';
import { DecidePane } from './DecidePane.tsx';
import { DueAt, Marks, OrderDrug, PharmacyPage, Where, Who } from './parts.tsx';
import styles from './pharmacy.module.css';

export default function VerifyPage() {
  const { t } = usePreferences();
  useTitle(t('pharmacy.verify.title'));
  const { order } = useSearch({ from: '/inside/pharmacy' });
  const navigate = useNavigate();
  const open = useCallback(
    (next: string | undefined) => void navigate({ to: '/pharmacy', search: next === undefined ? {} : { order: next } }),
    [navigate],
  );
  const list = useQuery(worklistQuery());
  const lines = list.data?.lines ?? [];
  const [done, setDone] = useState('');
  return (
    <PharmacyPage title={t('pharmacy.verify.title')} fixed tools={list.data !== undefined && <Counts lines={lines} />}>
      <p className={styles['live']} role="status">
        {done}
      </p>
      <div className={styles['split']} data-open={order !== undefined}>
        <section className={styles['list']} aria-label={t('pharmacy.verify.list')}>
          <Loaded query={list} lines={8} empty={t('pharmacy.verify.none')} isEmpty={(data) => data.lines.length === 0}>
            {(data) => <Lines lines={data.lines} order={order} open={open} />}
          </Loaded>
        </section>
        <section className={styles['pane']} aria-label={t('pharmacy.verify.order')}>
          {order === undefined ? (
            <p className={styles['hint']}>{t('pharmacy.verify.choose')}</p>
          ) : (
            <OpenOrder
              key={order}
              order={order}
              back={() => open(undefined)}
              decided={(text) => {
                setDone(text);
                open(nextAfter(lines, order));
              }}
            />
          )}
        </section>
      </div>
    </PharmacyPage>
  );
}

/** The order that comes next, so that the pharmacist goes on without the mouse. */
function nextAfter(lines: readonly WorkLine[], order: string): string | undefined {
  const at = lines.findIndex((line) => line.order === order);
  const rest = [...lines.slice(at + 1), ...lines.slice(0, Math.max(0, at))];
  return rest.find(({ standing }) => standing !== 'asked')?.order;
}

function Counts({ lines }: { readonly lines: readonly WorkLine[] }) {
  const { t } = usePreferences();
  const stat = lines.filter((line) => line.stat).length;
  const asked = lines.filter(({ standing }) => standing === 'asked').length;
  return (
    <span className={styles['counts']}>
      <span>{t('pharmacy.verify.count', { count: lines.length })}</span>
      {stat > 0 && <strong>{t('pharmacy.verify.count-stat', { count: stat })}</strong>}
      {asked > 0 && <span>{t('pharmacy.verify.count-asked', { count: asked })}</span>}
    </span>
  );
}

interface LinesProps {
  readonly lines: readonly WorkLine[];
  readonly order: string | undefined;
  readonly open: (order: string) => void;
}

function Lines({ lines, order, open }: LinesProps) {
  return (
    <ul onKeyDown={walk}>
      {lines.map((line) => (
        <li key={line.order}>
          <button
            type="button"
            className={styles['line']}
            data-line={line.order}
            data-stat={line.stat}
            aria-current={line.order === order}
            onClick={() => open(line.order)}
          >
            <LineWords line={line} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** ↑ and ↓ go from line to line. */
function walk(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  all[Math.max(0, Math.min(all.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
}

function LineWords({ line }: { readonly line: WorkLine }) {
  const { t } = usePreferences();
  return (
    <>
      <span className={styles['lineTop']}>
        {line.stat && <span className={styles['stat']}>{t('pharmacy.stat')}</span>}
        <DueAt due={line.firstDue} />
        <StandingWord standing={line.standing} />
      </span>
      <span className={styles['drug']}>
        <OrderDrug request={line.request} medication={line.medication} />
      </span>
      <span className={styles['dosage']}>
        <DosageDisplay dosages={line.request.dosageInstruction} />
      </span>
      <span className={styles['lineFoot']}>
        <span>
          <Who patient={line.patient} />
        </span>
        <span className={styles['quiet']}>
          <Where place={line.place} />
        </span>
      </span>
      {(line.highAlert || line.lookAlikes.length > 0 || !line.readable) && (
        <span className={styles['marks']}>
          <Marks highAlert={line.highAlert} lookAlikes={line.lookAlikes} />
          {!line.readable && (
            <span className={styles['mark']} data-tone="high">
              {t('pharmacy.unreadable')}
            </span>
          )}
        </span>
      )}
    </>
  );
}

const STANDING_SIGNS = { asked: IconMessageQuestion, answered: IconMessageCheck, again: IconRefreshAlert } as const;

/** Where the order stands, unless it simply waits. */
export function StandingWord({ standing }: { readonly standing: WorkLine['standing'] }) {
  const { t } = usePreferences();
  if (standing === 'waiting') return null;
  const Sign = STANDING_SIGNS[standing];
  return (
    <span className={styles['standing']} data-standing={standing}>
      <Sign size={14} aria-hidden />
      {t(`pharmacy.standing.${standing}`)}
    </span>
  );
}

interface OpenProps {
  readonly order: string;
  readonly back: () => void;
  readonly decided: (text: string) => void;
}

function OpenOrder({ order, back, decided }: OpenProps) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const facts = useQuery({ ...orderQuery(order, language), refetchOnWindowFocus: false });
  const again = () => void queries.invalidateQueries({ queryKey: ['pharmacy'] });
  return (
    <>
      <Button className={styles['back']} variant="default" leftSection={<IconArrowLeft size={16} />} onClick={back}>
        {t('pharmacy.verify.back')}
      </Button>
      <Loaded query={facts} lines={14}>
        {(data) => (
          <DecidePane
            key={data.reading}
            facts={data}
            again={again}
            decided={(text) => {
              again();
              decided(text);
            }}
          />
        )}
      </Loaded>
    </>
  );
}
