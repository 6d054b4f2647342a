/**
 * The look of Mantine's controls: our accent, our greys (app/tokens.css), small radii, no decoration.
 */
import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

const pine: MantineColorsTuple = [
  '#e4f1ee',
  '#cbe4df',
  '#a9d3cb',
  '#7fbeb2',
  '#4fa495',
  '#2a8a7b',
  '#0d655b',
  '#0b5a51',
  '#094f47',
  '#063b35',
];

const stone: MantineColorsTuple = [
  '#faf8f5',
  '#f3f0ea',
  '#e6e1d9',
  '#d9d3c8',
  '#cdc6ba',
  '#a59d90',
  '#8a8377',
  '#6b655b',
  '#4f4a43',
  '#1d1b18',
];
const night: MantineColorsTuple = [
  '#efece5',
  '#c2bcb0',
  '#9f988b',
  '#7d776b',
  '#4b473f',
  '#34312c',
  '#262421',
  '#1e1d1a',
  '#191816',
  '#161513',
];

/** Filled controls carry the ink that can be read on them in either scheme; `danger` is for what cannot be taken back. */
const colours: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled') return usual;
  if (input.color !== 'danger') return { ...usual, color: 'var(--accent-ink)' };
  return { ...usual, background: 'var(--high)', hover: 'var(--high)', color: 'var(--high-ink)' };
};

export const theme = createTheme({
  variantColorResolver: colours,
  primaryColor: 'pine',
  colors: { pine, gray: stone, dark: night },
  primaryShade: { light: 6, dark: 4 },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 6,
  headings: { fontFamily: 'var(--font)', fontWeight: '650' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '13.5px', md: '14.5px', lg: '16px', xl: '18px' },
});

/** Mantine's own colours, from the palette of the app. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--high)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-strong)',
    '--mantine-primary-color-contrast': 'var(--accent-ink)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-light-color': 'var(--accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
