/**
 * A page whose code is loaded when it is first needed: the router loads it before it shows the page, or earlier, when the
 * pointer comes near a link to it. Once loaded it is rendered at once, without a moment of nothing.
 */
import { lazy, type ComponentType, type ReactNode } from 'react';

type Load = () => Promise<{ readonly default: ComponentType }>;

export function lazyPage(load: Load): (() => ReactNode) & { readonly preload: () => Promise<void> } {
  const Later = lazy(load);
  let Known: ComponentType | undefined;
  const Page = () => (Known === undefined ? <Later /> : <Known />);
  const preload = async () => {
    Known ??= (await load()).default;
  };
  return Object.assign(Page, { preload });
}
