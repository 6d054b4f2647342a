import { Button, CloseButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import { Choices } from './Choices.tsx';
import { ClockStrip } from './ClockStrip.tsx';
import { DoseWords, DrugWords, useCodeWord } from './DrugWords.tsx';
import { GiveScans } from './GiveScans.tsx';
import { mayConfirm } from './may-confirm.ts';
import { INFUSION_REASONS } from './reasons.ts';
import { Reasons } from './Reasons.tsx';
import { scanCodes } from './scan-code.ts';
import { typedNumber } from './typed-number.ts';
import { useGiving, type GivingState } from './use-giving.ts';
import { useScanner } from './use-scanner.ts';
import { Verdict } from './Verdict.tsx';

export type Act = 'rate' | 'pause' | 'resume' | 'bag' | 'stop' | 'complete';

interface Props {
  readonly patient: string;
  readonly dose: DueDose;
  readonly act: Act;
  readonly close: () => void;
}

/** What is done to an infusion: badge and band, a bag's code where it is changed, one confirmation. */
export function InfusionPanel({ patient, dose, act, close }: Props) {
  const { t } = usePreferences();
  const word = useCodeWord();
  const queries = useQueryClient();
  const state = useGiving(patient, [], dose, () => void queries.invalidateQueries({ queryKey: ['due'] }));
  useStep(state, act, dose.administration ?? '');
  useScanner((typed) => {
    for (const code of scanCodes(typed)) if (code.kind !== 'fault') state.scan(code.kind, code.raw);
  });
  const done = state.phase === 'done';
  return (
    <section
      className={styles['give']}
      role="dialog"
      aria-modal="true"
      aria-label={word('act', act)}
      data-infusion-panel={state.phase}
    >
      <header className={styles['giveHead']}>
        <h2 className={styles['giveTitle']}>
          {word('act', act)}: <DrugWords dose={dose} />
          <span className={styles['giveLine']}>
            <DoseWords dose={dose} />
          </span>
        </h2>
        <CloseButton size={44} aria-label={t('action.close')} onClick={close} disabled={state.phase === 'unsent'} />
      </header>
      <ClockStrip of={state.answer} />
      <div className={styles['giveBody']}>
        <GiveScans state={state} dose={dose} {...(act === 'bag' ? {} : { without: 'product' as const })} />
        {!done && <Details state={state} act={act} dose={dose} />}
        <Verdict state={state} />
        <Reasons state={state} />
      </div>
      <footer className={styles['giveFoot']}>
        <Button
          size="lg"
          disabled={!done && !mayConfirm(state)}
          data-confirm
          onClick={() => (done ? close() : state.confirm())}
        >
          {done ? t('bedside.to-chart') : word('act', act)}
        </Button>
      </footer>
    </section>
  );
}

/** The step of the act, there from the start so that the house knows what is asked. */
function useStep(state: GivingState, act: Act, administration: string): void {
  const { choose } = state;
  const known = state.giving.choices['infusion'] !== undefined;
  useEffect(() => {
    if (!known) choose('infusion', { action: 'infusion', act, administration });
  });
}

function Details({ state, act, dose }: { readonly state: GivingState; readonly act: Act; readonly dose: DueDose }) {
  const { t } = usePreferences();
  const step = state.giving.choices['infusion'];
  const more = (name: string, value: number | string | undefined) => {
    const { [name]: _, ...others } = { ...(step as Record<string, unknown>) };
    state.choose('infusion', { ...others, ...(value === undefined ? {} : { [name]: value }) } as never);
  };
  const chosen = (step as Record<string, unknown> | undefined)?.['reason'];
  return (
    <>
      {act === 'rate' && (
        <NumberField
          name="rate"
          label={t('bedside.new-rate')}
          unit={dose.infusion?.unit ?? ''}
          tell={(value) => more('rate', value)}
        />
      )}
      {(act === 'stop' || act === 'complete') && (
        <NumberField name="volume" label={t('bedside.volume')} unit="mL" tell={(value) => more('volume', value)} />
      )}
      {(act === 'pause' || act === 'stop') && (
        <Choices
          label={t('bedside.reason')}
          group="reason"
          codes={INFUSION_REASONS}
          chosen={typeof chosen === 'string' ? chosen : undefined}
          choose={(code) => more('reason', code)}
        />
      )}
    </>
  );
}

interface NumberProps {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly tell: (value: number | undefined) => void;
}

function NumberField({ name, label, unit, tell }: NumberProps) {
  const [text, setText] = useState('');
  const [told, setTold] = useState<number>();
  const say = () => {
    const value = typedNumber(text);
    if (value === told) return;
    setTold(value);
    tell(value);
  };
  return (
    <label className={styles['field']}>
      {label}
      <span className={styles['unitField']}>
        <input
          name={name}
          inputMode="decimal"
          value={text}
          aria-invalid={text.trim() !== '' && typedNumber(text) === undefined}
          onChange={({ target }) => setText(target.value)}
          onBlur={say}
          onKeyDown={({ key }) => (key === 'Enter' ? say() : undefined)}
        />
        <span>{unit}</span>
      </span>
    </label>
  );
}
