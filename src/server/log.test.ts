import { describe, expect, it } from 'vitest';
import { logCode } from '../kernel/index.ts';
import { openLog } from './log.ts';

function lines(level: Parameters<typeof openLog>[0]): { log: ReturnType<typeof openLog>; read: () => unknown[] } {
  let text = '';
  const log = openLog(level, { write: (line: string) => void (text += line) });
  return {
    log,
    read: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as unknown),
  };
}

describe('the log', () => {
  it('is one JSON object a line, with level, time and event', () => {
    const { log, read } = lines('info');
    log.info('server.request', { status: 200, ms: 1.5, route: logCode('/fhir/R4/:type') });
    log.warn('store.connection-lost');
    expect(read()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        event: 'server.request',
        status: 200,
        ms: 1.5,
        route: '/fhir/R4/:type',
      },
      { level: 'warn', time: expect.any(String), event: 'store.connection-lost' },
    ]);
  });

  it('writes nothing below its level, and nothing at all when silent', () => {
    const { log, read } = lines('warn');
    log.debug('a.b');
    log.info('a.b');
    log.error('a.b');
    expect(read()).toHaveLength(1);
    const silent = lines('silent');
    silent.log.error('a.b');
    expect(silent.read()).toEqual([]);
  });

  it('has no way in for words: what is no code becomes unprintable', () => {
    const { log, read } = lines('info');
    log.info('a.b', { name: logCode('Kim Min-jun, born 1980') });
    expect(read()).toMatchObject([{ name: 'unprintable' }]);
  });
});
