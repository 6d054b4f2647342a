/**
 * Where dialogs about a patient stand: below the banner, which stays readable, because it says whose orders these are.
 */
export const BELOW_BANNER = {
  yOffset: 'calc(var(--banner, 66px) + 24px)',
  overlayProps: { backgroundOpacity: 0.28, blur: 0 },
} as const;
