/**
 * A drafted drug, changed: dose (also for each kg or m²), route, schedule, when needed, duration, speed, taper.
 */
import { Button, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { wordsQuery, type Draft, type Line } from './api.ts';
import { TaperRows } from './TaperRows.tsx';
import { USUAL_TIMES } from './draft-text.ts';
import styles from './orders.module.css';

interface Props {
  readonly line: Line;
  readonly change: (draft: Draft) => void;
  readonly done: () => void;
}

const ROUTES = [
  '26643006',
  '47625008',
  '34206005',
  '78421000',
  '447694001',
  '37839007',
  '6064005',
  '54485002',
  '46713006',
  '372464004',
] as const;
type Mode = 'daily' | 'every' | 'once' | 'prn';

function modeOf({ prn, timing }: Draft): Mode {
  return prn === undefined ? (timing?.kind ?? 'daily') : 'prn';
}

function number(value: string | number): number | undefined {
  const read = typeof value === 'number' ? value : Number(value);
  return value === '' || !Number.isFinite(read) || read <= 0 ? undefined : read;
}

/** A draft without a member, or with another value of it. */
function withMember<Name extends keyof Draft>(draft: Draft, name: Name, value: Draft[Name] | undefined): Draft {
  const next = { ...draft, [name]: value };
  if (value === undefined) delete next[name];
  return next;
}

export function DrugForm({ line, change, done }: Props) {
  const { t } = usePreferences();
  const [draft, set] = useState(line.draft);
  const put = <Name extends keyof Draft>(name: Name, value: Draft[Name] | undefined) =>
    set((now) => withMember(now, name, value));
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        change(draft);
        done();
      }}
      data-form
    >
      <DoseFields draft={draft} put={put} unit={line.item?.unit ?? ''} routes={line.item?.routes ?? []} />
      <TimingFields draft={draft} set={set} />
      <div className={styles['fields']}>
        <NumberInput
          label={t('orders.days')}
          value={draft.days ?? ''}
          min={1}
          max={365}
          allowDecimal={false}
          hideControls
          onChange={(value) => put('days', number(value))}
        />
        <NumberInput
          label={t('orders.rate')}
          value={draft.rate?.value ?? ''}
          min={0}
          hideControls
          onChange={(value) => put('rate', rateWith(draft, number(value)))}
        />
        <NativeSelect
          label={t('orders.rate-unit')}
          value={rateUnitOf(draft)}
          data={['mL/h', 'mg/h', 'ug/min', 'ug/kg/min', '[IU]/h', '[IU]/kg/h', 'meq/h', 'mg/m2/h']}
          onChange={(event) =>
            put('rate', draft.rate === undefined ? undefined : splitRate(draft.rate.value, event.currentTarget.value))
          }
        />
      </div>
      {draft.timing?.kind === 'daily' && <TaperRows draft={draft} set={(taper) => put('taper', taper)} />}
      <TextInput
        label={t('orders.indication')}
        value={draft.reason ?? ''}
        maxLength={500}
        onChange={(event) => put('reason', event.currentTarget.value || undefined)}
      />
      <TextInput
        label={t('orders.note')}
        value={draft.note ?? ''}
        maxLength={500}
        onChange={(event) => put('note', event.currentTarget.value || undefined)}
      />
      <div className={styles['formTools']}>
        <Button type="submit">{t('orders.apply')}</Button>
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

function rateWith({ rate }: Draft, value: number | undefined): Draft['rate'] {
  return value === undefined ? undefined : { unit: 'mL/h', ...rate, value };
}

function rateUnitOf({ rate }: Draft): string {
  if (rate === undefined) return 'mL/h';
  const [mass = '', ...time] = rate.unit.split('/');
  return rate.per === undefined ? rate.unit : [mass, rate.per, ...time].join('/');
}

function splitRate(value: number, text: string): NonNullable<Draft['rate']> {
  const found = /^(.+)\/(kg|m2)\/(.+)$/.exec(text);
  return found === null
    ? { value, unit: text }
    : { value, unit: `${found[1]}/${found[3]}`, per: found[2] === 'kg' ? 'kg' : 'm2' };
}

interface PartProps {
  readonly draft: Draft;
  readonly put: <Name extends keyof Draft>(name: Name, value: Draft[Name] | undefined) => void;
}

function DoseFields({
  draft,
  put,
  unit,
  routes,
}: PartProps & { readonly unit: string; readonly routes: readonly string[] }) {
  const { t } = usePreferences();
  const { dose } = draft;
  const units = [
    ...new Set([
      dose?.unit,
      unit,
      ...(unit === 'g' || unit === 'mg' ? ['g', 'mg', 'ug'] : unit === 'ug' ? ['ug', 'mg'] : []),
    ]),
  ].filter((one): one is string => one !== undefined && one !== '');
  const shown = routes.length === 0 ? ROUTES : ROUTES.filter((code) => routes.includes(code));
  const per = dose?.per ?? '';
  const base = dose ?? { value: 1, unit };
  return (
    <div className={styles['fields']}>
      <NumberInput
        label={t('orders.dose')}
        value={dose?.value ?? ''}
        min={0}
        hideControls
        data-dose
        onChange={(value) =>
          put('dose', number(value) === undefined ? undefined : { ...base, value: number(value) ?? 1 })
        }
      />
      <NativeSelect
        label={t('orders.unit')}
        value={dose?.unit ?? unit}
        data={units}
        onChange={(event) => put('dose', { ...base, unit: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('orders.per')}
        value={per}
        data={[
          { value: '', label: t('orders.per-dose') },
          { value: 'kg', label: t('orders.per-kg') },
          { value: 'm2', label: t('orders.per-m2') },
        ]}
        onChange={(event) => {
          const { per: _per, ...rest } = base;
          const { value } = event.currentTarget;
          put('dose', value === 'kg' || value === 'm2' ? { ...rest, per: value } : rest);
        }}
      />
      <NativeSelect
        label={t('orders.route')}
        value={draft.route ?? ''}
        data={[{ value: '', label: '–' }, ...shown.map((code) => ({ value: code, label: t(`orders.route-${code}`) }))]}
        onChange={(event) => put('route', event.currentTarget.value || undefined)}
      />
    </div>
  );
}

function TimingFields({
  draft,
  set,
}: {
  readonly draft: Draft;
  readonly set: (edit: (draft: Draft) => Draft) => void;
}) {
  const { t } = usePreferences();
  const mode = modeOf(draft);
  const choose = (next: Mode) =>
    set((now) => {
      const { prn: _prn, timing: _timing, taper: _taper, ...rest } = now;
      if (next === 'prn') return { ...rest, prn: { hours: 6 } };
      return {
        ...rest,
        timing:
          next === 'daily'
            ? { kind: 'daily', times: USUAL_TIMES[1] ?? [] }
            : next === 'every'
              ? { kind: 'every', hours: 8 }
              : { kind: 'once' },
      };
    });
  return (
    <>
      <SegmentedControl
        fullWidth
        value={mode}
        onChange={(value) => choose(value)}
        data={(['daily', 'every', 'once', 'prn'] as const).map((value) => ({
          value,
          label: t(`orders.timing-${value}`),
        }))}
      />
      {draft.timing?.kind === 'daily' && (
        <TimesField
          times={draft.timing.times}
          set={(times) => set((now) => ({ ...now, timing: { kind: 'daily', times } }))}
        />
      )}
      {draft.timing?.kind === 'every' && (
        <NumberInput
          label={t('orders.hours')}
          value={draft.timing.hours}
          min={0.25}
          max={2160}
          hideControls
          onChange={(value) => set((now) => ({ ...now, timing: { kind: 'every', hours: number(value) ?? 8 } }))}
        />
      )}
      {draft.prn !== undefined && <PrnFields prn={draft.prn} set={(prn) => set((now) => ({ ...now, prn }))} />}
    </>
  );
}

function TimesField({
  times,
  set,
}: {
  readonly times: readonly string[];
  readonly set: (times: readonly string[]) => void;
}) {
  const { t } = usePreferences();
  const [text, setText] = useState(times.join(', '));
  const take = (typed: string) => {
    setText(typed);
    const read = typed.split(/[\s,]+/).filter((one) => /^([01]\d|2[0-3]):[0-5]\d$/.test(one));
    if (read.length > 0) set(read);
  };
  return (
    <div>
      <TextInput
        label={t('orders.times')}
        value={text}
        onChange={(event) => take(event.currentTarget.value)}
        placeholder="09:00, 18:00"
      />
      <div className={styles['often']}>
        {[1, 2, 3, 4].map((often) => (
          <Button
            key={often}
            size="xs"
            variant="default"
            aria-pressed={times.length === often}
            onClick={() => take((USUAL_TIMES[often] ?? []).join(', '))}
          >
            {t('orders.times-a-day', { often })}
          </Button>
        ))}
      </div>
    </div>
  );
}

function PrnFields({
  prn,
  set,
}: {
  readonly prn: NonNullable<Draft['prn']>;
  readonly set: (prn: NonNullable<Draft['prn']>) => void;
}) {
  const { language, t } = usePreferences();
  const reasons = useQuery(wordsQuery()).data?.prnReasons ?? {};
  const { reason: _reason, ...without } = prn;
  const { perDay: _perDay, ...unlimited } = prn;
  return (
    <div className={styles['fields']}>
      <NativeSelect
        label={t('orders.prn-reason')}
        value={prn.reason ?? ''}
        data={[
          { value: '', label: '–' },
          ...Object.entries(reasons).map(([value, words]) => ({ value, label: words[language] })),
        ]}
        onChange={(event) =>
          set(event.currentTarget.value === '' ? without : { ...prn, reason: event.currentTarget.value })
        }
      />
      <NumberInput
        label={t('orders.prn-hours')}
        value={prn.hours}
        min={0.25}
        hideControls
        onChange={(value) => set({ ...prn, hours: number(value) ?? 6 })}
      />
      <NumberInput
        label={t('orders.prn-most')}
        value={prn.perDay ?? ''}
        min={0}
        hideControls
        onChange={(value) => set(number(value) === undefined ? unlimited : { ...prn, perDay: number(value) ?? 1 })}
      />
    </div>
  );
}
