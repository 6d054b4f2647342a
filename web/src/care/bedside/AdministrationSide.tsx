import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { FhirFailure } from '../../fhir/client.ts';
import { doseText } from '../../format/quantity.ts';
import { Side } from '../../record/Side.tsx';
import { Facts, type Fact } from '../../ui/Facts.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Failure, Loaded } from '../../ui/Section.tsx';
import { administrationQuery, extensionOf, infusionEvents, isMarked, type Administration } from './administrations.ts';
import { newAttempt, recordDose, type Answer } from './api.ts';
import styles from './bedside.module.css';
import { Choices } from './Choices.tsx';
import { useCodeWord } from './DrugWords.tsx';
import { RETRACT_REASONS } from './reasons.ts';
import { scanCodes } from './scan-code.ts';
import { clockText } from './times.ts';
import { useScanner } from './use-scanner.ts';

/** One record in full; taken back with a badge and a reason, after which it stays readable. */
export function AdministrationSide({ patient, reference }: { readonly patient: string; readonly reference: string }) {
  const { t } = usePreferences();
  const query = useQuery(administrationQuery(reference));
  const [answer, setAnswer] = useState<Answer>();
  if (query.data !== undefined && !isOf(query.data, patient))
    return (
      <Side title={t('bedside.record')}>
        <Failure error={new FhirFailure('not-found', 404, 'The record is of another patient.')} />
      </Side>
    );
  return (
    <Side title={t('bedside.record')} resource={query.data}>
      <Loaded query={query} lines={6}>
        {(one) => (
          <>
            <RecordFacts one={one} />
            <Events one={one} />
            {answer !== undefined && <Said answer={answer} />}
            {one.status !== 'entered-in-error' && <Retract patient={patient} one={one} tell={setAnswer} />}
          </>
        )}
      </Loaded>
    </Side>
  );
}

/** An address can name a record of somebody else: it is not shown under this patient's banner. */
function isOf({ subject }: Administration, patient: string): boolean {
  return subject.reference?.endsWith(`Patient/${patient}`) === true;
}

function RecordFacts({ one }: { readonly one: Administration }) {
  const { language, t } = usePreferences();
  const word = useCodeWord();
  const by = (code: string) =>
    one.performer?.find((person) => person.function?.coding?.some((own) => own.code === code))?.actor;
  const slot = extensionOf(one, 'dose-slot')?.valueDateTime;
  const [reason] = [...(one.statusReason ?? []), ...(one.reasonCode ?? [])].flatMap(
    ({ coding }) => coding?.[0]?.code ?? [],
  );
  const person = (code: string, label: string): Fact | undefined => {
    const actor = by(code);
    return actor === undefined ? undefined : [label, <ReferenceDisplay key={code} reference={actor} />];
  };
  const facts: readonly (Fact | undefined)[] = [
    [t('field.status'), word('status', one.status)],
    [t('bedside.at'), dateTimeText(one.effectiveDateTime ?? one.effectivePeriod?.start, language)],
    slot === undefined ? undefined : [t('bedside.due-at'), dateTimeText(slot, language)],
    one.dosage?.dose === undefined ? undefined : [t('bedside.dose'), doseText(one.dosage.dose, language)],
    one.dosage?.rateQuantity === undefined
      ? undefined
      : [t('bedside.rate'), doseText(one.dosage.rateQuantity, language)],
    one.dosage?.site === undefined ? undefined : [t('bedside.site'), word('site', one.dosage.site.coding?.[0]?.code)],
    person('performer', t('bedside.by')),
    person('witness', t('bedside.scan.witness')),
    reason === undefined ? undefined : [t('bedside.reason'), word('reason', reason)],
    [t('bedside.scanned'), t(isMarked(one, 'scanned') ? 'bedside.yes' : 'bedside.not-scanned')],
    isMarked(one, 'late-entry') ? [t('bedside.late-entry'), t('bedside.yes')] : undefined,
  ];
  return <Facts facts={facts} />;
}

/** What was done to an infusion, in order. */
function Events({ one }: { readonly one: Administration }) {
  const { language } = usePreferences();
  const word = useCodeWord();
  const events = infusionEvents(one);
  if (events.length === 0) return null;
  return (
    <ol className={styles['events']}>
      {events.map((event) => (
        <li key={`${event.at} ${event.act}`}>
          <span>{clockText(event.at)}</span>
          <span>
            {word('act', event.act)}
            {event.rate !== undefined &&
              ` ${doseText({ value: event.rate.value, code: event.rate.unit, unit: event.rate.unit }, language)}`}
            {event.reason !== undefined && ` — ${word('reason', event.reason)}`}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What the house said; it stays when the record has changed. */
function Said({ answer }: { readonly answer: Answer }) {
  const { language } = usePreferences();
  return (
    <p role="status" data-message={answer.messageKey}>
      {answer.message[language]}
    </p>
  );
}

interface RetractProps {
  readonly patient: string;
  readonly one: Administration;
  readonly tell: (answer: Answer) => void;
}

function Retract({ patient, one, tell }: RetractProps) {
  const { t } = usePreferences();
  const { role } = useMe();
  const queries = useQueryClient();
  const [reason, setReason] = useState<string>();
  const [attempt, setAttempt] = useState(newAttempt);
  const saving = useMutation({
    mutationFn: (badge: string) =>
      recordDose({
        attempt,
        patient,
        steps: [
          { scan: 'badge', raw: badge },
          { action: 'retract', administration: one.id ?? '', reason: reason ?? '' },
        ],
      }),
    onSuccess: (said) => {
      tell(said);
      setAttempt(newAttempt());
      return queries.invalidateQueries({ queryKey: ['due'] });
    },
  });
  useScanner((typed) => {
    const badge = scanCodes(typed).find(({ kind }) => kind === 'badge');
    if (badge !== undefined && reason !== undefined && !saving.isPending) saving.mutate(badge.raw);
  });
  if (role !== 'nurse' && role !== 'physician') return null;
  return (
    <div className={styles['retract']} data-retract>
      <Choices
        label={t('bedside.why-retract')}
        group="retract-reason"
        codes={RETRACT_REASONS}
        chosen={reason}
        choose={setReason}
      />
      <p className={styles['note']}>{t(reason === undefined ? 'bedside.retract-note' : 'bedside.retract-scan')}</p>
      {saving.isError && (
        <Failure error={saving.error}>
          <Button size="xs" variant="default" onClick={() => saving.reset()}>
            {t('action.understood')}
          </Button>
        </Failure>
      )}
    </div>
  );
}
