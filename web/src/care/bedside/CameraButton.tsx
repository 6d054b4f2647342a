import { IconCamera } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { ScanKind } from './api.ts';
import styles from './bedside.module.css';
import { scanCodes } from './scan-code.ts';

const CameraView = lazy(() => import('./CameraView.tsx'));

/** The device's camera as a scanner. Its code is loaded only when it is used. */
export function CameraButton({ scan }: { readonly scan: (kind: ScanKind, raw: string) => void }) {
  const { t } = usePreferences();
  const [open, setOpen] = useState(false);
  const heard = (text: string) => {
    for (const code of scanCodes(text)) if (code.kind !== 'fault') scan(code.kind, code.raw);
  };
  return (
    <>
      <button
        type="button"
        className={styles['tool']}
        aria-expanded={open}
        data-tool="camera"
        onClick={() => setOpen(!open)}
      >
        <IconCamera size={18} aria-hidden />
        {t('bedside.camera')}
      </button>
      {open && (
        <Suspense fallback={<div className={styles['camera']} />}>
          <CameraView heard={heard} />
        </Suspense>
      )}
    </>
  );
}
