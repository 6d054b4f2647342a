import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { newAttempt } from '../bedside/api.ts';
import { Fault } from '../laboratory/Parts.tsx';
import { send, type Unit, type UnitState } from './api.ts';

/** Where a unit that was not hung may go, by where it is. */
const WAYS: Readonly<Partial<Record<UnitState, readonly ('available' | 'quarantined' | 'discarded')[]>>> = {
  available: ['quarantined', 'discarded'],
  reserved: ['available', 'quarantined', 'discarded'],
  issued: ['available', 'quarantined', 'discarded'],
  quarantined: ['discarded'],
};

/** Takes a unit back: to the shelf, apart, or away. */
export function UnitMenu({ unit }: { readonly unit: Unit }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const moving = useMutation({
    mutationFn: (to: string) =>
      send('blood/return', {
        attempt: newAttempt(),
        number: `=${unit.number}`,
        component: unit.component,
        to,
        reason: 'blood-bank',
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['blood'] }),
  });
  const ways = WAYS[unit.state] ?? [];
  if (ways.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="subtle" loading={moving.isPending} data-move={unit.number}>
            {t('laboratory.take-back')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ways.map((to) => (
            <Menu.Item key={to} onClick={() => moving.mutate(to)}>
              {t(`laboratory.to.${to}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Fault error={moving.error} />
    </>
  );
}
