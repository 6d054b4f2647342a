/**
 * For tests: Mantine's parts that open above a page (dialogs, drawers, menus, lists of choices), drawn flat where they stand, and
 * its buttons noted, so that a test can press one (testing-press.tsx). Use it so:
 * `vi.mock('@mantine/core', async () => (await import('../../ui/testing-flat.tsx')).flatMantine())`
 *
 * Proof   it is one
 */
import { createElement, type ComponentType, type ReactNode } from 'react';
import { vi } from 'vitest';

interface Opened {
  readonly opened?: boolean;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
}

type Choice = string | { readonly value: string; readonly label: string } | { group: string; items: readonly Choice[] };

interface Choices {
  readonly label?: ReactNode;
  readonly 'aria-label'?: string;
  readonly data: readonly Choice[];
  readonly value?: string | null;
}

/** What a test needs of a button. */
export interface Pressable {
  readonly children?: ReactNode;
  readonly onClick?: () => void;
  readonly disabled?: boolean;
  readonly type?: string;
}

/** Buttons as they were drawn since somebody emptied the list. */
export const drawn: Pressable[] = [];

const flat = ({ opened = true, title, children }: Opened) =>
  opened ? (
    <div>
      <h2>{title}</h2>
      {children}
    </div>
  ) : null;

const through = ({ children }: { readonly children?: ReactNode }) => <>{children}</>;

/** Mantine, drawn flat. */
export async function flatMantine(): Promise<object> {
  const real = await vi.importActual<typeof import('@mantine/core')>('@mantine/core');
  const Button = (props: Pressable) => {
    drawn.push(props);
    return createElement(real.Button as ComponentType<Pressable>, props);
  };
  const Menu = Object.assign(through, { Target: through, Dropdown: through, Label: through, Item: Button });
  return { ...real, Button, Menu, Modal: flat, Drawer: flat, Select: FlatSelect };
}

function FlatSelect({ label, data, value, ...more }: Choices) {
  return (
    <label>
      {label ?? more['aria-label']}
      <select defaultValue={value ?? ''}>{data.map(choice)}</select>
    </label>
  );
}

function choice(one: Choice): ReactNode {
  if (typeof one === 'string') return <option key={one}>{one}</option>;
  if ('group' in one)
    return (
      <optgroup key={one.group} label={one.group}>
        {one.items.map(choice)}
      </optgroup>
    );
  return (
    <option key={one.value} value={one.value}>
      {one.label}
    </option>
  );
}
