/**
 * Which lines of two texts differ: the longest common run of lines stays, the rest was taken out or put in.
 *
 * Proof   line-diff.test.ts
 */
export interface DiffLine {
  readonly kind: 'same' | 'out' | 'in';
  readonly text: string;
}

/** Beyond this a table of all pairs costs too much; then the middle is shown as changed whole. */
const MOST_PAIRS = 4_000_000;

/** The lines of both texts in order, each with what became of it. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = changed(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)];
}

function same(text: string): DiffLine {
  return { kind: 'same', text };
}

function changed(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  if (a.length * b.length > MOST_PAIRS)
    return [...a.map((text) => ({ kind: 'out' as const, text })), ...b.map((text) => ({ kind: 'in' as const, text }))];
  const common = commonLengths(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(same(a[i] ?? ''));
      [i, j] = [i + 1, j + 1];
    } else if (j >= b.length || (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push({ kind: 'out', text: a[i++] ?? '' });
    } else {
      lines.push({ kind: 'in', text: b[j++] ?? '' });
    }
  }
  return lines;
}

/** For each pair of places, how many lines the rests have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i] ?? new Uint32Array(), table[i + 1] ?? new Uint32Array()];
    for (let j = b.length - 1; j >= 0; j -= 1)
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}

/** A line as it is shown: with its place, or a gap where lines are left out. */
export type ShownLine = (DiffLine & { readonly at: number }) | { readonly kind: 'gap'; readonly at: number };

/** Only the changed lines with some around them, and gaps. */
export function withContext(lines: readonly DiffLine[], around = 3): readonly ShownLine[] {
  const near = new Set<number>();
  for (const [at, { kind }] of lines.entries()) {
    if (kind !== 'same') for (let next = at - around; next <= at + around; next += 1) near.add(next);
  }
  return lines.flatMap((line, at): readonly ShownLine[] => {
    if (near.has(at)) return [{ ...line, at }];
    return near.has(at - 1) ? [{ kind: 'gap', at }] : [];
  });
}
