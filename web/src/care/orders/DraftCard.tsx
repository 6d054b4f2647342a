/**
 * One draft in the basket: what it will be, what is missing, what decision support says; opened to be changed.
 */
import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconPencil, IconStar, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { Tag } from '../../ui/Tag.tsx';
import { keepFavourite, wordsQuery, type CatalogueItem, type Draft, type Finding, type Line } from './api.ts';
import { presetText } from './draft-text.ts';
import { DrugForm } from './DrugForm.tsx';
import { FindingCard } from './FindingCard.tsx';
import { KIND_SIGNS } from './kinds.ts';
import { NameParts } from './NameParts.tsx';
import { OtherForm } from './OtherForm.tsx';
import styles from './orders.module.css';

interface Props {
  readonly line: Line;
  readonly findings: readonly Finding[];
  readonly change: (draft: Draft) => void;
  readonly remove: (key: string) => void;
}

export function DraftCard({ line, findings, change, remove }: Props) {
  const { language, t } = usePreferences();
  const { draft, item, problems, calculations, highRisk } = line;
  const [open, setOpen] = useState(problems.length > 0);
  const Sign = KIND_SIGNS[draft.kind];
  return (
    <li className={styles['draft']} data-draft={draft.item} data-key={draft.key}>
      <div className={styles['draftHead']}>
        <Sign size={18} stroke={1.7} aria-label={t(`orders.kind-${draft.kind}`)} />
        <div className={styles['draftName']}>
          {item === undefined ? <span>{t('orders.not-in-formulary')}</span> : <NameParts item={item} />}
          <DraftTags draft={draft} highRisk={highRisk} />
        </div>
        <StarButton draft={draft} />
        <ActionIcon
          size="lg"
          variant="subtle"
          color="gray"
          aria-label={t('orders.edit')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconPencil size={18} />
        </ActionIcon>
        <ActionIcon
          size="lg"
          variant="subtle"
          color="gray"
          aria-label={t('orders.remove')}
          onClick={() => remove(draft.key)}
        >
          <IconX size={18} />
        </ActionIcon>
      </div>
      {!open && <DraftWords draft={draft} />}
      {calculations.map((one) => (
        <div key={one.en} className={styles['calculation']} data-calculation>
          {one[language]}
        </div>
      ))}
      {line.whole !== undefined && (
        <WholeOffer whole={line.whole} take={(product) => change({ ...draft, item: product })} />
      )}
      {problems.map((one) => (
        <div key={one.en} className={styles['problem']}>
          <IconAlertTriangle size={15} aria-hidden /> {one[language]}
        </div>
      ))}
      {open &&
        (draft.kind === 'drug' ? (
          <DrugForm line={line} change={change} done={() => setOpen(false)} />
        ) : (
          <OtherForm line={line} change={change} done={() => setOpen(false)} />
        ))}
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} remove={remove} />
      ))}
    </li>
  );
}

/** The product that needs no halving, one click away. */
function WholeOffer({ whole, take }: { readonly whole: CatalogueItem; readonly take: (item: string) => void }) {
  const { t } = usePreferences();
  return (
    <div className={styles['finding']} data-tier="3" role="note">
      <IconInfoCircle size={17} aria-hidden />
      <div className={styles['findingBody']}>
        <span>
          {t('orders.whole')} <NameParts item={whole} />
        </span>
        <div className={styles['findingTools']}>
          <Button size="xs" variant="default" onClick={() => take(whole.id)} data-whole={whole.id}>
            {t('orders.whole-take')}
          </Button>
        </div>
      </div>
    </div>
  );
}

function DraftTags({ draft, highRisk }: { readonly draft: Draft; readonly highRisk: boolean }) {
  const { t } = usePreferences();
  const { priority, category, replaces, taper } = draft;
  return (
    <>
      {highRisk && <Tag tone="high">{t('orders.high-risk')}</Tag>}
      {(priority === 'stat' || priority === 'urgent') && <Tag tone="warn">{t(`orders.priority-${priority}`)}</Tag>}
      {category === 'discharge' && <Tag>{t('orders.discharge')}</Tag>}
      {replaces !== undefined && <Tag tone="accent">{t(`orders.act-${replaces.act}`)}</Tag>}
      {taper !== undefined && <Tag>{t('orders.taper')}</Tag>}
    </>
  );
}

/** Dose, route, schedule; start, reason and note where they are said. */
function DraftWords({ draft }: { readonly draft: Draft }) {
  const { language, t } = usePreferences();
  const reasons = useQuery(wordsQuery()).data?.prnReasons;
  const { taper, start, reason, note, units, dose } = draft;
  const parts = [
    draft.kind === 'drug' ? presetText(draft, language, reasons) : '',
    taper === undefined
      ? ''
      : taper
          .map((step) => t('orders.taper-step', { value: step.value, unit: dose?.unit ?? '', days: step.days }))
          .join(' → '),
    units === undefined ? '' : t('orders.units', { units }),
    draft.kind !== 'drug' && draft.timing?.kind === 'every'
      ? t('orders.every-hours', { hours: draft.timing.hours })
      : '',
    start === undefined ? '' : t('orders.from', { at: dateTimeText(start, language) }),
    reason ?? '',
    note ?? '',
  ].filter(Boolean);
  return parts.length === 0 ? null : <div className={styles['draftWords']}>{parts.join(' · ')}</div>;
}

function StarButton({ draft }: { readonly draft: Draft }) {
  const { t } = usePreferences();
  const client = useQueryClient();
  const { key: _key, replaces: _replaces, start: _start, set: _set, ...kept } = draft;
  const keep = useMutation({
    mutationFn: () => keepFavourite(kept),
    onSuccess: () => client.invalidateQueries({ queryKey: ['orders', 'favourites'] }),
  });
  return (
    <ActionIcon
      size="lg"
      variant="subtle"
      color={keep.isSuccess ? 'pine' : 'gray'}
      aria-label={keep.isSuccess ? t('orders.favourite-kept') : t('orders.favourite-keep')}
      onClick={() => keep.mutate()}
      disabled={keep.isPending}
    >
      <IconStar size={18} {...(keep.isSuccess ? { fill: 'currentColor' } : {})} />
    </ActionIcon>
  );
}
