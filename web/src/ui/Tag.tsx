import type { ReactNode } from 'react';
import styles from './ui.module.css';

export type Tone = 'plain' | 'accent' | 'high' | 'warn';

/** A short word about something's state. The word says it; the colour only repeats it. */
export function Tag({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={styles['tag']} data-tone={tone}>
      {children}
    </span>
  );
}
