/**
 * The last look before signing: what is ordered, what wants a reason, and the identity of the patient where the order is high-risk.
 *
 * A nurse says who ordered it and that it was read back.
 */
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { shownName } from '../../format/name.ts';
import { patientQuery } from '../../record/queries.ts';
import { prescribersQuery, wordsQuery, type Finding, type Line } from './api.ts';
import { presetText } from './draft-text.ts';
import { Fault } from './Fault.tsx';
import { FindingCard } from './FindingCard.tsx';
import { NameParts } from './NameParts.tsx';
import type { OpenBasket } from './use-basket.ts';
import { useSigning, type Reasons, type Signing } from './use-signing.ts';
import { BELOW_BANNER } from './below-banner.ts';
import styles from './orders.module.css';

interface Props {
  readonly patient: string;
  readonly open: OpenBasket;
  readonly close: () => void;
}

export function SignDialog({ patient, open, close }: Props) {
  const { t } = usePreferences();
  const nurse = useMe().role === 'nurse';
  const signing = useSigning({ patient, open, nurse, close });
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={nurse ? t('orders.verbal-title') : t('orders.sign-title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      {...BELOW_BANNER}
    >
      <form
        className={styles['signing']}
        onSubmit={(event) => {
          event.preventDefault();
          if (signing.ready) signing.sign();
        }}
        data-sign-dialog
      >
        <PatientLine patient={patient} />
        <OrdersToSign lines={signing.lines} />
        <FindingsToAnswer findings={signing.findings} reasons={signing.reasons} set={signing.setReason} />
        {signing.highRisk && <IdentityField signing={signing} />}
        {nurse && <VerbalFields signing={signing} />}
        <Fault error={signing.error} />
        <div className={styles['formTools']}>
          <Button
            type="submit"
            size="md"
            loading={signing.pending}
            disabled={!signing.ready}
            data-autofocus
            data-confirm
          >
            {nurse ? t('orders.verbal-confirm') : t('orders.confirm', { count: signing.lines.length })}
          </Button>
          <Button size="md" variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function IdentityField({ signing }: { readonly signing: Signing }) {
  const { t } = usePreferences();
  return (
    <TextInput
      label={t('orders.identity')}
      description={t('orders.identity-how')}
      value={signing.identity}
      autoComplete="off"
      error={signing.mismatch ? t('orders.identity-mismatch') : undefined}
      onChange={(event) => signing.setIdentity(event.currentTarget.value)}
      data-identity
    />
  );
}

function PatientLine({ patient }: { readonly patient: string }) {
  const { language, t } = usePreferences();
  const { data } = useQuery(patientQuery(patient));
  const { primary, secondary } = shownName(data?.name, language);
  return (
    <p className={styles['signFor']}>
      {t('orders.for')} <strong>{primary}</strong> {secondary} · {data?.birthDate}
    </p>
  );
}

function OrdersToSign({ lines }: { readonly lines: readonly Line[] }) {
  const { language } = usePreferences();
  const words = useQuery(wordsQuery()).data?.prnReasons;
  return (
    <ul className={styles['toSign']}>
      {lines.map(({ draft, item, calculations }) => (
        <li key={draft.key}>
          {item !== undefined && <NameParts item={item} />}{' '}
          <span className={styles['draftWords']}>
            {draft.kind === 'drug' ? presetText(draft, language, words) : (draft.reason ?? '')}
          </span>
          {calculations.map((one) => (
            <div key={one.en} className={styles['calculation']}>
              {one[language]}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

interface AnswerProps {
  readonly findings: readonly Finding[];
  readonly reasons: Reasons;
  readonly set: Signing['setReason'];
}

/** Stops and interruptions; what is only said beside a draft was said there. */
function FindingsToAnswer({ findings, reasons, set }: AnswerProps) {
  return (
    <>
      {findings
        .filter(({ tier, rule }) => tier < 3 || rule === 'unchecked')
        .map((finding) => (
          <FindingCard
            key={finding.id}
            finding={finding}
            override={{ value: reasons[finding.id], set: (reason) => set(finding.id, reason) }}
          />
        ))}
    </>
  );
}

function VerbalFields({ signing }: { readonly signing: Signing }) {
  const { language, t } = usePreferences();
  const people = useQuery(prescribersQuery()).data ?? [];
  const named = people
    .map(({ id, name }) => ({ value: id, label: shownName(name, language).primary || id }))
    .toSorted((one, other) => one.label.localeCompare(other.label, language));
  return (
    <>
      <NativeSelect
        label={t('orders.prescriber')}
        value={signing.prescriber}
        data={[{ value: '', label: t('orders.prescriber-choose') }, ...named]}
        onChange={(event) => signing.setPrescriber(event.currentTarget.value)}
        data-prescriber
      />
      <Checkbox
        size="md"
        checked={signing.readBack}
        onChange={(event) => signing.setReadBack(event.currentTarget.checked)}
        label={t('orders.read-back')}
        data-read-back
      />
    </>
  );
}
