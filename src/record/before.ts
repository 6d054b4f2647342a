/**
 * What stood before a change: the locked row and the content that reach and patches look at.
 *
 * Proof   concurrency.int.test.ts
 */
import type { WriteContext } from './context.ts';
import { lockCurrent, parsedResource, textsOf, type Current } from './current.ts';
import type { AnyResource } from './resource.ts';

/** The state of a reference before a change. `resource` is absent where there is none, or where it was deleted. */
export interface Before {
  readonly current?: Current | undefined;
  readonly resource?: AnyResource | undefined;
  readonly text?: string | undefined;
}

/** Locks resources and reads their content. */
export async function lockBefore(
  { transaction }: WriteContext,
  references: readonly string[],
): Promise<(reference: string) => Before> {
  const locked = await lockCurrent(transaction, [...new Set(references)]);
  const alive = [...locked.values()].filter(({ del }) => !del);
  const texts = await textsOf(transaction, alive);
  return (reference) => {
    const current = locked.get(reference);
    const text = current === undefined || current.del ? undefined : texts.get(current.rid);
    return { current, text, resource: text === undefined ? undefined : parsedResource(text) };
  };
}
