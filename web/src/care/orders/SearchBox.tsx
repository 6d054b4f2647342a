/**
 * Search as you type, the usual doses among the hits: one key or one touch puts an order into the basket. `/` comes here from anywhere.
 */
import { TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconAlertTriangle, IconSearch, IconStar, IconX } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import {
  catalogueQuery,
  dropFavourite,
  favouritesQuery,
  wordsQuery,
  type CatalogueItem,
  type Draft,
  type Preset,
} from './api.ts';
import { presetText } from './draft-text.ts';
import { KIND_SIGNS } from './kinds.ts';
import { NameParts } from './NameParts.tsx';
import { draftOf } from './use-basket.ts';
import { Fault } from './Fault.tsx';
import styles from './orders.module.css';

interface Hit {
  readonly key: string;
  readonly item: CatalogueItem;
  readonly preset: Preset | undefined;
  readonly favourite: boolean;
  /** First of its item: the name is told once. */
  readonly first: boolean;
}

const PRESETS = 4;

/** Each item with its usual doses, one row each. */
function hitsOf(items: readonly CatalogueItem[]): readonly Hit[] {
  return items.flatMap((item) => {
    const presets: readonly (Preset | undefined)[] =
      item.presets.length === 0 ? [undefined] : item.presets.slice(0, PRESETS);
    return presets.map((preset, at) => ({
      key: `${item.kind} ${item.id} ${at}`,
      item,
      preset,
      favourite: false,
      first: at === 0,
    }));
  });
}

export function SearchBox({ add }: { readonly add: (draft: Omit<Draft, 'key'>) => void }) {
  const { t } = usePreferences();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => input.current?.focus()]]);
  const query = useQuery({ ...catalogueQuery(typed), placeholderData: keepPreviousData });
  const hits = typed.trim() === '' ? [] : hitsOf(query.data ?? []);
  const take = ({ item, preset }: Hit) => {
    add(draftOf(item, preset));
    setTyped('');
    setChosen(0);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends a Korean syllable first; only then it chooses.
    if (event.nativeEvent.isComposing) return;
    const hit = hits[chosen];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(1, hits.length));
    } else if (event.key === 'Enter' && hit !== undefined && !query.isPlaceholderData) take(hit);
    else if (event.key === 'Escape') setTyped('');
  };
  return (
    <div className={styles['search']} data-order-search>
      <TextInput
        ref={input}
        size="md"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={<kbd className={styles['key']}>/</kbd>}
        placeholder={t('orders.search')}
        aria-label={t('orders.search-label')}
        aria-keyshortcuts="/"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="order-hits"
        aria-activedescendant={hits.length > 0 ? `hit-${chosen}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-order-box
      />
      {typed.trim() !== '' && (
        <div
          className={styles['hits']}
          id="order-hits"
          role="listbox"
          aria-label={t('orders.search-label')}
          data-hits
          aria-busy={query.isFetching}
          data-typed={query.isPlaceholderData ? '' : typed}
        >
          {query.isError && <Fault error={query.error} />}
          {hits.map((hit, at) => (
            <HitRow key={hit.key} hit={hit} at={at} chosen={at === chosen} take={() => take(hit)} />
          ))}
          {!query.isFetching && !query.isError && hits.length === 0 && (
            <p className={styles['none']}>{t('orders.search-none', { typed })}</p>
          )}
        </div>
      )}
      {typed.trim() === '' && <FavouriteChips add={add} />}
    </div>
  );
}

interface HitRowProps {
  readonly hit: Hit;
  readonly at: number;
  readonly chosen: boolean;
  readonly take: () => void;
}

function HitRow({ hit: { item, preset, first }, at, chosen, take }: HitRowProps) {
  const { language, t } = usePreferences();
  const reasons = useQuery(wordsQuery()).data?.prnReasons;
  const Sign = KIND_SIGNS[item.kind];
  return (
    <button
      type="button"
      role="option"
      id={`hit-${at}`}
      aria-selected={chosen}
      className={styles['hit']}
      data-first={first}
      data-hit={item.id}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={take}
    >
      <span className={styles['hitName']}>
        {first && <Sign size={17} stroke={1.7} aria-label={t(`orders.kind-${item.kind}`)} />}
        <span className={first ? undefined : 'visually-hidden'}>
          <NameParts item={item} />
        </span>
        {first && item.highRisk && (
          <IconAlertTriangle size={15} className={styles['risk']} aria-label={t('orders.high-risk')} />
        )}
      </span>
      <span className={styles['hitDose']}>
        {preset === undefined
          ? item.kind === 'drug'
            ? t('orders.no-preset')
            : (item.tube ?? '')
          : presetText(preset, language, reasons)}
      </span>
    </button>
  );
}

/** What the caller orders often, one touch each. */
function FavouriteChips({ add }: { readonly add: (draft: Omit<Draft, 'key'>) => void }) {
  const { language, t } = usePreferences();
  const reasons = useQuery(wordsQuery()).data?.prnReasons;
  const favourites = (useQuery(favouritesQuery()).data ?? []).flatMap((one) =>
    one.item === undefined ? [] : [{ ...one, item: one.item }],
  );
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const drop = useMutation({
    mutationFn: dropFavourite,
    onSuccess: () => client.invalidateQueries({ queryKey: favouritesQuery().queryKey }),
  });
  if (favourites.length === 0) return null;
  return (
    <div className={styles['chips']} aria-label={t('orders.favourites')} data-favourites>
      <IconStar size={16} aria-hidden />
      {favourites.slice(0, editing ? favourites.length : 8).map(({ id, draft, item }) => (
        <button
          key={id}
          type="button"
          className={styles['chip']}
          data-editing={editing}
          onClick={() => (editing ? drop.mutate(id) : add(draft))}
          title={presetText(draft, language, reasons)}
        >
          <NameParts item={item} />
          {draft.dose !== undefined && (
            <span className={styles['chipDose']}>
              {presetText({ ...draft, route: '' }, language, reasons).split(',')[0]}
            </span>
          )}
          {editing && <IconX size={15} aria-label={t('orders.remove')} />}
        </button>
      ))}
      <button
        type="button"
        className={styles['textButton']}
        aria-pressed={editing}
        onClick={() => setEditing(!editing)}
      >
        {editing ? t('orders.favourites-done') : t('orders.favourites-edit')}
      </button>
    </div>
  );
}
