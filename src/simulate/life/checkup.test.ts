import { describe, expect, it } from 'vitest';
import { DAY, dayAt } from '../calendar.ts';
import { chartOf, codeOf, lifeOf } from '../testing.ts';
import { checkup, planCheckups } from './checkup.ts';
import { planEpisodes, rateOf, wayOf } from './acute.ts';
import { episodeOf, EPISODES } from '../data/episodes.ts';
import { Random } from '../random.ts';
import { vaccinate } from './immunization.ts';

describe('health checks', () => {
  it('of adults measure body, pressure, blood and urine, and are judged', () => {
    const life = lifeOf({ age: 52, sex: 'female' });
    checkup(life, life.end - 30 * DAY);
    const chart = chartOf(life);
    for (const loinc of ['8302-2', '29463-7', '39156-5', '8480-6', '718-7', '2093-3', '98979-8'])
      expect(chart.values(loinc), loinc).toHaveLength(1);
    expect(chart.of('DiagnosticReport').some(({ code }) => code.text === '유방촬영술')).toBe(true);
    const text = Buffer.from(chart.of('DocumentReference')[0]?.content[0]?.attachment.data ?? '', 'base64').toString(
      'utf8',
    );
    expect(text).toContain('판정: ');
    expect(text).toContain(String(chart.values('8480-6')[0]?.value));
  });

  it('of men have no mammogram', () => {
    const life = lifeOf({ age: 52 });
    checkup(life, life.end - 30 * DAY);
    expect(
      chartOf(life)
        .of('DiagnosticReport')
        .some(({ code }) => code.text === '유방촬영술'),
    ).toBe(false);
  });

  it('of infants measure the head, and draw no blood', () => {
    const life = lifeOf({ age: 1 });
    checkup(life, life.end - 5 * DAY);
    const chart = chartOf(life);
    expect(chart.values('9843-4')[0]?.value).toBeGreaterThan(40);
    expect(chart.of('DiagnosticReport')).toEqual([]);
  });

  it('come every second year to those who go', () => {
    let most = 0;
    for (let at = 0; at < 30; at++) {
      const life = lifeOf({ age: 50, years: 8, seed: `checked ${at}` });
      planCheckups(life);
      let count = 0;
      while (life.agenda.next() !== undefined) count++;
      expect(count).toBeLessThanOrEqual(5);
      most = Math.max(most, count);
    }
    expect(most).toBeGreaterThan(2);
  });
});

describe('acute episodes', () => {
  it('at risk only: no bronchial exacerbation without the disease, some with it', () => {
    const [healthy, ill] = [lifeOf({ age: 70 }), lifeOf({ age: 70, diseases: { copd: 5 } })];
    const today = dayAt(healthy.end);
    expect(rateOf(healthy, episodeOf('copdExacerbation'), today)).toBe(0);
    expect(rateOf(ill, episodeOf('copdExacerbation'), today)).toBeGreaterThan(0.1);
    expect(rateOf(ill, episodeOf('pneumonia'), today)).toBeGreaterThan(
      2 * rateOf(healthy, episodeOf('pneumonia'), today),
    );
  });

  it('begin with a pandemic only after it began', () => {
    const life = lifeOf({ age: 40, years: 12 });
    expect(rateOf(life, episodeOf('covid'), dayAt(life.end) - 9 * 365)).toBe(0);
    expect(rateOf(life, episodeOf('covid'), dayAt(life.end))).toBeGreaterThan(0);
  });

  it('are children’s in children and old people’s in the old', () => {
    const [child, old] = [lifeOf({ age: 3 }), lifeOf({ age: 80 })];
    const today = dayAt(child.end);
    expect(rateOf(child, episodeOf('hfmd'), today)).toBeGreaterThan(0.05);
    expect(rateOf(old, episodeOf('hfmd'), today)).toBe(0);
    expect(rateOf(old, episodeOf('hipFracture'), today)).toBeGreaterThan(
      100 * rateOf(child, episodeOf('hipFracture'), today),
    );
  });

  it('that can happen once happen once', () => {
    for (let at = 0; at < 40; at++) {
      const life = lifeOf({ age: 74, diseases: { kneeArthritis: 12, myoma: 1 }, years: 12, seed: `knee ${at}` });
      planEpisodes(life);
      let knees = 0;
      for (let entry = life.agenda.next(); entry !== undefined; entry = life.agenda.next())
        if (entry.kind === 'episode' && entry.episode.key === 'kneeReplacement') knees++;
      expect(knees).toBeLessThanOrEqual(1);
    }
  });

  it('always lead to a stay where the table says so, for at least a day', () => {
    const life = lifeOf({ age: 50 });
    const draw = new Random('ways');
    for (const episode of EPISODES) {
      const way = wayOf(life, episode, dayAt(life.end), draw);
      if (episode.stay === 1) expect(way.stay, episode.key).toBe(true);
      if (episode.stay === 0) expect(way.stay, episode.key).toBe(false);
      if (way.stay) expect(way.days).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('vaccinations', () => {
  it('of a child of six are those of the national schedule, in order, in the past', () => {
    const life = lifeOf({ age: 6.5, years: 6.4 });
    vaccinate(life);
    const shots = chartOf(life).of('Immunization');
    const times = shots.map(({ occurrenceDateTime = '' }) => Date.parse(occurrenceDateTime));
    expect(shots.length).toBeGreaterThan(18);
    for (let at = 1; at < times.length; at++)
      expect(times[at]).toBeGreaterThanOrEqual((times[at - 1] ?? 0) - 86_400_000);
    expect(
      shots
        .filter(({ vaccineCode }) => codeOf(vaccineCode) === '120')
        .map(({ protocolApplied }) => protocolApplied?.[0]?.doseNumberPositiveInt),
    ).toEqual([1, 2, 3]);
  });

  it('given elsewhere are reported by the registry, those given here have a lot number', () => {
    const life = lifeOf({ age: 5, years: 2 });
    vaccinate(life);
    for (const { primarySource, lotNumber, reportOrigin } of chartOf(life).of('Immunization')) {
      expect(primarySource === true).toBe(lotNumber !== undefined);
      expect(primarySource === false).toBe(reportOrigin !== undefined);
    }
  });

  it('of the middle-aged have no childhood doses: there was no registry', () => {
    const life = lifeOf({ age: 55 });
    vaccinate(life);
    const codes = chartOf(life)
      .of('Immunization')
      .map(({ vaccineCode }) => codeOf(vaccineCode));
    for (const code of ['19', '03', '120']) expect(codes).not.toContain(code);
  });

  it('name the Korean vaccination type beside CVX', () => {
    const life = lifeOf({ age: 2, years: 2 });
    vaccinate(life);
    for (const { vaccineCode } of chartOf(life).of('Immunization')) {
      expect(vaccineCode.coding?.[0]?.system).toBe('http://hl7.org/fhir/sid/cvx');
      expect(vaccineCode.coding?.[1]?.system).toContain('krcore-vcnt-types');
    }
  });
});
