import {
  IconAlertTriangleFilled,
  IconArrowBigRightLineFilled,
  IconCircleCheckFilled,
  IconCloudOff,
  IconHandStop,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { FhirFailure } from '../../fhir/client.ts';
import { Failure } from '../../ui/Section.tsx';
import type { Answer } from './api.ts';
import styles from './bedside.module.css';
import type { GivingState } from './use-giving.ts';

const SIGNS = {
  allow: IconCircleCheckFilled,
  done: IconCircleCheckFilled,
  warn: IconAlertTriangleFilled,
  stop: IconHandStop,
  wait: IconArrowBigRightLineFilled,
  unsent: IconCloudOff,
} as const;

type Tone = keyof typeof SIGNS;

/** What the house says to what was scanned: a sign, a colour, one word, and what to do. */
export function Verdict({ state }: { readonly state: GivingState }) {
  const { language, t } = usePreferences();
  const { answer, failure, phase, busy } = state;
  if (phase === 'unsent') return <Box tone="unsent">{t('bedside.unsent')}</Box>;
  if (failure !== undefined) return <Trouble failure={failure} />;
  if (answer === undefined) return <div className={styles['verdictBones']} aria-busy />;
  const tone = phase === 'done' ? 'done' : answer.decision;
  return (
    <Box tone={tone} busy={busy || phase === 'saving'} messageKey={answer.messageKey}>
      {(answer.messages.length > 1 ? answer.messages : [{ key: answer.messageKey, message: answer.message }]).map(
        (one) => (
          <p key={one.key}>{one.message[language]}</p>
        ),
      )}
      <Rules answer={answer} />
    </Box>
  );
}

function Rules({ answer }: { readonly answer: Answer }) {
  const { t } = usePreferences();
  if (answer.decision !== 'stop' && answer.decision !== 'warn') return null;
  return <p className={styles['rules']}>{t('bedside.rules', { rules: answer.rules.join(', ') })}</p>;
}

interface BoxProps {
  readonly tone: Tone;
  readonly busy?: boolean;
  readonly messageKey?: string;
  readonly children: ReactNode;
}

function Box({ tone, busy = false, messageKey, children }: BoxProps) {
  const { t } = usePreferences();
  const Sign = SIGNS[tone];
  return (
    <div
      className={styles['verdict']}
      data-tone={tone}
      data-message={messageKey}
      aria-busy={busy}
      role={tone === 'stop' || tone === 'unsent' ? 'alert' : 'status'}
    >
      <Sign size={36} aria-hidden />
      <div>
        <strong>{t(`bedside.verdict.${tone}`)}</strong>
        {children}
      </div>
    </div>
  );
}

/** A fault of the question itself: its own words where it is about the order, else why nothing was answered. */
function Trouble({ failure }: { readonly failure: unknown }) {
  const { t } = usePreferences();
  const code = failure instanceof FhirFailure ? failure.code : undefined;
  if (code === 'care.order-unreadable' || code === 'care.no-such-dose')
    return (
      <Box tone="stop" messageKey={code}>
        <p>{t(`bedside.fault.${code}`)}</p>
      </Box>
    );
  return (
    <div className={styles['verdict']} data-tone="stop" role="alert">
      <Failure error={failure} />
    </div>
  );
}
