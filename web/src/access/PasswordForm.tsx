import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import type { Answer } from './use-answer.ts';
import { AnswerError } from './AnswerError.tsx';
import styles from './access.module.css';

interface Props {
  readonly answer: Answer;
  readonly hint: string;
  readonly autoFocus: boolean;
}

/** Login and password. */
export function PasswordForm({ answer, hint, autoFocus }: Props) {
  const { t } = usePreferences();
  const [login, setLogin] = useState(hint);
  const [password, setPassword] = useState('');
  const failed = answer.isError && answer.variables.body !== undefined && 'password' in answer.variables.body;
  return (
    <form
      className={styles['fields']}
      onSubmit={(event) => {
        event.preventDefault();
        answer.mutate({ step: 'login', body: { login: login.trim(), password } });
      }}
    >
      <TextInput
        label={t('sign-in.login')}
        name="username"
        autoComplete="username"
        size="md"
        required
        withAsterisk={false}
        autoFocus={autoFocus}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('sign-in.password')}
        name="password"
        autoComplete="current-password"
        size="md"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {failed && <AnswerError error={answer.error} at={answer.submittedAt} />}
      <Button type="submit" size="md" mt={6} loading={answer.isPending || answer.isSuccess}>
        {t('sign-in.submit')}
      </Button>
    </form>
  );
}
