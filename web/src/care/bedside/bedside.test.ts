import { describe, expect, it } from 'vitest';
import { isMessageKey } from '../../messages/messages.ts';
import { infusionEvents } from './administrations.ts';
import type { DueDose } from './api.ts';
import { carry, takeCarried } from './carried.ts';
import { chartTable } from './chart-grid.ts';
import { byTime, countsOf, doseKey, dosesOf } from './due-filter.ts';
import {
  EMERGENCY_REASONS,
  INFUSION_REASONS,
  NOT_GIVEN,
  PRN_REASONS,
  reasonsFor,
  RETRACT_REASONS,
  ROUTES,
  SITES,
} from './reasons.ts';
import { percentOf } from './scans.ts';
import { awayText, dayOf, dayStart, isSkewed, windowOf } from './times.ts';

const NOW = Date.parse('2026-07-01T09:00:00+09:00');
const dose = (more: Partial<DueDose>): DueDose => ({
  patient: 'anna',
  order: 'order',
  orderVersion: '1',
  standing: 'due',
  drug: 'paracetamol',
  verified: true,
  highAlert: false,
  timeCritical: false,
  ...more,
});

describe('times of doses', () => {
  it('are told from now, in both languages', () => {
    const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
    expect([0, 15, 60, 95, -40].map((one) => awayText(at(one), NOW, 'ko'))).toEqual([
      '지금',
      '15분 뒤',
      '1시간 뒤',
      '1시간 35분 뒤',
      '40분 지남',
    ]);
    expect([0, 15, -95].map((one) => awayText(at(one), NOW, 'en'))).toEqual(['now', 'in 15 min', '1 h 35 min ago']);
  });

  it('a device’s clock is told where it is more than two minutes off', () => {
    expect([undefined, 0, 119_000, -120_000, 121_000, -600_000].map(isSkewed)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('the window moves in steps, so that it is asked once in five minutes', () => {
    expect(windowOf(NOW + 1000, 12, 4)).toEqual(windowOf(NOW + 299_000, 12, 4));
    expect(windowOf(NOW, 12, 4)).not.toEqual(windowOf(NOW + 300_000, 12, 4));
    expect(dayStart(dayStart(NOW), 1) - dayStart(NOW)).toBe(86_400_000);
    expect(dayOf(dayStart(NOW))).toBe(dayOf(NOW));
  });
});

describe('the list', () => {
  const doses = [
    dose({ order: 'a', standing: 'late', slot: '2026-06-30T23:00:00.000Z' }),
    dose({ order: 'b', slot: '2026-07-01T00:00:00.000Z', verified: false }),
    dose({ order: 'c', standing: 'given', slot: '2026-07-01T00:00:00.000Z', verified: false }),
    dose({ order: 'd', standing: 'as-needed', prn: {} }),
    dose({ order: 'e', standing: 'running', slot: '2026-07-01T00:00:00.000Z' }),
    dose({ order: 'f', standing: 'unreadable' }),
  ];

  it('is filtered without losing what must be done', () => {
    const of = (filter: Parameters<typeof dosesOf>[1]) => dosesOf(doses, filter).map(({ order }) => order);
    expect(of('open')).toEqual(['a', 'b', 'e', 'f']);
    expect([of('late'), of('prn'), of('running'), of('unverified'), of('done')]).toEqual([
      ['a'],
      ['d'],
      ['e'],
      ['b'],
      ['c'],
    ]);
    expect(countsOf(doses)).toMatchObject({ open: 4, late: 1, due: 1, prn: 1 });
  });

  it('is grouped by time, and each dose has a name of its own', () => {
    expect(byTime(doses).map(([slot, own]) => [slot, own.length])).toEqual([
      ['2026-06-30T23:00:00.000Z', 1],
      ['2026-07-01T00:00:00.000Z', 3],
      ['', 2],
    ]);
    expect(new Set(doses.map(doseKey)).size).toBe(doses.length);
  });
});

describe('the drug chart', () => {
  it('has a column for each hour at which something is due, and leaves nothing out', () => {
    const day = dayStart(NOW);
    const at = (hour: number) => new Date(day + hour * 3_600_000).toISOString();
    const doses = [8, 20].map((hour) => dose({ slot: at(hour) }));
    const table = chartTable(
      [
        ...doses,
        dose({ order: 'other', slot: at(8.5) }),
        dose({ order: 'odd' }),
        dose({ order: 'old', slot: at(-30) }),
      ],
      day,
      dayStart(day, 1),
    );
    expect(table.hours).toEqual([8, 20]);
    expect(table.rows.map(({ line }) => line.order).toSorted()).toEqual(['odd', 'old', 'order', 'other']);
    expect(table.rows.flatMap(({ others }) => others.map(({ order }) => order)).toSorted()).toEqual(['odd', 'old']);
  });

  it('reads the history of an infusion', () => {
    const extension = [
      {
        url: 'https://maru.health/fhir/StructureDefinition/infusion-event',
        extension: [
          { url: 'act', valueCode: 'rate' },
          { url: 'at', valueDateTime: '2026-07-01T00:00:00Z' },
          { url: 'rate', valueQuantity: { value: 8, code: 'mL/h' } },
        ],
      },
    ];
    expect(infusionEvents({ extension })).toEqual([
      { act: 'rate', at: '2026-07-01T00:00:00Z', rate: { value: 8, unit: 'mL/h' } },
    ]);
  });
});

describe('codes on the screen', () => {
  it('have words: whatever can be chosen can be read', () => {
    const groups = {
      reason: [
        ...reasonsFor(['loop.med.late', 'loop.med.early', 'loop.scanner-absent', 'loop.med.rate-differs']),
        ...EMERGENCY_REASONS,
        ...INFUSION_REASONS,
        ...NOT_GIVEN,
        ...RETRACT_REASONS,
        ...PRN_REASONS,
      ],
      'not-given-reason': NOT_GIVEN,
      'prn-reason': PRN_REASONS,
      'retract-reason': RETRACT_REASONS,
      site: SITES,
      route: ROUTES,
    };
    for (const [group, codes] of Object.entries(groups))
      for (const code of codes) expect(isMessageKey(`bedside.${group}.${code}`), `${group} ${code}`).toBe(true);
  });

  it('reasons of the gravest warning come first, and there is always one', () => {
    expect(reasonsFor(['loop.med.partial-unit', 'loop.med.late'])[0]).toBe('half-tablet-confirmed');
    expect(reasonsFor(['loop.nobody-knows'])).toEqual(['prescriber-confirmed', 'clinical-judgement']);
  });

  it('nothing of nothing is not 0 percent', () => {
    expect([percentOf(0, 0), percentOf(1, 3), percentOf(3, 3)]).toEqual([undefined, 33, 100]);
  });
});

describe('scans before the chart is open', () => {
  it('are carried to that patient’s chart once, and not for long', () => {
    const scans = [{ scan: 'badge', raw: 'b' }] as const;
    carry('anna', scans, 0);
    expect(takeCarried('anna', 1000)).toEqual(scans);
    expect(takeCarried('anna', 1001)).toEqual([]);
    carry('anna', scans, 0);
    expect(takeCarried('bora', 1000)).toEqual([]);
    carry('anna', scans, 0);
    expect(takeCarried('anna', 60_001)).toEqual([]);
  });
});
