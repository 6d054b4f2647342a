/**
 * Questions of the pharmacy to prescribers: the order, what was asked, and the field for the answer.
 *
 * Proof   test/journey/pharmacy.test.ts
 */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useTitle } from '../../record/use-title.ts';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { Loaded } from '../../ui/Section.tsx';
import { act, questionsQuery, type Question } from './api.ts';
import { DueAt, Fault, OrderDrug, PharmacyPage, Where, Who } from './parts.tsx';
import { Thread } from './Thread.tsx';
import styles from './pharmacy.module.css';

export default function QuestionsPage() {
  const { t } = usePreferences();
  useTitle(t('pharmacy.nav.questions'));
  const questions = useQuery(questionsQuery());
  return (
    <PharmacyPage title={t('pharmacy.nav.questions')}>
      <Loaded query={questions} lines={6} empty={t('pharmacy.questions.none')} isEmpty={(all) => all.length === 0}>
        {(all) => (
          <ul className={styles['questions']}>
            {all.map((question) => (
              <li key={question.task} data-question={question.task}>
                <OneQuestion question={question} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </PharmacyPage>
  );
}

function OneQuestion({ question }: { readonly question: Question }) {
  const { t } = usePreferences();
  const { role } = useMe();
  return (
    <article className={styles['question']} data-own={question.own}>
      <p className={styles['lineTop']}>
        {question.own && <strong>{t('pharmacy.questions.own')}</strong>}
        {question.kind === 'rejection' && <span className={styles['stat']}>{t('pharmacy.message.rejection')}</span>}
        <span className={styles['quiet']}>
          {t('pharmacy.questions.due')} <DueAt due={question.due} />
        </span>
      </p>
      <p className={styles['lineFoot']}>
        <span>
          <Who patient={question.patient} />
        </span>
        <span className={styles['quiet']}>
          <Where place={question.place} />
        </span>
      </p>
      <p className={styles['drug']}>
        <OrderDrug request={question.request} medication={question.medication} />
      </p>
      <div className={styles['dosage']}>
        <DosageDisplay dosages={question.request.dosageInstruction} />
      </div>
      <Thread messages={question.messages} />
      {role === 'physician' && <Answer question={question} />}
    </article>
  );
}

function Answer({ question }: { readonly question: Question }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const id = useId();
  const answering = useMutation({
    mutationFn: () => act('answer', { task: question.task, text: text.trim() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['pharmacy', 'questions'] }),
  });
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        answering.mutate();
      }}
    >
      <label className={styles['field']} htmlFor={id}>
        <span>{t(question.kind === 'rejection' ? 'pharmacy.questions.note' : 'pharmacy.questions.answer')}</span>
        <textarea
          id={id}
          rows={2}
          required
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <Fault error={answering.error} />
      <div className={styles['buttons']}>
        <Button type="submit" size="md" loading={answering.isPending} disabled={text.trim() === ''}>
          {t('pharmacy.questions.send')}
        </Button>
      </div>
    </form>
  );
}
