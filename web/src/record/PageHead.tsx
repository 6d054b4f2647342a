import type { ReactNode } from 'react';
import type { MessageKey } from '../messages/messages.ts';
import ui from '../ui/ui.module.css';
import { useTitle } from './use-title.ts';
import { useWords } from './use-words.ts';
import styles from './chart.module.css';

interface Props {
  readonly title: MessageKey;
  readonly count?: string | number | undefined;
  readonly children?: ReactNode;
}

/** The head of a page of the record. */
export function PageHead({ title, count, children }: Props) {
  const words = useWords();
  useTitle(words(title));
  return (
    <div className={styles['head']}>
      <h2>{words(title)}</h2>
      {count !== undefined && <span className={ui['count']}>{count}</span>}
      {children !== undefined && <div className={styles['tools']}>{children}</div>}
    </div>
  );
}
