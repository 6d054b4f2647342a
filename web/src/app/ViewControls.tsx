/**
 * The two switches of every screen: Korean or English, light or dark.
 */
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { usePreferences } from './preferences.tsx';
import styles from './app.module.css';

export function LanguageSwitch() {
  const { language, setLanguage } = usePreferences();
  const next = language === 'ko' ? 'en' : 'ko';
  return (
    <button type="button" className={styles['control']} lang={next} onClick={() => setLanguage(next)}>
      <IconLanguage size={18} stroke={1.7} aria-hidden />
      <span>{next === 'ko' ? '한국어' : 'English'}</span>
    </button>
  );
}

export function SchemeSwitch() {
  const { t } = usePreferences();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <button type="button" className={styles['control']} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      {dark ? <IconSun size={18} stroke={1.7} aria-hidden /> : <IconMoon size={18} stroke={1.7} aria-hidden />}
      <span>{t(dark ? 'view.light' : 'view.dark')}</span>
    </button>
  );
}
