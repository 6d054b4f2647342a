import { prettyJson } from '../../fhir/decimal.ts';
import styles from './resources.module.css';

const TOKEN = /("(?:\\.|[^"\\])*"\s*:)|("(?:\\.|[^"\\])*")|(-?\d[\d.eE+-]*|true|false|null)/g;

interface Piece {
  readonly text: string;
  readonly kind: 'key' | 'string' | 'literal' | undefined;
  readonly at: number;
}

function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) found.push({ text: text.slice(at, match.index), kind: undefined, at });
    found.push({
      text: match[0],
      kind: match[1] !== undefined ? 'key' : match[2] !== undefined ? 'string' : 'literal',
      at: match.index,
    });
    at = match.index + match[0].length;
  }
  return [...found, { text: text.slice(at), kind: undefined, at }];
}

/** A resource as JSON, with its decimals as written. */
export function JsonText({ value }: { readonly value: unknown }) {
  return (
    <pre className={styles['code']} tabIndex={0}>
      {pieces(prettyJson(value)).map(({ text, kind, at }) => (
        <span key={at} className={kind === undefined ? undefined : styles[kind]}>
          {text}
        </span>
      ))}
    </pre>
  );
}
