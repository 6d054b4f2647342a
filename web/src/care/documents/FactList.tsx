/**
 * What is on record and may be quoted: chosen with the mouse or the keyboard, it goes into the section that is being written.
 */
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Language } from '../../format/language.ts';
import { dateTimeText } from '../../format/date.ts';
import { Loaded, Nothing, Section } from '../../ui/Section.tsx';
import { factsQuery, type Fact, type Facts, type Template } from './api.ts';
import { useOpenWriting } from './writing.ts';
import styles from './notes.module.css';

/** In the order in which they are read; `abnormal` is part of `results`. */
const GROUPS = [
  'encounter',
  'diagnoses',
  'problems',
  'allergies',
  'vitals',
  'scores',
  'intake',
  'results',
  'reports',
  'drugs',
  'discharge-drugs',
  'orders',
  'tasks',
  'procedures',
  'administrations',
  'appointments',
  'notes',
  'consents',
] as const;
type Group = (typeof GROUPS)[number];

const ALWAYS: readonly Group[] = ['problems', 'vitals', 'results', 'drugs', 'orders'];

interface Props {
  readonly patient: string;
  readonly template: Template;
  readonly language: Language;
}

export function FactList({ patient, template, language }: Props) {
  const { t } = usePreferences();
  const names = useMemo(() => {
    const pulled = new Set<string>([...ALWAYS, ...template.sections.flatMap(({ pull }) => pull)]);
    return GROUPS.filter((group) => pulled.has(group));
  }, [template]);
  const query = useQuery(factsQuery(patient, template.id, names, language));
  return (
    <Section title={t('notes.facts')} tools={<span className="muted">{t('notes.facts-keys')}</span>} id="facts">
      <Loaded query={query} lines={10}>
        {({ facts, since }) => <FactGroups names={names} facts={facts} since={since} />}
      </Loaded>
    </Section>
  );
}

interface GroupsProps {
  readonly names: readonly Group[];
  readonly facts: Facts;
  readonly since: string;
}

function FactGroups({ names, facts, since }: GroupsProps) {
  const { language, t } = usePreferences();
  const filled = names.filter((name) => (facts[name]?.length ?? 0) > 0);
  const empty = names.filter((name) => facts[name]?.length === 0);
  return (
    <div className={styles['facts']}>
      <p className={styles['since']}>{t('notes.since', { at: dateTimeText(since, language) })}</p>
      {filled.length === 0 && <Nothing>{t('notes.no-facts')}</Nothing>}
      {filled.map((name) => (
        <FactGroup key={name} name={name} facts={facts[name] ?? []} />
      ))}
      {empty.length > 0 && (
        <p className={styles['since']}>
          {t('notes.nothing-of', { names: empty.map((name) => t(`fact-group.${name}`)).join(', ') })}
        </p>
      )}
    </div>
  );
}

function FactGroup({ name, facts }: { readonly name: Group; readonly facts: readonly Fact[] }) {
  const { t } = usePreferences();
  return (
    <div className={styles['factGroup']}>
      <h3>{t(`fact-group.${name}`)}</h3>
      <ul>
        {facts.map((fact) => (
          <FactLine key={fact.of.join(' ')} fact={fact} />
        ))}
      </ul>
    </div>
  );
}

function FactLine({ fact }: { readonly fact: Fact }) {
  const { language, t } = usePreferences();
  const { quote } = useOpenWriting();
  return (
    <li>
      <button
        type="button"
        className={styles['fact']}
        data-fact={fact.of[0]}
        data-flag={fact.flag}
        title={t('notes.quote')}
        onClick={() => quote(fact)}
      >
        <IconPlus size={14} aria-hidden />
        <span className={styles['factText']}>{fact.text}</span>
        <span className={styles['factTime']}>{fact.kind === 'range' ? '' : dateTimeText(fact.at, language)}</span>
      </button>
    </li>
  );
}
