/** Admission: somebody from the emergency room, a known patient, or a new one; now or later. */
import { Button, Checkbox, Modal, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import type { Patient } from '../../fhir/types.ts';
import { firstPage } from '../../record/list/list-queries.ts';
import { patientNumber } from '../../record/patient-number.ts';
import { bodyOf, bornOn, type Draft } from './admission.ts';
import { act, newAttempt, type BoardAnswer } from './api.ts';
import { Fault, nameIn, useSexAge } from './parts.tsx';
import styles from './ward.module.css';

interface Props {
  readonly board: BoardAnswer;
  readonly bed: string | undefined;
  readonly close: () => void;
}

export function AdmitDialog({ board, bed, close }: Props) {
  const { t } = usePreferences();
  const [attempt] = useState(newAttempt);
  const now = useNow();
  const team = useOwnPart();
  const here = board.waiting.filter(({ kind, restricted }) => kind === 'EMER' && restricted !== true);
  const [draft, setDraft] = useState<Draft>({
    from: here.length > 0 ? 'emergency' : 'known',
    name: '',
    gender: '',
    born: '',
    bed,
    reason: '',
    expected: false,
  });
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const admitting = useMutation({
    mutationFn: () => act('admissions', { ...bodyOf(draft, board, now), ...team }, attempt),
    onSuccess: close,
  });
  const ready = bodyOf(draft, board, now) !== undefined;
  return (
    <Modal opened onClose={close} title={t('ward.admit')} size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) admitting.mutate();
        }}
      >
        <SegmentedControl
          fullWidth
          size="md"
          value={draft.from}
          onChange={(from) => set({ from })}
          data={(['emergency', 'known', 'new'] as const).map((value) => ({ value, label: t(`ward.from.${value}`) }))}
        />
        {draft.from === 'emergency' && <FromEmergency board={board} draft={draft} set={set} />}
        {draft.from === 'known' && <Known draft={draft} set={set} />}
        {draft.from === 'new' && <NewPerson draft={draft} set={set} />}
        <BedSelect board={board} draft={draft} set={set} />
        <TextInput
          size="md"
          label={t('ward.reason')}
          value={draft.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <Checkbox
          label={t('ward.comes-later')}
          checked={draft.expected}
          onChange={(event) => set({ expected: event.currentTarget.checked })}
        />
        <Fault error={admitting.error} />
        <div className={styles['buttons']}>
          <Button type="submit" disabled={!ready} loading={admitting.isPending} data-confirm>
            {t(draft.expected ? 'ward.reserve' : 'ward.admit-now')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Whoever admits is responsible until somebody else is named. */
function useOwnPart(): { readonly attending?: string; readonly nurse?: string } {
  const { role, fhirUser } = useMe();
  const own = fhirUser?.replace('Practitioner/', '');
  if (own === undefined) return {};
  return role === 'physician' ? { attending: own } : role === 'nurse' ? { nurse: own } : {};
}

interface PartProps {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
}

function FromEmergency({ board, draft, set }: PartProps & { readonly board: BoardAnswer }) {
  const { language, t } = usePreferences();
  const sexAge = useSexAge();
  const data = board.waiting
    .filter(({ kind, patient }) => kind === 'EMER' && patient !== undefined)
    .map((stay) => ({
      value: stay.encounter,
      label: `${nameIn(stay.patient, language)} ${sexAge(stay)} ${stay.number ?? ''}`,
    }));
  return (
    <Select
      size="md"
      label={t('ward.patient')}
      data={data}
      value={draft.emergency ?? null}
      onChange={(value) => set(value === null ? {} : { emergency: value })}
      nothingFoundMessage={t('ward.nobody')}
      searchable
    />
  );
}

function Known({ draft, set }: PartProps) {
  const { language, t } = usePreferences();
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, 200);
  const { data } = useQuery({
    queryKey: ['care', 'ward', 'find', settled],
    queryFn: async ({ signal }) => (await firstPage(settled, signal)).matches.slice(0, 20),
    enabled: settled.trim() !== '',
  });
  const found = data ?? [];
  const wordsOf = ({ name, gender, birthDate, ...one }: Patient) =>
    [
      name?.find(({ text }) => language === 'ko' || /[A-Za-z]/.test(text ?? ''))?.text ?? name?.[0]?.text,
      t(`sex.${gender ?? 'unknown'}`),
      birthDate,
      patientNumber(one as Patient),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Select
      size="md"
      label={t('ward.patient')}
      placeholder={t('list.placeholder')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={found.map((one) => ({ value: one.id ?? '', label: wordsOf(one) }))}
      value={draft.patient ?? null}
      onChange={(value) => set(value === null ? {} : { patient: value })}
      nothingFoundMessage={settled.trim() === '' ? t('list.hint') : t('ward.nobody')}
    />
  );
}

function NewPerson({ draft, set }: PartProps) {
  const { t } = usePreferences();
  const now = useNow();
  return (
    <>
      <TextInput
        size="md"
        label={t('patient.name')}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <SegmentedControl
        size="md"
        value={draft.gender}
        onChange={(gender) => set({ gender })}
        data={(['male', 'female', 'unknown'] as const).map((value) => ({ value, label: t(`sex.${value}`) }))}
        aria-label={t('patient.sex')}
      />
      <TextInput
        size="md"
        label={t('patient.birth-date')}
        placeholder="1958-03-05"
        value={draft.born}
        error={draft.born !== '' && bornOn(draft.born, now) === undefined ? t('ward.not-a-date') : undefined}
        onChange={(event) => set({ born: event.currentTarget.value })}
      />
    </>
  );
}

function BedSelect({ board, draft, set }: PartProps & { readonly board: BoardAnswer }) {
  const { language, t } = usePreferences();
  const data = board.wards.map(({ ward, name, latin }) => ({
    group: language === 'en' ? (latin ?? name) : name,
    items: board.beds
      .filter(
        (one) => one.ward === ward && one.stay === undefined && (one.state === 'free' || one.state === 'reserved'),
      )
      .map(({ bed, state, ...named }) => ({
        value: bed,
        label: state === 'free' ? nameIn(named, language) : `${nameIn(named, language)} (${t('ward.bed.reserved')})`,
      })),
  }));
  return (
    <Select
      size="md"
      label={t('ward.bed')}
      data={data.filter(({ items }) => items.length > 0)}
      value={draft.bed ?? null}
      onChange={(value) => set(value === null ? {} : { bed: value })}
      searchable
      nothingFoundMessage={t('ward.no-free-bed')}
    />
  );
}
