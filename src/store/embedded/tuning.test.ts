import { describe, expect, it } from 'vitest';
import { serverSettings } from './tuning.ts';

function megabytes(text: string | undefined): number {
  return Number(/^(\d+)MB$/.exec(text ?? '')?.[1]);
}

describe('settings of the embedded server', () => {
  it.each([512, 2048, 8192, 24_000, 1_000_000])(
    'leave most of %i MB of memory to others, and never too little',
    (memory) => {
      const settings = serverSettings({ memory, durable: true });
      const shared = megabytes(settings['shared_buffers']);
      expect(shared).toBeGreaterThanOrEqual(128);
      expect(shared).toBeLessThanOrEqual(Math.max(128, memory / 4));
      expect(shared).toBeLessThanOrEqual(2048);
      const most = shared + 16 * megabytes(settings['work_mem']) + megabytes(settings['maintenance_work_mem']);
      if (memory >= 2048) expect(most).toBeLessThan(memory / 2);
    },
  );

  it('are durable unless a test says otherwise', () => {
    const durable = serverSettings({ memory: 4096, durable: true });
    expect([durable['fsync'], durable['synchronous_commit'], durable['full_page_writes']]).toEqual(['on', 'on', 'on']);
    expect(serverSettings({ memory: 4096, durable: false })['fsync']).toBe('off');
  });

  it('keep statements and their values out of the log', () => {
    const settings = serverSettings({ memory: 4096, durable: true });
    expect(settings).toMatchObject({
      log_min_messages: 'log',
      log_min_error_statement: 'panic',
      log_error_verbosity: 'terse',
      log_parameter_max_length_on_error: '0',
    });
  });
});
