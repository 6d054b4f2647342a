import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseJson } from '../kernel/index.ts';
import { ScreenOutput, type Screen } from './output.ts';

class Page implements Screen {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 20;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }
}

describe('output', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('shows lines to people and results to programs, never both', () => {
    const [people, programs] = [new Page(), new Page()];
    for (const [page, json] of [
      [people, false],
      [programs, true],
    ] as const) {
      const output = new ScreenOutput(page, new Page(), json);
      output.line('done');
      output.result({ value: parseJson('1.50') });
    }
    expect(people.text).toBe('done\n');
    expect(programs.text).toBe('{"value":1.50}\n');
  });

  it('keeps progress on one short line of the terminal, and takes it away before the next line', () => {
    const [out, err] = [new Page(), new Page(true)];
    const output = new ScreenOutput(out, err, false);
    output.progress('a progress that is far too long for this terminal');
    output.line('done');
    expect(err.text).toBe('\r\u001b[Ka progress that is \r\u001b[K');
    expect(out.text).toBe('done\n');
  });

  it('tells progress now and then only, and never into the results of a program', () => {
    const [err, quiet] = [new Page(), new Page()];
    const output = new ScreenOutput(new Page(), err, false);
    const json = new ScreenOutput(new Page(), quiet, true);
    vi.advanceTimersByTime(10_000);
    for (let step = 0; step < 100; step++) {
      output.progress(`step ${step}`);
      json.progress(`step ${step}`);
    }
    expect(err.text).toBe('step 0\n');
    expect(quiet.text).toBe('');
  });
});
