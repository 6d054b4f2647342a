import { usePreferences } from '../app/preferences.tsx';
import type { CodeableConcept } from '../fhir/types.ts';
import { conceptText, otherText, systemText } from '../format/code.ts';
import styles from './ui.module.css';

interface Props {
  readonly concept: CodeableConcept | undefined;
  /** Also the words in the other language, below. */
  readonly both?: boolean;
}

/** What a code means, in the language of the screen. */
export function CodeableConceptDisplay({ concept, both = false }: Props) {
  const { language, t } = usePreferences();
  const text = conceptText(concept, language);
  const other = both ? otherText(concept, language) : undefined;
  return (
    <>
      {text === '' ? <span className="muted">{t('value.unknown')}</span> : text}
      {other !== undefined && <span className={styles['sub']}>{other}</span>}
    </>
  );
}

/** The codes of a concept with their systems, for a detail. */
export function CodingsDisplay({ concept }: { readonly concept: CodeableConcept | undefined }) {
  return (
    <>
      {(concept?.coding ?? []).map(({ system, code }) => (
        <div key={`${system}|${code}`}>
          <span className="muted">{systemText(system)}</span> <span className="nums">{code}</span>
        </div>
      ))}
    </>
  );
}
