import { describe, expect, it } from 'vitest';
import { concept, observation, report } from '../../fhir/testing.ts';
import { cellOf, codeOf, resultTable, takenAt } from './result-table.ts';

const K = { code: concept('Potassium', '2823-3', 'http://loinc.org') };
const NA = { code: concept('Sodium', '2951-2', 'http://loinc.org') };

describe('the table of results', () => {
  it('has a column for each time, newest first, and a row for each code', () => {
    const table = resultTable(
      [
        observation({ ...K, id: 'k1', effectiveDateTime: '2024-01-01T08:00:00Z' }),
        observation({ ...NA, id: 'n2', effectiveDateTime: '2024-02-01T08:00:00Z' }),
        observation({ ...K, id: 'k2', effectiveDateTime: '2024-02-01T08:00:30Z' }),
      ],
      [],
    );
    expect(table.columns.map((column) => column.slice(0, 10))).toEqual(['2024-02-01', '2024-01-01']);
    const [row] = table.groups[0]?.rows ?? [];
    expect(row?.results.map(({ id }) => id)).toEqual(['k2', 'k1']);
    expect(row && table.columns.map((column) => cellOf(row, column)?.id)).toEqual(['k2', 'k1']);
  });

  it('groups by the panel that reported it, what belongs to none last', () => {
    const table = resultTable(
      [
        observation({ ...NA, id: 'n', effectiveDateTime: '2024-01-01' }),
        observation({ ...K, id: 'k', effectiveDateTime: '2024-01-01' }),
      ],
      [report({ code: concept('Chemistry'), result: [{ reference: 'Observation/k' }] })],
    );
    expect(table.groups.map(({ panel, rows }) => [panel?.text, rows.map(({ code }) => code)])).toEqual([
      ['Chemistry', ['http://loinc.org|2823-3']],
      [undefined, ['http://loinc.org|2951-2']],
    ]);
  });

  it('one panel of many reports is one group', () => {
    const table = resultTable(
      [
        observation({ ...K, id: 'k', effectiveDateTime: '2024-01-01' }),
        observation({ ...NA, id: 'n', effectiveDateTime: '2024-02-01' }),
      ],
      [
        report({ code: concept('Chemistry'), result: [{ reference: 'Observation/k' }] }),
        report({ code: concept('Chemistry'), result: [{ reference: 'Observation/n' }] }),
      ],
    );
    expect(table.groups).toHaveLength(1);
  });

  it('leaves out what was cancelled or is a mistake', () => {
    const table = resultTable(
      [
        observation({ status: 'entered-in-error', effectiveDateTime: '2024' }),
        observation({ status: 'cancelled', effectiveDateTime: '2024' }),
      ],
      [],
    );
    expect(table).toEqual({ columns: [], groups: [] });
  });

  it('finds time and code where they are', () => {
    expect(takenAt(observation({ effectivePeriod: { start: '2024-01-01' } }))).toBe('2024-01-01');
    expect(takenAt(observation({ issued: '2024-01-02T00:00:00Z' }))).toBe('2024-01-02T00:00:00Z');
    expect(codeOf({ code: concept('Local test', 'X1') })).toBe('X1');
    expect(codeOf({ code: concept('Only words') })).toBe('Only words');
  });
});
