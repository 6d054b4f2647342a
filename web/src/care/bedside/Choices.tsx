import styles from './bedside.module.css';
import { useCodeWord } from './DrugWords.tsx';

interface Props {
  readonly label: string;
  readonly group: string;
  readonly codes: readonly string[];
  readonly chosen: string | undefined;
  readonly choose: (code: string | undefined) => void;
}

/** One of a few codes, each a button that a finger finds. Chosen again, it is none. */
export function Choices({ label, group, codes, chosen, choose }: Props) {
  const word = useCodeWord();
  return (
    <fieldset className={styles['choices']} data-choices={group}>
      <legend>{label}</legend>
      <div className={styles['chips']}>
        {codes.map((code) => (
          <button
            key={code}
            type="button"
            className={styles['chip']}
            aria-pressed={code === chosen}
            data-code={code}
            onClick={() => choose(code === chosen ? undefined : code)}
          >
            {word(group, code)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
