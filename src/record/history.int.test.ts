import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantOf, type Clock, type EpochMs } from '../kernel/index.ts';
import { testStores } from '../store/index.ts';
import { describeWith } from '../../test/material.ts';
import { patientOf, TestRecord, type Answered, lookUp } from './testing.ts';

class SetClock implements Clock {
  moment = 1_790_000_000_000 as EpochMs;

  now(): EpochMs {
    return this.moment;
  }

  pass(ms: number): void {
    this.moment = (this.moment + ms) as EpochMs;
  }
}

const versionsOf = (answer: Answered): string[] =>
  answer
    .each('entry', '')
    .map((entry) => ['request.method', 'request.url', 'response.etag'].map((place) => lookUp(entry, place)).join(' '));

for (const server of testStores()) {
  describeWith(server.need, server.present, `history on ${server.name}`, () => {
    const clock = new SetClock();
    let record: TestRecord;
    const times: EpochMs[] = [];

    beforeAll(async () => {
      record = await TestRecord.open(server, { searchCount: 50 }, clock);
      const step = async (work: () => Promise<Answered>) => {
        clock.pass(60_000);
        times.push(clock.now());
        expect((await work()).status).toBeLessThan(300);
      };
      await step(() => record.put('Patient/h', patientOf('h')));
      await step(() => record.put('Patient/h', patientOf('h', { active: true })));
      await step(() => record.put('Basic/b', { resourceType: 'Basic', id: 'b', code: { text: 'x' } }));
      await step(() => record.delete('Patient/h'));
      await step(() => record.put('Patient/h', patientOf('h', { active: false })));
    });
    afterAll(() => record.close());

    it('of a resource: newest first, with what was done and a total', async () => {
      const all = await record.get('Patient/h/_history');
      expect(versionsOf(all)).toEqual([
        'PUT Patient/h W/"4"',
        'DELETE Patient/h W/"3"',
        'PUT Patient/h W/"2"',
        'PUT Patient/h W/"1"',
      ]);
      expect(all.at('total')).toBe(4);
      expect(all.at('entry.1.resource')).toBeUndefined();
      expect(all.at('entry.0.resource.active')).toBe(false);
      expect(all.each('entry', 'response.status')).toEqual(['201', '204', '200', '201']);
    });

    it('of a type, and of everything', async () => {
      expect(versionsOf(await record.get('Basic/_history'))).toEqual(['PUT Basic/b W/"1"']);
      const all = await record.get('_history');
      expect(versionsOf(all)).toHaveLength(5);
      expect(all.at('total')).toBeUndefined();
    });

    it('since a moment, inclusive, and as it was at a moment', async () => {
      const [, second = 0, third = 0] = times;
      const since = instantOf(second as EpochMs);
      expect(versionsOf(await record.get(`Patient/_history?_since=${since}`))).toHaveLength(3);
      const at = instantOf((third + 30_000) as EpochMs);
      expect(versionsOf(await record.get(`_history?_at=${at}`))).toEqual(['PUT Basic/b W/"1"', 'PUT Patient/h W/"2"']);
      expect((await record.get('_history?_since=yesterday')).status).toBe(400);
      expect((await record.get('_history?_after=2020')).status).toBe(400);
    });

    it('in pages that lose and repeat nothing, also while others write', async () => {
      const seen: string[] = [];
      let next: string | undefined = '_history?_count=2';
      while (next !== undefined) {
        const page: Answered = await record.get(next);
        seen.push(...versionsOf(page));
        next = page.link('next');
        clock.pass(1000);
        if (seen.length < 5)
          await record.put('Basic/noise', { resourceType: 'Basic', id: 'noise', code: { text: 'n' } });
      }
      const own = seen.filter((one) => !one.includes('noise'));
      expect(own).toHaveLength(5);
      expect(new Set(own).size).toBe(5);
    });

    it('is 404 for what never was', async () => {
      expect((await record.get('Patient/never/_history')).status).toBe(404);
      expect((await record.get('Patient/h/_history?_cursor=1;drop')).status).toBe(400);
    });

    it('reads pages from an index', async () => {
      const plan = await record.store.query<Record<string, string>>(
        `explain select b.rid from body b where b.type = 3::smallint order by b.ts desc, b.rid desc, b.ver desc limit 10`,
      );
      expect(JSON.stringify(plan)).toContain('body_type_history');
    });
  });
}
