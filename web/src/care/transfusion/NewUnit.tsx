import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { newAttempt } from '../bedside/api.ts';
import styles from '../laboratory/laboratory.module.css';
import { ownCode } from '../laboratory/own-code.ts';
import { Fault } from '../laboratory/Parts.tsx';
import { send } from './api.ts';
import { ATTRIBUTES, COMPONENTS, attributeKey, componentKey } from './unit-words.tsx';

interface Facts {
  readonly number: string;
  readonly component: string | null;
  readonly abo: string | null;
  readonly rhd: string | null;
  readonly expiry: string;
  readonly attributes: string[];
  readonly emergency: boolean;
}

const NOTHING: Facts = {
  number: '',
  component: 'red cells',
  abo: null,
  rhd: null,
  expiry: '',
  attributes: [],
  emergency: false,
};

/** A unit comes in: its number by scan, the rest as the bag says. */
export function NewUnit({ scanned }: { readonly scanned: string | undefined }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const [facts, setFacts] = useState(NOTHING);
  const [taken, setTaken] = useState<string>();
  if (scanned !== undefined && scanned !== taken) {
    setTaken(scanned);
    setFacts({ ...facts, number: scanned });
  }
  const set = (more: Partial<Facts>) => setFacts({ ...facts, ...more });
  const saving = useMutation({
    mutationFn: () =>
      send('blood/units', { attempt: newAttempt(), ...facts, number: ownCode(withSign(facts.number))?.raw }),
    onSuccess: async () => {
      setFacts(NOTHING);
      await queries.invalidateQueries({ queryKey: ['blood'] });
    },
  });
  const ready =
    ownCode(withSign(facts.number))?.kind === 'blood-unit' &&
    facts.component !== null &&
    facts.abo !== null &&
    facts.rhd !== null &&
    /^\d{4}-\d{2}-\d{2}$/.test(facts.expiry);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) saving.mutate();
  };
  return (
    <form className={styles['card']} onSubmit={submit} data-new-unit>
      <h3>{t('laboratory.new-unit')}</h3>
      <UnitFields facts={facts} set={set} />
      <div className={styles['chips']} role="group" aria-label={t('laboratory.attributes')}>
        <span className={styles['sub']}>{t('laboratory.attributes')}</span>
        {ATTRIBUTES.map((one) => (
          <button
            key={one}
            type="button"
            className={styles['chip']}
            aria-pressed={facts.attributes.includes(one)}
            onClick={() => set({ attributes: toggled(facts.attributes, one) })}
          >
            {t(attributeKey(one))}
          </button>
        ))}
      </div>
      <Checkbox
        label={t('laboratory.emergency-stock')}
        checked={facts.emergency}
        onChange={(event) => set({ emergency: event.currentTarget.checked })}
      />
      <Fault error={saving.error} />
      <div className={styles['foot']}>
        <Button type="submit" disabled={!ready} loading={saving.isPending} data-register>
          {t('laboratory.register-unit')}
        </Button>
      </div>
    </form>
  );
}

function toggled(all: readonly string[], one: string): string[] {
  return all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
}

function withSign(number: string): string {
  return number.startsWith('=') ? number : `=${number}`;
}

interface FieldsProps {
  readonly facts: Facts;
  readonly set: (more: Partial<Facts>) => void;
}

function UnitFields({ facts, set }: FieldsProps) {
  const { t } = usePreferences();
  return (
    <div className={styles['grid2']}>
      <TextInput
        label={t('laboratory.donation')}
        placeholder="=A9997…"
        value={facts.number}
        onChange={(event) => set({ number: event.currentTarget.value.toUpperCase().trim() })}
      />
      <Select
        label={t('laboratory.field.component')}
        data={COMPONENTS.map((one) => ({ value: one, label: t(componentKey(one)) }))}
        value={facts.component}
        onChange={(component) => set({ component })}
      />
      <Select label="ABO" data={['A', 'B', 'AB', 'O']} value={facts.abo} onChange={(abo) => set({ abo })} data-abo />
      <Select
        label="Rh D"
        data={[
          { value: 'positive', label: '+' },
          { value: 'negative', label: '−' },
        ]}
        value={facts.rhd}
        onChange={(rhd) => set({ rhd })}
        data-rhd
      />
      <TextInput
        type="date"
        label={t('laboratory.expiry')}
        value={facts.expiry}
        onChange={(event) => set({ expiry: event.currentTarget.value })}
        data-expiry
      />
    </div>
  );
}
