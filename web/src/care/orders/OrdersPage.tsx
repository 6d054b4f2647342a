/**
 * Orders of a patient: what runs, in the centre; search and drafts, to write, at the side.
 *
 * Proof   test/journey/orders.test.ts
 */
import { Button, SegmentedControl } from '@mantine/core';
import { IconListCheck, IconPills } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { PageHead } from '../../record/PageHead.tsx';
import { Loaded, Section } from '../../ui/Section.tsx';
import { KINDS, listQuery, type OrderLine } from './api.ts';
import { BasketPanel } from './BasketPanel.tsx';
import { OrderRows } from './OrderRows.tsx';
import { SearchBox } from './SearchBox.tsx';
import { useBasket } from './use-basket.ts';
import styles from './orders.module.css';

export default function OrdersPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const { role } = useMe();
  const writes = role === 'physician' || role === 'nurse';
  return (
    <>
      <PageHead title="orders.title">
        <Button
          component={Link}
          to={`/patients/${id}/order-sets`}
          variant="default"
          leftSection={<IconListCheck size={17} />}
        >
          {t('orders.sets')}
        </Button>
        <Button
          component={Link}
          to={`/patients/${id}/reconciliation`}
          variant="default"
          leftSection={<IconPills size={17} />}
        >
          {t('orders.reconciliation')}
        </Button>
      </PageHead>
      {writes ? <Desk patient={id} /> : <OrderList patient={id} />}
    </>
  );
}

function Desk({ patient }: { readonly patient: string }) {
  const open = useBasket(patient);
  return (
    <div className={styles['desk']}>
      <div className={styles['writing']}>
        <SearchBox add={open.add} />
        <BasketPanel patient={patient} open={open} />
      </div>
      <div className={styles['reading']}>
        <OrderList patient={patient} replace={open.replace} />
      </div>
    </div>
  );
}

type Shown = 'running' | 'ended';
const RUNNING = new Set(['active', 'on-hold', 'draft']);

function OrderList({
  patient,
  replace,
}: {
  readonly patient: string;
  readonly replace?: Parameters<typeof OrderRows>[0]['replace'];
}) {
  const { t } = usePreferences();
  const query = useQuery(listQuery(patient));
  const [shown, setShown] = useState<Shown>('running');
  const of = (lines: readonly OrderLine[], which: Shown) =>
    lines.filter(({ status }) => RUNNING.has(status) === (which === 'running'));
  return (
    <>
      <SegmentedControl
        value={shown}
        onChange={(value) => setShown(value === 'ended' ? 'ended' : 'running')}
        data={(['running', 'ended'] as const).map((value) => ({
          value,
          label: `${t(`orders.${value}`)} ${query.data === undefined ? '' : of(query.data, value).length}`,
        }))}
        className={styles['shown'] ?? ''}
      />
      <Loaded query={query} lines={8} empty={t('orders.none')} isEmpty={(lines) => of(lines, shown).length === 0}>
        {(lines) =>
          KINDS.map((kind) => {
            const ofKind = of(lines, shown).filter((line) => line.kind === kind);
            return ofKind.length === 0 ? null : (
              <Section key={kind} title={t(`orders.kind-${kind}`)} count={ofKind.length}>
                <OrderRows patient={patient} lines={ofKind} replace={replace} />
              </Section>
            );
          })
        }
      </Loaded>
    </>
  );
}
