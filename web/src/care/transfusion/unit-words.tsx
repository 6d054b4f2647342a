import { usePreferences } from '../../app/preferences.tsx';
import { dateText } from '../../format/date.ts';
import { Tag } from '../../ui/Tag.tsx';
import styles from '../laboratory/laboratory.module.css';
import type { Unit } from './api.ts';

export const COMPONENTS = ['red cells', 'platelets', 'plasma', 'cryoprecipitate'] as const;
export const ATTRIBUTES = ['irradiated', 'leucodepleted', 'washed', 'cmv-negative'] as const;

/** The key of a component's name; what is not known is shown as unknown. */
export function componentKey(component: string) {
  const known = COMPONENTS.find((one) => one === component);
  return known === undefined ? 'status.unknown' : (`laboratory.component.${known}` as const);
}

export function attributeKey(code: string) {
  const known = ATTRIBUTES.find((one) => one === code);
  return known === undefined ? 'status.unknown' : (`laboratory.attribute.${known}` as const);
}

/** A blood group in letters; unknown is said in words. */
export function GroupWords({ abo, rhd }: { readonly abo: string | undefined; readonly rhd: string | undefined }) {
  const { t } = usePreferences();
  const known = (abo ?? '') !== '' && (rhd === 'positive' || rhd === 'negative');
  if (!known) return <Tag tone="high">{t('laboratory.group-unknown')}</Tag>;
  return (
    <strong>
      {abo} {rhd === 'positive' ? 'Rh+' : 'Rh−'}
    </strong>
  );
}

/** A unit in one line: group, component, number, expiry, where it is. */
export function UnitWords({ unit }: { readonly unit: Unit }) {
  const { language, t } = usePreferences();
  return (
    <span className={styles['unitLine']} data-unit={unit.number} data-state={unit.state}>
      <GroupWords abo={unit.abo} rhd={unit.rhd} /> {t(componentKey(unit.component))}{' '}
      <span className={styles['mono']}>{unit.number}</span>{' '}
      <span className={styles['sub']}>{t('laboratory.expires', { at: dateText(unit.expiry, language) })}</span>{' '}
      {unit.attributes.map((one) => (
        <Tag key={one}>{t(attributeKey(one))}</Tag>
      ))}{' '}
      <Tag tone={unit.state === 'quarantined' ? 'high' : unit.state === 'available' ? 'plain' : 'accent'}>
        {t(`laboratory.state.${unit.state}`)}
      </Tag>
    </span>
  );
}
