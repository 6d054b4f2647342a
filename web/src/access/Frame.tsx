import type { ReactNode } from 'react';
import { BrandMark } from '../app/Brand.tsx';
import { usePreferences } from '../app/preferences.tsx';
import { LanguageSwitch, SchemeSwitch } from '../app/ViewControls.tsx';
import styles from './access.module.css';

/** The frame of the pages before the chart: what this is on the side, what to do in the middle. */
export function AccessFrame({ children }: { readonly children: ReactNode }) {
  const { t } = usePreferences();
  return (
    <div className={styles['page']}>
      <aside className={styles['side']}>
        <div className={styles['brand']}>
          <BrandMark size={34} />
          마루 Maru
        </div>
        <div>
          <p className={styles['claim']}>{t('brand.claim')}</p>
          <p className={styles['claimNote']}>{t('brand.note')}</p>
        </div>
        <p className={styles['foot']}>{t('brand.foot')}</p>
      </aside>
      <main className={styles['main']}>
        <div className={styles['tools']}>
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
        <div className={styles['form']}>{children}</div>
      </main>
    </div>
  );
}

interface CentreProps {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** A page with one thing to say. */
export function CentrePage({ title, text, children }: CentreProps) {
  return (
    <main className={styles['centre']}>
      <div className={styles['centreBox']}>
        <BrandMark size={40} />
        <h1>{title}</h1>
        <p>{text}</p>
        {children}
      </div>
    </main>
  );
}
