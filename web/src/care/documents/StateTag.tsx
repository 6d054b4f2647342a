import {
  IconArchive,
  IconCircleCheck,
  IconPencil,
  IconReplace,
  IconX,
  IconFileImport,
  type Icon,
} from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import ui from '../../ui/ui.module.css';
import type { DocumentLine, DocumentState } from './api.ts';

const SIGNS: Readonly<Record<DocumentState, Icon>> = {
  draft: IconPencil,
  signed: IconCircleCheck,
  amended: IconReplace,
  superseded: IconArchive,
  retracted: IconX,
  foreign: IconFileImport,
};

const TONES: Readonly<Record<DocumentState, string | undefined>> = {
  draft: 'warn',
  signed: 'accent',
  amended: 'accent',
  superseded: undefined,
  retracted: 'high',
  foreign: undefined,
};

/** How far a document is signed: a sign, a colour and a word. */
export function StateTag({ line }: { readonly line: Pick<DocumentLine, 'state' | 'coSign'> }) {
  const { t } = usePreferences();
  const Sign = SIGNS[line.state];
  const { coSign } = line;
  return (
    <>
      <span className={ui['tag']} data-tone={TONES[line.state]}>
        <Sign size={13} aria-hidden />
        {t(`note-state.${line.state}`)}
      </span>
      {coSign !== undefined && (
        <span className={ui['tag']} data-tone={coSign.state === 'done' ? 'accent' : 'warn'}>
          {t(`co-sign.${coSign.state}`)}
        </span>
      )}
    </>
  );
}
