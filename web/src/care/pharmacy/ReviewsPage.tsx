/**
 * Doses that were given before the order was verified: looked at afterwards, each with a word about it.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { useTitle } from '../../record/use-title.ts';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Loaded } from '../../ui/Section.tsx';
import { act, reviewsQuery, type Review } from './api.ts';
import { Fault, OrderDrug, PharmacyPage, Where, Who } from './parts.tsx';
import styles from './pharmacy.module.css';

export default function ReviewsPage() {
  const { t } = usePreferences();
  useTitle(t('pharmacy.nav.reviews'));
  const reviews = useQuery(reviewsQuery());
  return (
    <PharmacyPage title={t('pharmacy.nav.reviews')}>
      <p className={styles['lead']}>{t('pharmacy.reviews.lead')}</p>
      <Loaded query={reviews} lines={6} empty={t('pharmacy.reviews.none')} isEmpty={(all) => all.length === 0}>
        {(all) => (
          <ul className={styles['questions']}>
            {all.map((review) => (
              <li key={review.task} data-review={review.task}>
                <OneReview review={review} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </PharmacyPage>
  );
}

function OneReview({ review }: { readonly review: Review }) {
  const { language, t } = usePreferences();
  const given = review.administrations
    .flatMap(({ effectiveDateTime }) => effectiveDateTime ?? [])
    .reduce<string | undefined>((last, one) => (last === undefined || one > last ? one : last), undefined);
  return (
    <article className={styles['question']}>
      <p className={styles['lineFoot']}>
        <span>
          <Who patient={review.patient} />
        </span>
        <span className={styles['quiet']}>
          <Where place={review.place} />
        </span>
      </p>
      <p className={styles['drug']}>
        <OrderDrug request={review.request} medication={review.medication} />
      </p>
      <div className={styles['dosage']}>
        <DosageDisplay dosages={review.request.dosageInstruction} />
      </div>
      <p className={styles['quiet']}>
        {t('pharmacy.reviews.given', { at: given === undefined ? '–' : dateTimeText(given, language) })} ·{' '}
        <ReferenceDisplay reference={review.requester} />
      </p>
      {!review.verified && (
        <p className={styles['unknown']}>
          {t('pharmacy.reviews.unverified')}{' '}
          <Link to="/pharmacy" search={{ order: review.request.id ?? '' }}>
            {t('pharmacy.reviews.verify')}
          </Link>
        </p>
      )}
      <Judge task={review.task} />
    </article>
  );
}

function Judge({ task }: { readonly task: string }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const judging = useMutation({
    mutationFn: (outcome: 'appropriate' | 'concern') =>
      act('review', { task, outcome, ...(text.trim() === '' ? {} : { text: text.trim() }) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['pharmacy', 'reviews'] }),
  });
  return (
    <div className={styles['form']}>
      <label className={styles['field']}>
        <span>{t('pharmacy.reviews.text')}</span>
        <textarea rows={2} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <Fault error={judging.error} />
      <div className={styles['buttons']}>
        <Button size="md" loading={judging.isPending} onClick={() => judging.mutate('appropriate')}>
          {t('pharmacy.reviews.appropriate')}
        </Button>
        <Button
          size="md"
          variant="default"
          disabled={text.trim() === '' || judging.isPending}
          onClick={() => judging.mutate('concern')}
        >
          {t('pharmacy.reviews.concern')}
        </Button>
      </div>
    </div>
  );
}
