/**
 * Where a scanner writes: the code is heard wherever the focus is; the field is for codes that are typed, and shows what is
 * awaited.
 */
import { IconScan } from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { useScanner } from '../bedside/use-scanner.ts';
import styles from './pharmacy.module.css';

interface Props {
  readonly heard: (code: string) => void;
  readonly busy: boolean;
  readonly label?: string;
}

export function ScanField({ heard, busy, label }: Props) {
  const { t } = usePreferences();
  const [typed, setTyped] = useState('');
  const id = useId();
  useScanner(heard, !busy);
  /** No form of its own: the field stands inside of forms, and Enter must not send those. */
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (typed.trim() !== '') heard(typed.trim());
    setTyped('');
  };
  return (
    <div className={styles['scan']}>
      <label htmlFor={id}>
        <IconScan size={20} aria-hidden />
        {label ?? t('pharmacy.scan')}
      </label>
      <input
        id={id}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        placeholder="]d201…"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={enter}
        data-scan
      />
    </div>
  );
}
