/**
 * Verbal orders that wait for the physician's signature, by patient: read, choose, sign at once.
 *
 * Proof   test/journey/orders.test.ts
 */
import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { shownName } from '../../format/name.ts';
import chart from '../../record/chart.module.css';
import { PageHead } from '../../record/PageHead.tsx';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import ui from '../../ui/ui.module.css';
import { coSign, coSignQuery, type CoSignLine } from './api.ts';
import { Fault } from './Fault.tsx';
import { NameParts } from './NameParts.tsx';
import styles from './orders.module.css';

export default function CoSignPage() {
  const { t } = usePreferences();
  const query = useQuery(coSignQuery());
  return (
    <main className={chart['page']}>
      <PageHead title="orders.co-sign" count={query.data?.length} />
      <Loaded query={query} lines={6} empty={t('orders.co-sign-none')} isEmpty={(lines) => lines.length === 0}>
        {(lines) => <CoSignList key={lines.map(({ task }) => task).join()} lines={lines} />}
      </Loaded>
    </main>
  );
}

function CoSignList({ lines }: { readonly lines: readonly CoSignLine[] }) {
  const { t } = usePreferences();
  const client = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [attempt] = useState(() => crypto.randomUUID());
  const chosen = lines.filter(({ task }) => !left.has(task)).map(({ task }) => task);
  const signing = useMutation({
    mutationFn: () => coSign(attempt, chosen),
    onSettled: () => client.invalidateQueries({ queryKey: ['orders', 'co-sign'] }),
  });
  const toggle = (task: string, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(task);
    else next.add(task);
    setLeft(next);
  };
  return (
    <div className={chart['stack']}>
      {[...Map.groupBy(lines, ({ patient }) => patient.id).values()].map((ofPatient) => (
        <PatientOrders key={ofPatient[0]?.patient.id} lines={ofPatient} left={left} toggle={toggle} />
      ))}
      <Fault error={signing.error} />
      <div className={styles['setFoot']}>
        <Button
          size="md"
          onClick={() => signing.mutate()}
          loading={signing.isPending}
          disabled={chosen.length === 0}
          data-co-sign
        >
          {t('orders.co-sign-do', { count: chosen.length })}
        </Button>
      </div>
    </div>
  );
}

interface PatientProps {
  readonly lines: readonly CoSignLine[];
  readonly left: ReadonlySet<string>;
  readonly toggle: (task: string, on: boolean) => void;
}

function PatientOrders({ lines, left, toggle }: PatientProps) {
  const { language, t } = usePreferences();
  const patient = lines[0]?.patient;
  if (patient === undefined) return null;
  const title = (
    <Link to="/patients/$id/orders" params={{ id: patient.id }} search={{}}>
      {shownName(patient.name, language).primary} {patient.birthDate ?? ''}
    </Link>
  );
  return (
    <Section title={title} count={lines.length}>
      <table className={ui['table']}>
        <tbody>
          {lines.map(({ task, order, recorder, due, overdue }) => (
            <tr key={task} data-task={task}>
              <td style={{ width: 44 }}>
                <Checkbox
                  checked={!left.has(task)}
                  onChange={(event) => toggle(task, event.currentTarget.checked)}
                  aria-label={order.name[language]}
                />
              </td>
              <td>
                <NameParts item={order} />
                <span className={ui['sub']}>
                  {order.kind === 'drug' && <DosageDisplay dosages={order.resource.dosageInstruction} />}
                </span>
              </td>
              <td>
                {recorder !== undefined && <ReferenceDisplay reference={{ reference: recorder }} />}
                <span className={ui['sub']}>{dateTimeText(order.authored, language)}</span>
              </td>
              <td className={styles['tags']}>
                {order.highAlert && <Tag tone="high">{t('orders.high-risk')}</Tag>}
                {overdue ? (
                  <Tag tone="high">{t('orders.overdue')}</Tag>
                ) : (
                  due !== undefined && <Tag>{t('orders.due', { at: dateTimeText(due, language) })}</Tag>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
