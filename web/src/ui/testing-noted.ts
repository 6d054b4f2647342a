/**
 * For tests: the runtime of JSX, noting plain buttons and fields while they are drawn (testing-hands.ts presses them). Use it so:
 * `vi.mock('react/jsx-dev-runtime', async (real) => (await import('../../ui/testing-noted.ts')).noting(real))`
 *
 * Proof   it is one
 */

type Props = Readonly<Record<string, unknown>>;

/** Something that a hand can touch. */
export interface Noted {
  readonly type: string;
  readonly props: Props;
}

/** What was drawn since somebody emptied the list. */
export const noted: Noted[] = [];

const HANDLERS = ['onClick', 'onChange', 'onBlur'];

export async function noting(real: () => Promise<unknown>): Promise<object> {
  const runtime = (await real()) as { readonly jsxDEV: (type: unknown, props: Props, ...more: unknown[]) => unknown };
  const jsxDEV = (type: unknown, props: Props, ...more: unknown[]) => {
    if (typeof type === 'string' && HANDLERS.some((name) => props[name] !== undefined)) noted.push({ type, props });
    return runtime.jsxDEV(type, props, ...more);
  };
  return { ...runtime, jsxDEV };
}
