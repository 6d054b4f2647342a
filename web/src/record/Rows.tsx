/**
 * A table of resources whose rows open the detail at the side. The button in the first cell is what the keyboard uses; the
 * rest of the row is for the mouse.
 */
import type { ReactNode } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import type { MessageKey } from '../messages/messages.ts';
import ui from '../ui/ui.module.css';
import { useDetail } from './use-detail.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: MessageKey;
  readonly cell: (row: Row) => ReactNode;
  readonly className?: string | undefined;
  readonly width?: string;
}

interface RowsProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** What the row opens. */
  readonly reference: (row: Row) => string;
}

export function Rows<Row>({ label, rows, columns, reference }: RowsProps<Row>) {
  const { t } = usePreferences();
  const { detail, open } = useDetail();
  return (
    <table className={ui['table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" style={column.width === undefined ? undefined : { width: column.width }}>
              {t(column.title)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const target = reference(row);
          return (
            <tr
              key={target}
              className={ui['rowOpen']}
              data-open={detail === target}
              data-row={target}
              onClick={() => open(target)}
            >
              {columns.map((column, at) => (
                <td key={column.key} className={column.className}>
                  {at === 0 ? <RowButton open={() => open(target)}>{column.cell(row)}</RowButton> : column.cell(row)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function RowButton({ open, children }: { readonly open: () => void; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      className={ui['rowButton']}
      onClick={(event) => {
        event.stopPropagation();
        open();
      }}
    >
      {children}
    </button>
  );
}
