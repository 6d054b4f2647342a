import { usePreferences } from '../../app/preferences.tsx';
import ui from '../../ui/ui.module.css';
import { Tag } from '../../ui/Tag.tsx';
import type { Stage, WorkLine } from './api.ts';
import { Since, Who } from './Parts.tsx';
import styles from './laboratory.module.css';

interface Props {
  readonly lines: readonly WorkLine[];
  readonly stage: Stage;
  readonly chosen: string | undefined;
  readonly choose: (request: string) => void;
}

/** The requests of a stage. A row opens its results. */
export function WorkTable({ lines, stage, chosen, choose }: Props) {
  const { t } = usePreferences();
  return (
    <table className={ui['table']} aria-label={t(`laboratory.stage.${stage}`)} data-worklist>
      <thead>
        <tr>
          <th scope="col">{t('laboratory.field.test')}</th>
          <th scope="col">{t('laboratory.field.patient')}</th>
          <th scope="col">{t('laboratory.field.specimen')}</th>
          <th scope="col">{t(`laboratory.since.${stage}`)}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row key={line.request} line={line} open={line.request === chosen} choose={() => choose(line.request)} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly line: WorkLine;
  readonly open: boolean;
  readonly choose: () => void;
}

function Row({ line, open, choose }: RowProps) {
  const { language, t } = usePreferences();
  const { stage, released, received, collected, ordered } = line;
  const at = stage === 'released' ? released : (received ?? collected ?? ordered);
  return (
    <tr className={ui['rowOpen']} data-open={open} data-request={line.request} onClick={choose}>
      <td>
        <button
          type="button"
          className={ui['rowButton']}
          onClick={(event) => {
            event.stopPropagation();
            choose();
          }}
        >
          {line.test[language]}
        </button>{' '}
        {line.priority !== 'routine' && <Tag tone="high">{t('laboratory.urgent')}</Tag>}
      </td>
      <td>
        <Who person={line.patient} />
      </td>
      <td>
        <span className={styles['mono']}>{line.label ?? t('laboratory.no-label')}</span>
        <span className={styles['sub']}>{line.tube ?? t('laboratory.no-tube')}</span>
        {line.condition !== undefined && <Tag tone="warn">{t(conditionKey(line.condition))}</Tag>}
        {line.rejection !== undefined && <Tag tone="high">{t(rejectionKey(line.rejection))}</Tag>}
      </td>
      <td>
        <Since at={at} />
      </td>
    </tr>
  );
}

export const CONDITIONS = ['haemolysed', 'lipaemic', 'icteric', 'clotted', 'insufficient'] as const;
export const REJECTIONS = [
  'mislabelled',
  'wrong-container',
  'haemolysed',
  'clotted',
  'insufficient',
  'contaminated',
  'leaked',
  'transport-time',
  'unlabelled',
] as const;

/** The word of a condition; what is not known is shown as unknown. */
export function conditionKey(code: string) {
  const known = CONDITIONS.find((one) => one === code);
  return known === undefined ? 'status.unknown' : (`laboratory.condition.${known}` as const);
}

export function rejectionKey(code: string) {
  const known = REJECTIONS.find((one) => one === code);
  return known === undefined ? 'status.unknown' : (`laboratory.rejection.${known}` as const);
}
