/**
 * Rows of orders: name, how, state, and what can be done with each.
 */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { Tag } from '../../ui/Tag.tsx';
import ui from '../../ui/ui.module.css';
import { ActDialog } from './ActDialog.tsx';
import type { Basket, ChangeAct, OrderLine } from './api.ts';
import { NameParts } from './NameParts.tsx';
import styles from './orders.module.css';

interface Props {
  readonly patient: string;
  readonly lines: readonly OrderLine[];
  /** What to do with a basket that came back; absent: nothing can be drafted here. */
  readonly replace?: ((basket: Basket) => void) | undefined;
}

export function OrderRows({ patient, lines, replace }: Props) {
  const { t } = usePreferences();
  const changes = useMe().role === 'physician' && replace !== undefined;
  const [acting, setActing] = useState<{ readonly line: OrderLine; readonly act: ChangeAct }>();
  return (
    <>
      <table className={ui['table']}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('orders.title')}</th>
            <th scope="col">{t('field.status')}</th>
            <th scope="col">{t('field.date')}</th>
            {changes && <th scope="col">{t('orders.actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.reference} data-order={line.reference} data-status={line.status}>
              <td>
                <NameParts item={line} />
                <OrderWords line={line} />
              </td>
              <td className={styles['tags']}>
                <OrderTags line={line} />
              </td>
              <td className={ui['date']} style={{ width: 104 }}>
                <DateDisplay value={line.authored} />
              </td>
              {changes && (
                <td className={styles['menuCell']}>
                  {line.changeable && <ActMenu line={line} choose={(act) => setActing({ line, act })} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {acting !== undefined && (
        <ActDialog
          patient={patient}
          line={acting.line}
          act={acting.act}
          replace={replace}
          close={() => setActing(undefined)}
        />
      )}
    </>
  );
}

function OrderWords({ line: { resource, kind } }: { readonly line: OrderLine }) {
  const words = [resource.reasonCode?.[0]?.text, resource.note?.[0]?.text].filter(Boolean).join(' · ');
  return (
    <span className={ui['sub']}>
      {kind === 'drug' && <DosageDisplay dosages={resource.dosageInstruction} />}
      {words}
    </span>
  );
}

const PLAIN = new Set(['active', 'routine']);

function OrderTags({ line: { status, coSign, highAlert, resource } }: { readonly line: OrderLine }) {
  const { t } = usePreferences();
  const { priority } = resource;
  const place = (['outpatient', 'discharge'] as const).find(
    (code) =>
      resource.resourceType === 'MedicationRequest' &&
      resource.category?.some(({ coding }) => coding?.[0]?.code === code),
  );
  return (
    <>
      {highAlert && <Tag tone="high">{t('orders.high-risk')}</Tag>}
      {!PLAIN.has(status) && (
        <Tag tone={status === 'on-hold' ? 'warn' : 'plain'}>{t(`orders.status-${statusKey(status)}`)}</Tag>
      )}
      {(priority === 'stat' || priority === 'urgent') && <Tag tone="warn">{t(`orders.priority-${priority}`)}</Tag>}
      {place !== undefined && <Tag>{t(`orders.${place}`)}</Tag>}
      {coSign && <Tag tone="accent">{t('orders.co-sign-waits')}</Tag>}
    </>
  );
}

const KNOWN = ['on-hold', 'stopped', 'revoked', 'completed', 'cancelled', 'entered-in-error'] as const;

function statusKey(status: string): (typeof KNOWN)[number] | 'unknown' {
  return KNOWN.find((one) => one === status) ?? 'unknown';
}

const ACTS: Readonly<Record<string, readonly ChangeAct[]>> = {
  active: ['modify', 'hold', 'stop', 'renew'],
  'on-hold': ['resume', 'modify', 'stop'],
  completed: ['renew'],
  stopped: ['renew'],
};

function ActMenu({ line, choose }: { readonly line: OrderLine; readonly choose: (act: ChangeAct) => void }) {
  const { language, t } = usePreferences();
  const acts = (ACTS[line.status] ?? []).filter((act) => line.kind === 'drug' || (act !== 'renew' && act !== 'modify'));
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          size="lg"
          variant="subtle"
          color="gray"
          aria-label={t('orders.actions-of', { name: line.name[language] })}
          data-menu={line.reference}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item
            key={act}
            onClick={() => choose(act)}
            data-act={act}
            {...(act === 'stop' ? { color: 'var(--high)' } : {})}
          >
            {t(`orders.act-${act}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
