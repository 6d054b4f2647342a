/**
 * Order sets and pathways: choose one, see it with the choices that fit this patient, put it into the basket.
 *
 * Proof   test/journey/orders.test.ts
 */
import { Button, Checkbox } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconHelpCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { PageHead } from '../../record/PageHead.tsx';
import { useDetail } from '../../record/use-detail.ts';
import { Loaded } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import {
  applySet,
  basketQuery,
  setQuery,
  setsQuery,
  wordsQuery,
  type Applied,
  type SetForPatient,
  type SetSummary,
} from './api.ts';
import { presetText } from './draft-text.ts';
import { FactsLine } from './FactsLine.tsx';
import { Fault } from './Fault.tsx';
import { choose, chosenPaths } from './set-choices.ts';
import styles from './orders.module.css';

export default function SetsPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { detail } = useDetail();
  return detail === undefined ? <SetList /> : <OneSet key={detail} id={detail} patient={id} />;
}

function SetList() {
  const { t } = usePreferences();
  const { open } = useDetail();
  const query = useQuery(setsQuery());
  return (
    <>
      <PageHead title="orders.sets" count={query.data?.length} />
      <Loaded query={query} lines={8} empty={t('orders.sets-none')} isEmpty={(sets) => sets.length === 0}>
        {(sets) => (
          <div className={styles['sets']}>
            {sets.map((set) => (
              <SetTile key={set.id} set={set} open={() => open(set.id)} />
            ))}
          </div>
        )}
      </Loaded>
    </>
  );
}

function SetTile({ set, open }: { readonly set: SetSummary; readonly open: () => void }) {
  const { language, t } = usePreferences();
  return (
    <button type="button" className={styles['tile']} onClick={open} data-set={set.id}>
      <span className={styles['tileTitle']}>
        {set.title[language]} <Tag>{set.kind === 'clinical-protocol' ? t('orders.pathway') : t('orders.set')}</Tag>
      </span>
      <span className={styles['tileText']}>{set.description[language]}</span>
    </button>
  );
}

function OneSet({ id, patient }: { readonly id: string; readonly patient: string }) {
  const { language, t } = usePreferences();
  const { close } = useDetail();
  const query = useQuery(setQuery(id, patient));
  return (
    <>
      <PageHead title="orders.sets">
        <Button variant="default" leftSection={<IconArrowLeft size={17} />} onClick={close}>
          {t('orders.sets-all')}
        </Button>
      </PageHead>
      <Loaded query={query} lines={14}>
        {(data) => (
          <>
            <h3 className={styles['setTitle']}>{data.set.title[language]}</h3>
            <p className={styles['tileText']}>{data.set.description[language]}</p>
            <SetForm data={data} patient={patient} />
          </>
        )}
      </Loaded>
    </>
  );
}

function SetForm({ data, patient }: { readonly data: SetForPatient; readonly patient: string }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const initial = useMemo(() => chosenPaths(data.groups), [data.groups]);
  const [paths, setPaths] = useState<ReadonlySet<string>>(initial);
  const applying = useMutation({
    mutationFn: async () => {
      const { version } = await client.fetchQuery({ ...basketQuery(patient), staleTime: 0 });
      return applySet(data.set.id, patient, version, [...paths]);
    },
    onSuccess: (basket) => {
      client.setQueryData(basketQuery(patient).queryKey, basket);
      void navigate({ to: '/patients/$id/orders', params: { id: patient }, search: {} });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        applying.mutate();
      }}
    >
      <FactsLine facts={data.facts} />
      <div className={styles['groups']}>
        {data.groups.map((group) => (
          <Group
            key={group.path}
            node={group}
            paths={paths}
            toggle={(path, on) => setPaths(choose(data.groups, paths, path, on))}
          />
        ))}
      </div>
      <Sources sources={data.set.sources} />
      <Fault error={applying.error} />
      {(role === 'physician' || role === 'nurse') && (
        <div className={styles['setFoot']}>
          <Button type="submit" size="md" loading={applying.isPending} disabled={paths.size === 0} data-apply>
            {t('orders.set-apply', { count: paths.size })}
          </Button>
        </div>
      )}
    </form>
  );
}

interface NodeProps {
  readonly node: Applied;
  readonly paths: ReadonlySet<string>;
  readonly toggle: (path: string, on: boolean) => void;
}

function Group({ node, paths, toggle }: NodeProps) {
  const { language, t } = usePreferences();
  if (node.children === undefined) return <Activity node={node} paths={paths} toggle={toggle} />;
  const one = node.behaviour === 'exactly-one' || node.behaviour === 'at-most-one';
  return (
    <fieldset className={styles['group']}>
      <legend>
        {node.title[language]}
        {one && <span className={styles['hint']}>{t('orders.choose-one')}</span>}
        {node.day !== undefined && <span className={styles['hint']}>{t('orders.day', { day: node.day })}</span>}
      </legend>
      {node.children.map((child) => (
        <Group key={child.path} node={child} paths={paths} toggle={toggle} />
      ))}
    </fieldset>
  );
}

function Activity({ node, paths, toggle }: NodeProps) {
  const { language, t } = usePreferences();
  const words = useQuery(wordsQuery()).data?.prnReasons;
  const { draft, title, note, condition, calculation, problem, path } = node;
  const fits = condition?.fits;
  return (
    <div className={styles['activity']} data-fits={fits} data-path={path}>
      <Checkbox
        checked={paths.has(path)}
        disabled={draft === undefined}
        onChange={(event) => toggle(path, event.currentTarget.checked)}
        label={
          <>
            <span className={draft?.kind === 'drug' ? styles['drugTitle'] : undefined}>{title[language]}</span>{' '}
            {draft?.kind === 'drug' && (
              <span className={styles['draftWords']}>{presetText(draft, language, words)}</span>
            )}
            {(draft?.priority === 'stat' || draft?.priority === 'urgent') && (
              <Tag tone="warn">{t(`orders.priority-${draft.priority}`)}</Tag>
            )}
          </>
        }
      />
      <div className={styles['activityNotes']}>
        {note !== undefined && <span>{note[language]}</span>}
        {calculation !== undefined && <span className={styles['calculation']}>{calculation[language]}</span>}
        {fits === true && (
          <span className={styles['fits']}>
            ✓ {t('orders.fits', { condition: conditionText(condition?.expression ?? '', t) })}
          </span>
        )}
        {fits === false && (
          <span>{t('orders.fits-not', { condition: conditionText(condition?.expression ?? '', t) })}</span>
        )}
        {condition?.lacks !== undefined && (
          <span className={styles['problem']}>
            <IconHelpCircle size={15} aria-hidden /> {condition.lacks[language]}
          </span>
        )}
        {problem !== undefined && (
          <span className={styles['problem']}>
            <IconAlertTriangle size={15} aria-hidden /> {problem[language]}
          </span>
        )}
      </div>
    </div>
  );
}

const NAMES = ['clearance', 'egfr', 'bsa', 'weight', 'age', 'potassium'] as const;

/** A condition in words that a reader knows. */
function conditionText(expression: string, t: ReturnType<typeof usePreferences>['t']): string {
  return expression
    .replace(/%(\w+)/g, (_match, name: string) => {
      const known = NAMES.find((one) => one === name);
      return known === undefined ? name : t(`orders.fact-${known}`);
    })
    .replace(/ and /g, ' · ')
    .replace(/>=/g, '≥')
    .replace(/<=/g, '≤');
}

function Sources({ sources }: { readonly sources: SetSummary['sources'] }) {
  const { t } = usePreferences();
  return (
    <div className={styles['sources']}>
      <strong>{t('orders.sources')}</strong>
      {sources.map(({ text, url }) => (
        <div key={text}>
          {text} {url !== undefined && <span className="muted">{url}</span>}
        </div>
      ))}
    </div>
  );
}
