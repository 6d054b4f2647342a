import { usePreferences } from '../../app/preferences.tsx';
import { Choices } from './Choices.tsx';
import { EMERGENCY_REASONS, reasonsFor } from './reasons.ts';
import type { GivingState } from './use-giving.ts';

/** Why somebody goes on in spite of what the house warns of. */
export function Reasons({ state }: { readonly state: GivingState }) {
  const { t } = usePreferences();
  const { answer, giving, phase } = state;
  if (phase !== 'scanning' || answer === undefined) return null;
  if (answer.messageKey === 'loop.med.not-verified' || giving.choices['emergency'] !== undefined)
    return (
      <Choices
        label={t('bedside.emergency')}
        group="reason"
        codes={EMERGENCY_REASONS}
        chosen={giving.choices['emergency'] === undefined ? undefined : textIn(giving.choices['emergency'], 'reason')}
        choose={(code) =>
          state.choose('emergency', code === undefined ? undefined : { action: 'emergency', reason: code })
        }
      />
    );
  if (answer.decision !== 'warn') return null;
  return (
    <Choices
      label={t('bedside.why-go-on')}
      group="reason"
      codes={reasonsFor([answer.messageKey, ...answer.messages.map(({ key }) => key)])}
      chosen={giving.reason}
      choose={(reason) => state.set((now) => ({ ...now, reason }))}
    />
  );
}

/** A text of a step. */
export function textIn(step: object | undefined, name: string): string | undefined {
  const value = (step as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}
