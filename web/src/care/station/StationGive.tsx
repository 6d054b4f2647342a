/**
 * Gives a dose at the station: badge, band, product, confirm; or says why it is not given.
 */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { StationDose, StationPatient, WardSnapshot } from '../../../../src/care/station/index.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { Section } from '../../ui/Section.tsx';
import { Choices } from '../bedside/Choices.tsx';
import { DoseWords, DrugWords } from '../bedside/DrugWords.tsx';
import { countOf } from '../bedside/give-steps.ts';
import { EMERGENCY_REASONS, NOT_GIVEN, PRN_REASONS, reasonsFor } from '../bedside/reasons.ts';
import { scanCodes, type ScanFault } from '../bedside/scan-code.ts';
import type { GivingState } from '../bedside/use-giving.ts';
import { useScanner } from '../bedside/use-scanner.ts';
import { Verdict } from '../bedside/Verdict.tsx';
import { useStationGiving } from './use-station-giving.ts';
import styles from './station.module.css';

interface Props {
  readonly patient: StationPatient;
  readonly dose: StationDose;
  readonly snapshot: WardSnapshot;
  readonly close: () => void;
}

export function StationGive({ patient, dose, snapshot, close }: Props) {
  const { t } = usePreferences();
  const { order } = dose.order;
  const [chosen] = useState({ order: order.id, orderVersion: order.version, slot: dose.slot });
  const state = useStationGiving(patient.id, chosen, snapshot);
  const fault = useScans(state);
  const done = state.phase === 'done';
  return (
    <Section
      title={
        <>
          <DrugWords
            dose={{ drug: dose.order.drug, ...(dose.order.name === undefined ? {} : { name: dose.order.name }) }}
          />{' '}
          <DoseWords dose={{ dose: order.dose, route: order.route }} />
        </>
      }
    >
      <div className={styles['give']}>
        <Scans state={state} />
        {fault !== undefined && (
          <p role="alert" className={styles['fault']}>
            {t(`station.fault.${fault}`)}
          </p>
        )}
        <Verdict state={state} />
        {done ? (
          <p className={styles['kept']}>{t('station.kept')}</p>
        ) : (
          <Asked state={state} dose={dose} patient={patient} />
        )}
        <div className={styles['buttons']}>
          {!done && (
            <Button
              size="lg"
              onClick={() => state.confirm([{ action: 'confirm' }])}
              disabled={!mayConfirm(state)}
              data-action="confirm"
            >
              {t(state.giving.choices['not-given'] === undefined ? 'station.confirm' : 'station.confirm-left')}
            </Button>
          )}
          <Button size="lg" variant="default" onClick={close} data-action="close">
            {t(done ? 'station.back' : 'action.cancel')}
          </Button>
        </div>
      </div>
    </Section>
  );
}

/** Hears the scanner; what cannot be used is said. */
function useScans(state: GivingState): ScanFault | undefined {
  const [fault, setFault] = useState<ScanFault>();
  useScanner((typed) => {
    for (const code of scanCodes(typed)) {
      setFault(code.kind === 'fault' ? code.fault : undefined);
      if (code.kind !== 'fault') state.scan(code.kind, code.raw);
    }
  }, state.phase === 'scanning');
  return fault;
}

function mayConfirm({ answer, giving }: GivingState): boolean {
  return answer?.decision === 'allow' || (answer?.decision === 'warn' && giving.reason !== undefined);
}

const SCANNED = ['badge', 'band', 'product'] as const;

function Scans({ state }: { readonly state: GivingState }) {
  const { t } = usePreferences();
  return (
    <ol className={styles['scans']}>
      {SCANNED.map((kind) => {
        const count = countOf(state.giving, kind);
        return (
          <li key={kind} data-scan={kind} data-done={count > 0}>
            {count > 0 ? '✓ ' : '○ '}
            {t(`station.scan.${kind}`)}
            {count > 1 && ` ×${count}`}
          </li>
        );
      })}
    </ol>
  );
}

interface AskedProps {
  readonly state: GivingState;
  readonly dose: StationDose;
  readonly patient: StationPatient;
}

/** What the rules ask for beside the scans: reasons, the path of emergencies, entry by hand, and not giving. */
function Asked({ state, dose, patient }: AskedProps) {
  const { t } = usePreferences();
  const { answer, giving } = state;
  const keys = (answer?.messages ?? []).map(({ key }) => key);
  const chosen = (name: string, member: string) =>
    (giving.choices[name] as Record<string, string> | undefined)?.[member];
  const choose = (name: string, member: string) => (code: string | undefined) =>
    state.choose(name, code === undefined ? undefined : { action: name, [member]: code });
  return (
    <>
      {dose.order.asNeeded && (
        <Choices
          label={t('station.ask.prn')}
          group="prn"
          codes={PRN_REASONS}
          chosen={chosen('prn-reason', 'code')}
          choose={choose('prn-reason', 'code')}
        />
      )}
      {!dose.order.order.verified && (
        <Choices
          label={t('station.ask.emergency')}
          group="reason"
          codes={EMERGENCY_REASONS}
          chosen={chosen('emergency', 'reason')}
          choose={choose('emergency', 'reason')}
        />
      )}
      {answer?.decision === 'warn' && (
        <Choices
          label={t('station.ask.reason')}
          group="reason"
          codes={reasonsFor(keys)}
          chosen={giving.reason}
          choose={(reason) => state.set((now) => ({ ...now, reason }))}
        />
      )}
      <details className={styles['more']}>
        <summary>{t('station.no-scanner')}</summary>
        <ByHand state={state} dose={dose} patient={patient} />
      </details>
      <details className={styles['more']}>
        <summary>{t('station.not-given')}</summary>
        <Choices
          label={t('station.ask.not-given')}
          group="not-given"
          codes={NOT_GIVEN}
          chosen={chosen('not-given', 'reason')}
          choose={choose('not-given', 'reason')}
        />
      </details>
    </>
  );
}

function ByHand({ state, dose, patient }: AskedProps) {
  const { language, t } = usePreferences();
  const [seen, setSeen] = useState<readonly string[]>([]);
  const tick = (name: string, on: boolean) => {
    const now = on ? [...seen, name] : seen.filter((one) => one !== name);
    setSeen(now);
    state.choose(
      'manual-identify',
      now.length < 2 ? undefined : { action: 'manual-identify', patient: patient.id, identifiers: now },
    );
  };
  const product = { action: 'manual-entry', product: dose.order.order.product };
  return (
    <div className={styles['byHand']}>
      <Checkbox
        size="md"
        label={`${t('station.by-hand.name')}: ${patient.name[language]}`}
        onChange={(event) => tick('name', event.currentTarget.checked)}
      />
      <Checkbox
        size="md"
        label={`${t('station.by-hand.birth-date')}: ${patient.birthDate ?? t('value.unknown')}`}
        onChange={(event) => tick('birthDate', event.currentTarget.checked)}
      />
      <Checkbox
        size="md"
        label={`${t('station.by-hand.number')}: ${patient.number}`}
        onChange={(event) => tick('number', event.currentTarget.checked)}
      />
      <Checkbox
        size="md"
        label={t('station.by-hand.product')}
        onChange={(event) => state.choose('manual-entry', event.currentTarget.checked ? product : undefined)}
      />
    </div>
  );
}
