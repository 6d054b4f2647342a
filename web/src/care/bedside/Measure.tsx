import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import { useCodeWord } from './DrugWords.tsx';
import { typedNumber } from './typed-number.ts';
import type { GivingState } from './use-giving.ts';

const UNITS: Readonly<Record<string, string>> = {
  pulse: '/min',
  '8867-4': '/min',
  '9279-1': '/min',
  '8480-6': 'mm[Hg]',
  '8462-4': 'mm[Hg]',
  '2339-0': 'mg/dL',
  '41653-7': 'mg/dL',
  '2823-3': 'mmol/L',
};

interface Props {
  readonly state: GivingState;
  readonly precheck: NonNullable<DueDose['precheck']>;
}

/** The measurement that the order asks for before the dose; recorded with it. */
export function Measure({ state, precheck }: Props) {
  const { t } = usePreferences();
  const word = useCodeWord();
  const [text, setText] = useState('');
  const { observation, min, max } = precheck;
  const unit = UNITS[observation] ?? '1';
  const tell = () => {
    const value = typedNumber(text);
    const before = (state.giving.choices['measure'] as { readonly value?: number } | undefined)?.value;
    if (before === value) return;
    state.choose('measure', value === undefined ? undefined : { action: 'measure', observation, value, unit });
  };
  const bounds = [min === undefined ? '' : `≥ ${min}`, max === undefined ? '' : `≤ ${max}`].filter(Boolean).join(', ');
  return (
    <label className={styles['field']}>
      {t('bedside.measure', { what: word('observation', observation) })}
      <span className={styles['unitField']}>
        <input
          inputMode="decimal"
          name="measure"
          value={text}
          aria-invalid={text.trim() !== '' && typedNumber(text) === undefined}
          onChange={({ target }) => setText(target.value)}
          onBlur={tell}
          onKeyDown={({ key }) => (key === 'Enter' ? tell() : undefined)}
        />
        <span>
          {unit === '1' ? '' : unit} {bounds === '' ? '' : `(${bounds})`}
        </span>
      </span>
      <small>{t('bedside.measure-note')}</small>
    </label>
  );
}
