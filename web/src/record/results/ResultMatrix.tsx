import { Fragment } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Observation } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { dateText, dateTimeText } from '../../format/date.ts';
import { rangeText } from '../../format/flag.ts';
import { quantityUnit } from '../../format/quantity.ts';
import { shortTestNames } from '../../format/test-name.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { ObservationValueDisplay } from '../../ui/ObservationValueDisplay.tsx';
import ui from '../../ui/ui.module.css';
import { useDetail } from '../use-detail.ts';
import { cellOf, type ResultGroup, type ResultRow, type ResultTable } from './result-table.ts';
import styles from './results.module.css';

/** The table of results: names stay at the left while the times scroll. */
export function ResultMatrix({ table }: { readonly table: ResultTable }) {
  const { language, t } = usePreferences();
  const rows = table.groups.flatMap((group) => group.rows);
  const names = shortTestNames(rows.map((row) => conceptText(row.concept, language)));
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('results.laboratory')}>
      <table className={styles['matrix']}>
        <thead>
          <tr>
            <th scope="col" className={styles['name']}>
              {t('field.test')}
            </th>
            <th scope="col" className={styles['range']}>
              {t('field.range')}
            </th>
            {table.columns.map((column) => (
              <ColumnHead key={column} column={column} />
            ))}
            <th className={styles['fill']} aria-hidden />
          </tr>
        </thead>
        <tbody>
          {table.groups.map((group) => (
            <GroupRows
              key={group.rows[0]?.code}
              group={group}
              columns={table.columns}
              single={table.groups.length === 1}
              names={names}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnHead({ column }: { readonly column: string }) {
  const { language } = usePreferences();
  const [date, time] = [dateText(column, language), dateTimeText(column, language)];
  return (
    <th scope="col">
      {date}
      <span className={styles['year']}>{time.length > date.length ? time.slice(date.length + 1) : '\u00A0'}</span>
    </th>
  );
}

interface GroupProps {
  readonly group: ResultGroup;
  readonly columns: readonly string[];
  readonly single: boolean;
  readonly names: ReadonlyMap<string, string>;
}

function GroupRows({ group, columns, single, names }: GroupProps) {
  const { t } = usePreferences();
  return (
    <Fragment>
      {!single && (
        <tr className={styles['panelRow']}>
          <th scope="rowgroup" colSpan={columns.length + 3} className={styles['panel']}>
            <span>
              {group.panel === undefined ? t('results.ungrouped') : <CodeableConceptDisplay concept={group.panel} />}
            </span>
          </th>
        </tr>
      )}
      {group.rows.map((row) => (
        <Row key={row.code} row={row} columns={columns} names={names} />
      ))}
    </Fragment>
  );
}

interface RowProps {
  readonly row: ResultRow;
  readonly columns: readonly string[];
  readonly names: ReadonlyMap<string, string>;
}

function Row({ row, columns, names }: RowProps) {
  const { language } = usePreferences();
  const { detail, open } = useDetail();
  const name = conceptText(row.concept, language) || row.code;
  const short = names.get(name) ?? name;
  const unitOf = ({ valueQuantity }: Observation) =>
    valueQuantity === undefined ? undefined : quantityUnit(valueQuantity, language);
  const unit = row.results.map(unitOf).find((one) => one !== undefined);
  const differs = (one: Observation) => unitOf(one) !== undefined && unitOf(one) !== unit;
  const ranges = row.results.find((one) => one.referenceRange !== undefined && !differs(one))?.referenceRange;
  return (
    <tr data-open={detail === row.code} data-code={row.code} onClick={() => open(row.code)}>
      <th scope="row" className={styles['name']}>
        <button type="button" className={ui['rowButton']} onClick={() => open(row.code)}>
          <span title={name}>{short}</span>
        </button>{' '}
        <span className={ui['unit']}>{unit}</span>
      </th>
      <td className={styles['range']}>
        <RangeText text={rangeText(ranges)} />
      </td>
      {columns.map((column) => {
        const result = cellOf(row, column);
        return (
          <td key={column}>
            {result !== undefined && <ObservationValueDisplay valued={result} unit={differs(result)} />}
          </td>
        );
      })}
      <td className={styles['fill']} />
    </tr>
  );
}

function RangeText({ text }: { readonly text: string }) {
  const { t } = usePreferences();
  if (text !== '') return <>{text}</>;
  return (
    <span title={t('results.no-range')}>
      <span aria-hidden>—</span>
      <span className="visually-hidden">{t('results.no-range')}</span>
    </span>
  );
}
