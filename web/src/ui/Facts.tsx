import { Fragment, type ReactNode } from 'react';
import styles from './ui.module.css';

/** A fact of a detail: what it is and its value; without a value it is left out. */
export type Fact = readonly [label: string, value: ReactNode];

export function Facts({ facts }: { readonly facts: readonly (Fact | undefined)[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map((fact) =>
        fact === undefined ? null : (
          <Fragment key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
