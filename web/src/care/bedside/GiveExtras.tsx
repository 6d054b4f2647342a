import { IconAdjustments, IconBarcodeOff, IconBan } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import { CameraButton } from './CameraButton.tsx';
import { Choices } from './Choices.tsx';
import { ByHand } from './ByHand.tsx';
import { Measure } from './Measure.tsx';
import { textIn } from './Reasons.tsx';
import { NOT_GIVEN, PRN_REASONS, ROUTES, SITE_ROUTES, SITES } from './reasons.ts';
import type { GivingState } from './use-giving.ts';

interface Props {
  readonly state: GivingState;
  readonly dose: DueDose | undefined;
}

/** What a dose needs beside the scans: reason, measurement, site; and what is seldom needed, folded away. */
export function GiveExtras({ state, dose }: Props) {
  const { t } = usePreferences();
  const [open, setOpen] = useState<'hand' | 'not-given' | 'more'>();
  const toggle = (name: NonNullable<typeof open>) => () => setOpen(open === name ? undefined : name);
  const { choices } = state.giving;
  return (
    <>
      {dose?.prn !== undefined && (
        <Coded
          state={state}
          name="prn-reason"
          member="code"
          group="prn-reason"
          codes={PRN_REASONS}
          label={t('bedside.prn-reason')}
        />
      )}
      {dose?.precheck !== undefined && <Measure state={state} precheck={dose.precheck} />}
      {SITE_ROUTES.has(dose?.route ?? '') && (
        <Coded state={state} name="site" member="site" group="site" codes={SITES} label={t('bedside.site')} />
      )}
      <div className={styles['tools']}>
        <Tool open={open === 'hand'} toggle={toggle('hand')} name="hand" label={t('bedside.by-hand')}>
          <IconBarcodeOff size={18} aria-hidden />
        </Tool>
        <CameraButton scan={state.scan} />
        <Tool open={open === 'not-given'} toggle={toggle('not-given')} name="not-given" label={t('bedside.not-given')}>
          <IconBan size={18} aria-hidden />
        </Tool>
        <Tool open={open === 'more'} toggle={toggle('more')} name="more" label={t('bedside.more')}>
          <IconAdjustments size={18} aria-hidden />
        </Tool>
      </div>
      {(open === 'hand' || choices['manual-entry'] !== undefined) && <ByHand state={state} dose={dose} />}
      {(open === 'not-given' || choices['not-given'] !== undefined) && (
        <Coded
          state={state}
          name="not-given"
          member="reason"
          group="not-given-reason"
          codes={NOT_GIVEN}
          label={t('bedside.why-not-given')}
        />
      )}
      {open === 'more' && <More state={state} />}
    </>
  );
}

interface CodedProps {
  readonly state: GivingState;
  readonly name: string;
  readonly member: string;
  readonly group: string;
  readonly codes: readonly string[];
  readonly label: string;
}

/** A step with one code. */
function Coded({ state, name, member, group, codes, label }: CodedProps) {
  return (
    <Choices
      label={label}
      group={group}
      codes={codes}
      chosen={textIn(state.giving.choices[name], member)}
      choose={(code) => state.choose(name, code === undefined ? undefined : { action: name, [member]: code })}
    />
  );
}

interface ToolProps {
  readonly open: boolean;
  readonly toggle: () => void;
  readonly name: string;
  readonly label: string;
  readonly children: ReactNode;
}

function Tool({ open, toggle, name, label, children }: ToolProps) {
  return (
    <button type="button" className={styles['tool']} aria-expanded={open} onClick={toggle} data-tool={name}>
      {children}
      {label}
    </button>
  );
}

/** Another time (a late entry), a device, another route. */
function More({ state }: { readonly state: GivingState }) {
  const { t } = usePreferences();
  return (
    <div className={styles['more']}>
      <label className={styles['field']}>
        {t('bedside.set-time')}
        <input
          type="datetime-local"
          name="set-time"
          onChange={({ target }) =>
            state.choose(
              'set-time',
              target.value === '' ? undefined : { action: 'set-time', time: new Date(target.value).toISOString() },
            )
          }
        />
        <small>{t('bedside.set-time-note')}</small>
      </label>
      <label className={styles['field']}>
        {t('bedside.device')}
        <input
          name="device"
          maxLength={80}
          onBlur={({ target }) =>
            state.choose(
              'device',
              target.value.trim() === '' ? undefined : { action: 'device', device: target.value.trim() },
            )
          }
        />
      </label>
      <Coded
        state={state}
        name="select-route"
        member="route"
        group="route"
        codes={ROUTES}
        label={t('bedside.route-given')}
      />
    </div>
  );
}
