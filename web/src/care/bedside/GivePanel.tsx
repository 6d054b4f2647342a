/**
 * Giving a dose at the bedside: badge, band, product by any scanner, then one confirmation. It lies under the patient's banner,
 * which stays in sight.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { CloseButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { dateTimeText } from '../../format/date.ts';
import { Tag } from '../../ui/Tag.tsx';
import type { DueDose, Step } from './api.ts';
import styles from './bedside.module.css';
import { ClockStrip } from './ClockStrip.tsx';
import { DoseWords, DrugWords } from './DrugWords.tsx';
import { GiveExtras } from './GiveExtras.tsx';
import { GiveFoot } from './GiveFoot.tsx';
import { GiveScans } from './GiveScans.tsx';
import { mayConfirm } from './may-confirm.ts';
import { Reasons } from './Reasons.tsx';
import { scanCodes, type ScanCode, type ScanFault } from './scan-code.ts';
import { awayText } from './times.ts';
import { useGiving, type GivingState } from './use-giving.ts';
import { useOtherPatient } from './use-other-patient.ts';
import { useScanner } from './use-scanner.ts';
import { Verdict } from './Verdict.tsx';

interface Props {
  readonly patient: string;
  readonly doses: readonly DueDose[];
  /** The dose that was chosen from the list. */
  readonly dose: DueDose | undefined;
  /** Scans that came before the panel opened. */
  readonly first: readonly Step[];
  readonly close: () => void;
}

export function GivePanel({ patient, doses, dose: chosen, first, close }: Props) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const state = useGiving(patient, first, chosen, () => void queries.invalidateQueries({ queryKey: ['due'] }));
  const other = useOtherPatient(patient, state.giving.scans);
  const fault = useCodes(state);
  const dose = doseIn(doses, state) ?? (state.giving.dose === undefined ? undefined : chosen);
  useFresh(patient, dose === undefined ? (state.giving.dose ?? state.answer)?.order : undefined);
  const confirm = () => state.confirm([{ action: 'confirm', ...(other === undefined ? {} : { inTab: other }) }]);
  useKeys({ confirm, close, state });
  return (
    <section
      className={styles['give']}
      role="dialog"
      aria-modal="true"
      aria-label={t('bedside.give')}
      data-give={state.phase}
    >
      <header className={styles['giveHead']}>
        <GiveTitle dose={dose} />
        <CloseButton size={44} aria-label={t('action.close')} onClick={close} disabled={state.phase === 'unsent'} />
      </header>
      <ClockStrip of={state.answer} />
      <div className={styles['giveBody']}>
        <GiveScans state={state} dose={dose} />
        {fault !== undefined && (
          <p className={styles['codeFault']} role="alert" data-fault={fault}>
            {t(`bedside.code.${fault}`)}
          </p>
        )}
        <Verdict state={state} />
        <Reasons state={state} />
        {state.phase === 'scanning' && <GiveExtras state={state} dose={dose} />}
      </div>
      <GiveFoot state={state} confirm={confirm} close={close} />
    </section>
  );
}

/** The house found an order that the list does not have yet: the list is read again, once. */
function useFresh(patient: string, unlisted: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (unlisted !== undefined) void queries.invalidateQueries({ queryKey: ['due', { patient }] });
  }, [queries, patient, unlisted]);
}

/** The line of the dose: the chosen one, or the one that the house found for the product. */
function doseIn(doses: readonly DueDose[], { giving, answer }: GivingState): DueDose | undefined {
  const { order, slot } = giving.dose ?? answer ?? {};
  if (order === undefined) return undefined;
  const own = doses.filter((one) => one.order === order);
  return own.find((one) => slot === undefined || Date.parse(one.slot ?? '') === Date.parse(slot)) ?? own[0];
}

function GiveTitle({ dose }: { readonly dose: DueDose | undefined }) {
  const { language, t } = usePreferences();
  const now = useNow();
  if (dose === undefined) return <h2 className={styles['giveTitle']}>{t('bedside.give')}</h2>;
  return (
    <h2 className={styles['giveTitle']} data-dose={dose.order}>
      <DrugWords dose={dose} />
      <span className={styles['giveLine']}>
        <DoseWords dose={dose} />
        {dose.slot !== undefined && (
          <span>
            {' — '}
            {dateTimeText(dose.slot, language)} ({awayText(dose.slot, now, language)})
          </span>
        )}
        {dose.prn !== undefined && <Tag>{t('bedside.prn')}</Tag>}
        {dose.highAlert && <Tag tone="high">{t('bedside.high-alert')}</Tag>}
        {dose.timeCritical && <Tag tone="warn">{t('bedside.time-critical')}</Tag>}
        {!dose.verified && <Tag tone="warn">{t('bedside.unverified')}</Tag>}
      </span>
    </h2>
  );
}

/** Takes codes of any scanner into the steps; tells what of them cannot be used. */
function useCodes(state: GivingState): ScanFault | undefined {
  const [fault, setFault] = useState<ScanFault>();
  useScanner((typed) => {
    const codes = scanCodes(typed);
    setFault(codes.find((one) => one.kind === 'fault')?.fault);
    const usable = codes.filter(
      (one): one is Extract<ScanCode, { kind: 'badge' | 'band' | 'product' }> => one.kind !== 'fault',
    );
    if (state.phase === 'done') restart(state, usable);
    else for (const { kind, raw } of usable) state.scan(kind, raw);
  });
  return fault;
}

/** After a dose, the next product of the same patient needs no badge and no band again while they are fresh. */
function restart(
  state: GivingState,
  codes: readonly Extract<ScanCode, { kind: 'badge' | 'band' | 'product' }>[],
): void {
  const identity = state.giving.scans.filter((one) => 'scan' in one && one.scan !== 'product').slice(0, 2);
  const steps = codes.map(({ kind, raw }) => ({ scan: kind, raw }));
  state.start(undefined, codes.some(({ kind }) => kind !== 'product') ? steps : [...identity, ...steps]);
}

interface Keys {
  readonly confirm: () => void;
  readonly close: () => void;
  readonly state: GivingState;
}

/** Enter confirms, Escape closes; keys in fields stay there. */
function useKeys({ confirm, close, state }: Keys): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const inControl =
        event.target instanceof Element && event.target.closest('button, input, select, textarea') !== null;
      if (event.key === 'Escape' && state.phase !== 'unsent') close();
      if (event.key === 'Enter' && !inControl && mayConfirm(state)) confirm();
      else if (event.key === 'Enter' && !inControl && state.phase === 'done') close();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  });
}
