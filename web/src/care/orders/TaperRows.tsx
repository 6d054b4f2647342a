import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Draft } from './api.ts';
import styles from './orders.module.css';

type Step = NonNullable<Draft['taper']>[number];

/** Steps of a taper, one after the other. */
export function TaperRows({
  draft,
  set,
}: {
  readonly draft: Draft;
  readonly set: (taper: readonly Step[] | undefined) => void;
}) {
  const { t } = usePreferences();
  const { dose, taper } = draft;
  if (dose === undefined) return null;
  if (taper === undefined)
    return (
      <Button
        variant="subtle"
        size="xs"
        onClick={() =>
          set([
            { value: dose.value, days: 3 },
            { value: Number((dose.value / 2).toPrecision(3)), days: 3 },
          ])
        }
      >
        {t('orders.taper-add')}
      </Button>
    );
  const change = (at: number, step: Step) => set(taper.map((one, index) => (index === at ? step : one)));
  const remove = (at: number) => set(taper.length <= 2 ? undefined : taper.filter((_, index) => index !== at));
  return (
    <fieldset className={styles['taper']}>
      <legend>{t('orders.taper')}</legend>
      {taper.map((step, at) => (
        <div key={`${at + 1}/${taper.length}`} className={styles['taperRow']}>
          <NumberInput
            aria-label={t('orders.dose')}
            value={step.value}
            min={0}
            hideControls
            rightSection={dose.unit}
            onChange={(value) => Number(value) > 0 && change(at, { ...step, value: Number(value) })}
          />
          <NumberInput
            aria-label={t('orders.days')}
            value={step.days}
            min={1}
            max={90}
            allowDecimal={false}
            hideControls
            rightSection={t('orders.day-short')}
            onChange={(value) => Number(value) > 0 && change(at, { ...step, days: Number(value) })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('orders.remove')}
            onClick={() => remove(at)}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="xs"
        disabled={taper.length >= 12}
        onClick={() => set([...taper, { value: taper.at(-1)?.value ?? 1, days: 3 }])}
      >
        {t('orders.taper-step-add')}
      </Button>
    </fieldset>
  );
}
