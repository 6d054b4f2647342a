import { usePreferences } from '../../app/preferences.tsx';
import type { AuditEvent } from '../../fhir/types.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { Tag } from '../../ui/Tag.tsx';
import ui from '../../ui/ui.module.css';
import { auditLines, type AuditLine } from './audit-line.ts';

const COLUMNS = ['when', 'who', 'did', 'about', 'why', 'from'] as const;

/** Who did what, newest first. */
export function AuditRows({ events }: { readonly events: readonly AuditEvent[] }) {
  const { t } = usePreferences();
  return (
    <table className={ui['table']} data-audit>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col">
              {t(`audit.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {auditLines(events).map((line) => (
          <Row key={line.key} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function useName(): (kind: string, code: string) => string {
  const { t } = usePreferences();
  return (kind, code) => {
    const key = `${kind}.${code}`;
    return isMessageKey(key) ? t(key) : code;
  };
}

function Row({ line }: { readonly line: AuditLine }) {
  const { t } = usePreferences();
  const name = useName();
  return (
    <tr>
      <td className={ui['date']}>
        <DateDisplay value={line.recorded} time />
      </td>
      <td className={ui['together']}>
        <strong>
          {line.person === undefined ? line.who || t('value.unknown') : <ReferenceDisplay reference={line.person} />}
        </strong>
        {line.role !== undefined && <span className={ui['sub']}>{name('role', line.role)}</span>}
      </td>
      <td className={ui['together']}>
        {line.interactions.map((one) => name('interaction', one)).join(', ')}{' '}
        {line.count > 1 && <span className="muted">× {line.count}</span>}{' '}
        {line.outcome !== 'success' && <Tag tone="warn">{t(`outcome.${line.outcome}`)}</Tag>}
      </td>
      <td>{line.types.map((type) => name('type', type)).join(', ')}</td>
      <td>
        {line.emergency && <Tag tone="high">{t('audit.emergency')}</Tag>} {line.reason}
      </td>
      <td className={`muted ${ui['together']}`}>
        {line.address}
        {line.app !== undefined && <span className={ui['sub']}>{line.app}</span>}
      </td>
    </tr>
  );
}
