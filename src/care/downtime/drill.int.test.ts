import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { TestWard } from '../bedside/testing.ts';
import { drillVerb } from './commands.ts';

describe('maru drill downtime', () => {
  let ward: TestWard;
  const lines: string[] = [];
  const results: { passed: boolean; file: string; steps: { step: string; passed: boolean; found: string }[] }[] = [];
  const data = mkdtempSync(join(tmpdir(), 'maru-drill-'));
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
  }, 60_000);
  afterAll(() => ward.close());

  const run = (words: readonly string[]) =>
    drillVerb.run(
      {
        words,
        options: {},
        output: {
          line: (text) => void lines.push(text),
          result: (value) => void results.push(value as (typeof results)[number]),
          progress: () => undefined,
        },
        signal: new AbortController().signal,
      },
      { configuration: { data }, clock: systemClock, record: () => Promise.resolve(ward.record) },
    );

  it('rehearses, passes, and writes down what it found', async () => {
    ward.now = systemClock.now();
    const status = await run(['downtime']);
    expect(results[0]?.steps.filter(({ passed }) => !passed)).toEqual([]);
    expect(status).toBe(0);
    const evidence = JSON.parse(readFileSync(results[0]?.file ?? '', 'utf8')) as { steps: { step: string }[] };
    expect(evidence.steps.map(({ step }) => step)).toContain('both doses of the conflict are in the record');
    expect(lines.at(-1)).toMatch(/passed/);
  });

  it('leaves nothing standing: the drill patient is gone from the ward, doses are entered in error, keys are free', async () => {
    const doses = await ward.find('MedicationAdministration', 'status=completed');
    expect(doses).toEqual([]);
    const patients = await ward.find('Patient', 'active=true');
    expect(JSON.stringify(patients)).not.toContain('훈련');
    const stays = await ward.find('Encounter', 'status=in-progress');
    expect(stays).toEqual([]);
    const left = await ward.store.query("select 1 from care_dose where request like 'drill-%'", []);
    expect(left).toEqual([]);
    const stations = readdirSync(join(data, 'drills')).map((name) => join(data, 'drills', name, 'stations'));
    expect(stations.some(existsSync)).toBe(false);
  });

  it('knows no other drill', async () => {
    await expect(run(['fire'])).rejects.toMatchObject({ code: 'care.drill-unknown' });
  });
});
