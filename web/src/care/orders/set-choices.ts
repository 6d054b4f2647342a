/**
 * What is chosen of a set: of alternatives one, whatever else is chosen.
 *
 * Proof   set-choices.test.ts
 */
import type { Applied } from './api.ts';

/** The paths that are chosen beforehand. */
export function chosenPaths(nodes: readonly Applied[]): ReadonlySet<string> {
  return new Set(leaves(nodes).flatMap(({ chosen, path }) => (chosen ? [path] : [])));
}

function leaves(nodes: readonly Applied[]): readonly Applied[] {
  return nodes.flatMap((node) => (node.children === undefined ? [node] : leaves(node.children)));
}

/** Chooses a path or leaves it; of alternatives the others are left. */
export function choose(
  nodes: readonly Applied[],
  chosen: ReadonlySet<string>,
  path: string,
  on: boolean,
): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!on) next.delete(path);
  else {
    next.add(path);
    for (const group of groupsAbove(nodes, path))
      if (group.behaviour === 'exactly-one' || group.behaviour === 'at-most-one')
        for (const child of group.children ?? [])
          if (!isWithin(path, child.path)) for (const leaf of leaves([child])) next.delete(leaf.path);
  }
  return next;
}

function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`);
}

function groupsAbove(nodes: readonly Applied[], path: string): readonly Applied[] {
  return nodes.flatMap((node) =>
    node.children !== undefined && isWithin(path, node.path) ? [node, ...groupsAbove(node.children, path)] : [],
  );
}
