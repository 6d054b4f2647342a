import {
  IconBarcode,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleDotted,
  IconCircleXFilled,
} from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import { countOf } from './give-steps.ts';
import type { GivingState } from './use-giving.ts';

const KINDS = ['badge', 'band', 'product', 'witness'] as const;
type Kind = (typeof KINDS)[number];
type Mark = 'done' | 'next' | 'wrong' | 'open';

const SIGNS = { done: IconCircleCheckFilled, next: IconCircleDotted, wrong: IconCircleXFilled, open: IconCircle };

interface Props {
  readonly state: GivingState;
  readonly dose: DueDose | undefined;
  /** A scan that is not asked for. */
  readonly without?: Kind;
}

/** The three scans (four where a second person is needed), and which comes next. */
export function GiveScans({ state, dose, without }: Props) {
  const { t } = usePreferences();
  const kinds = KINDS.filter((kind) => kind !== without && (kind !== 'witness' || dose?.highAlert === true));
  return (
    <ol className={styles['scans']} aria-label={t('bedside.scans')}>
      {kinds.map((kind) => {
        const mark = markOf(state, kind, kinds);
        const Sign = SIGNS[mark];
        return (
          <li key={kind} className={styles['scan']} data-mark={mark} data-scan={kind}>
            <Sign size={22} aria-hidden />
            <span>{t(`bedside.scan.${kind}`)}</span>
            <span className={styles['scanMark']}>{t(`bedside.mark.${mark}`)}</span>
            {mark === 'next' && <IconBarcode size={18} aria-hidden />}
          </li>
        );
      })}
    </ol>
  );
}

/** Rules that are about one of the scans. */
const ABOUT: Readonly<Record<Kind, RegExp>> = {
  badge: /^R01$/,
  band: /^R0[234]$/,
  product: /^R1[1-6]$/,
  witness: /^R23$/,
};

function markOf(state: GivingState, kind: Kind, kinds: readonly Kind[]): Mark {
  const { answer } = state;
  const there = isThere(state, kind);
  if (answer?.decision === 'stop' && there && answer.rules.some((rule) => ABOUT[kind].test(rule))) return 'wrong';
  if (there) return 'done';
  return kinds.find((one) => !isThere(state, one)) === kind ? 'next' : 'open';
}

function isThere({ giving }: GivingState, kind: Kind): boolean {
  if (kind === 'witness') return countOf(giving, 'badge') > 1;
  if (kind === 'band' && giving.choices['manual-identify'] !== undefined) return true;
  if (kind === 'product' && giving.choices['manual-entry'] !== undefined) return true;
  if (kind === 'badge' && giving.scannerAbsent) return true;
  return countOf(giving, kind) > 0;
}
