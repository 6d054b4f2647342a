/** What can be done about a bed or whoever is in it. */
import { Button, Drawer, Menu, Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { dateText, dateTimeText } from '../../format/date.ts';
import { Facts } from '../../ui/Facts.tsx';
import { act, newAttempt, type BedLine, type BoardAnswer, type FlagCode, type StayLine } from './api.ts';
import { Fault, Flags, nameIn, NewsBadge, useSexAge } from './parts.tsx';
import styles from './ward.module.css';

interface Props {
  readonly board: BoardAnswer;
  readonly line: BedLine | undefined;
  readonly close: () => void;
  readonly move: (bed: string) => void;
  readonly admit: (bed: string) => void;
}

export function BedPanel({ board, line, close, move, admit }: Props) {
  const { language } = usePreferences();
  return (
    <Drawer
      opened={line !== undefined}
      onClose={close}
      position="right"
      size={430}
      title={nameIn(line, language)}
      key={line?.bed}
    >
      {line?.stay !== undefined && line.stay.restricted !== true ? (
        <StayActions board={board} line={line} stay={line.stay} move={() => move(line.bed)} />
      ) : (
        line !== undefined && <EmptyBed line={line} admit={() => admit(line.bed)} />
      )}
    </Drawer>
  );
}

/** One act after the other; the board itself shows what became of it. */
function useAct() {
  return useMutation({ mutationFn: ({ path, body }: { path: string; body: object }) => act(path, body, newAttempt()) });
}
type Acting = ReturnType<typeof useAct>;

function EmptyBed({ line, admit }: { readonly line: BedLine; readonly admit: () => void }) {
  const { t } = usePreferences();
  const acting = useAct();
  const set = (state: string) => acting.mutate({ path: 'beds', body: { bed: line.bed, state } });
  const restricted = line.stay?.restricted === true;
  return (
    <div className={styles['panel']}>
      <p>{restricted ? t('ward.restricted') : t(`ward.bed.${line.state}`)}</p>
      <Fault error={acting.error} />
      {!restricted && (
        <div className={styles['buttons']}>
          {(line.state === 'free' || line.state === 'reserved') && (
            <Button onClick={admit}>{t('ward.admit-here')}</Button>
          )}
          {(['free', 'cleaning', 'closed', 'reserved'] as const)
            .filter((state) => state !== line.state)
            .map((state) => (
              <Button key={state} variant="default" onClick={() => set(state)} data-set={state}>
                {t(`ward.set.${state}`)}
              </Button>
            ))}
        </div>
      )}
    </div>
  );
}

interface StayProps {
  readonly board: BoardAnswer;
  readonly line: BedLine;
  readonly stay: StayLine;
  readonly move: () => void;
}

function StayActions({ board, line, stay, move }: StayProps) {
  const { language } = usePreferences();
  const acting = useAct();
  const sexAge = useSexAge();
  return (
    <div className={styles['panel']} data-panel={line.bed}>
      <div className={styles['bedName']}>
        <strong>{nameIn(stay.patient, language)}</strong> <span>{sexAge(stay)}</span> <NewsBadge news2={stay.news2} />
      </div>
      <div className={styles['buttons']}>
        <Flags flags={stay.flags} />
      </div>
      <StayFacts stay={stay} />
      <Fault error={acting.error} />
      <ChartLinks stay={stay} />
      {stay.status === 'planned' ? (
        <ExpectedActions stay={stay} acting={acting} />
      ) : (
        <PresentActions board={board} stay={stay} acting={acting} move={move} />
      )}
    </div>
  );
}

function StayFacts({ stay }: { readonly stay: StayLine }) {
  const { language, t } = usePreferences();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('patient.number'), stay.number],
    [t('ward.since'), stay.since === undefined ? undefined : dateTimeText(stay.since, language)],
    [t('ward.reason'), stay.reason],
    [t('ward.attending'), stay.attending && nameIn(stay.attending, language)],
    [t('ward.nurse'), stay.nurse && nameIn(stay.nurse, language)],
    [
      t('ward.expected-discharge'),
      stay.expectedDischarge === undefined ? undefined : dateText(stay.expectedDischarge, language),
    ],
    [t('ward.whereabouts'), stay.elsewhere],
  ];
  return <Facts facts={facts.filter(([, value]) => value !== undefined)} />;
}

function ChartLinks({ stay }: { readonly stay: StayLine }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const id = stay.patient?.id;
  if (id === undefined || (role !== 'nurse' && role !== 'physician')) return null;
  return (
    <div className={styles['buttons']}>
      <Button component={Link} to={`/patients/${id}` as '/'} variant="default">
        {t('ward.open-chart')}
      </Button>
      <Button component={Link} to={`/patients/${id}/flowsheet` as '/'} variant="default">
        {t('ward.flowsheet')}
      </Button>
    </div>
  );
}

function ExpectedActions({ stay, acting }: { readonly stay: StayLine; readonly acting: Acting }) {
  const { t } = usePreferences();
  const body = { encounter: stay.encounter };
  return (
    <div className={styles['buttons']}>
      <Button loading={acting.isPending} onClick={() => acting.mutate({ path: 'arrivals', body })} data-act="arrive">
        {t('ward.arrived')}
      </Button>
      <Button variant="default" onClick={() => acting.mutate({ path: 'departures', body })}>
        {t('ward.does-not-come')}
      </Button>
    </div>
  );
}

interface PresentProps {
  readonly board: BoardAnswer;
  readonly stay: StayLine;
  readonly acting: Acting;
  readonly move: () => void;
}

function PresentActions({ board, stay, acting, move }: PresentProps) {
  const { t } = usePreferences();
  const me = useMe();
  const { encounter } = stay;
  const send = (path: string, body: object) => acting.mutate({ path, body: { encounter, ...body } });
  const own = me.fhirUser?.replace('Practitioner/', '');
  const away = stay.status === 'onleave';
  return (
    <>
      <h3>{t('ward.place')}</h3>
      <div className={styles['buttons']}>
        {!away && (
          <Button variant="default" onClick={move} data-act="move">
            {t('ward.move')}
          </Button>
        )}
        {stay.elsewhere !== undefined && (
          <Button variant="default" onClick={() => send('transfers', { back: true })}>
            {t('ward.back')}
          </Button>
        )}
        {!away && stay.elsewhere === undefined && <ToPlace board={board} send={send} />}
        <Button variant="default" onClick={() => send('leaves', { away: !away })}>
          {t(away ? 'ward.leave-back' : 'ward.leave')}
        </Button>
        {me.role === 'nurse' && own !== undefined && stay.nurse?.id !== own && (
          <Button variant="default" onClick={() => send('stays', { nurse: own })}>
            {t('ward.take-over')}
          </Button>
        )}
      </div>
      {me.role !== 'bed-manager' && <FlagActions stay={stay} acting={acting} />}
      <DischargeActions stay={stay} acting={acting} />
    </>
  );
}

function ToPlace({
  board,
  send,
}: {
  readonly board: BoardAnswer;
  readonly send: (path: string, body: object) => void;
}) {
  const { language, t } = usePreferences();
  if (board.places.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default">{t('ward.to-place')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {board.places.map(({ place, ...named }) => (
          <Menu.Item key={place} onClick={() => send('transfers', { place })}>
            {nameIn(named, language)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const FLAGS: readonly FlagCode[] = ['isolation-contact', 'isolation-droplet', 'isolation-airborne', 'fall-risk', 'dnr'];

function FlagActions({ stay, acting }: { readonly stay: StayLine; readonly acting: Acting }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const patient = stay.patient?.id;
  return (
    <div>
      <h3>{t('ward.flags')}</h3>
      <div className={styles['buttons']}>
        {FLAGS.filter((flag) => flag !== 'dnr' || role === 'physician').map((flag) => {
          const on = stay.flags?.includes(flag) === true;
          return (
            <Button
              key={flag}
              variant={on ? 'filled' : 'default'}
              aria-pressed={on}
              onClick={() =>
                acting.mutate({ path: 'flags', body: { patient, encounter: stay.encounter, flag, on: !on } })
              }
            >
              {t(`ward.flag.${flag}`)}
            </Button>
          );
        })}
      </div>
    </div>
  );
}

const DISPOSITIONS = ['home', 'other-hcf', 'long', 'rehab', 'hosp', 'aadvice', 'exp'] as const;

function DischargeActions({ stay, acting }: { readonly stay: StayLine; readonly acting: Acting }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const [date, setDate] = useState(stay.expectedDischarge ?? '');
  const send = (path: string, body: object) => acting.mutate({ path, body: { encounter: stay.encounter, ...body } });
  return (
    <div className={styles['form']}>
      <h3>{t('ward.discharge')}</h3>
      <TextInput
        type="date"
        size="md"
        label={t('ward.expected-discharge')}
        value={date}
        onChange={({ currentTarget: { value } }) => {
          setDate(value);
          if (/^20\d\d-\d\d-\d\d$/.test(value) || value === '')
            send('stays', { expectedDischarge: value === '' ? null : value });
        }}
      />
      {role === 'physician' && stay.dischargeDecided === undefined && <Decide send={send} pending={acting.isPending} />}
      {stay.dischargeDecided !== undefined && (
        <Button loading={acting.isPending} onClick={() => send('departures', {})} data-act="depart">
          {t('ward.departed')}
        </Button>
      )}
    </div>
  );
}

function Decide({ send, pending }: { readonly send: (path: string, body: object) => void; readonly pending: boolean }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const [disposition, setDisposition] = useState<string>('home');
  const [died, setDied] = useState('');
  const data = DISPOSITIONS.filter((one) => one !== 'exp' || role === 'physician').map((value) => ({
    value,
    label: t(`ward.disposition.${value}`),
  }));
  const death = disposition === 'exp';
  return (
    <>
      <Select
        size="md"
        label={t('ward.disposition')}
        data={data}
        value={disposition}
        allowDeselect={false}
        onChange={(value) => setDisposition(value ?? 'home')}
      />
      {death && (
        <TextInput
          type="datetime-local"
          size="md"
          label={t('ward.time-of-death')}
          value={died}
          onChange={(event) => setDied(event.currentTarget.value)}
        />
      )}
      <Button
        size="md"
        variant="default"
        loading={pending}
        disabled={death && died === ''}
        data-act="discharge"
        onClick={() => send('discharges', { disposition, ...(death ? { died: new Date(died).toISOString() } : {}) })}
      >
        {t('ward.decide-discharge')}
      </Button>
      <p className={styles['hint']}>{t('ward.bed-stays')}</p>
    </>
  );
}
