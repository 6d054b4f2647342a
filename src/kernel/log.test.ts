import { expect, expectTypeOf, it } from 'vitest';
import { logCode, type Log, type LogFields } from './log.ts';

it('takes codes and ids, and lets no free text through', () => {
  expect(logCode('record.not-found')).toBe('record.not-found');
  expect(logCode('Patient/7e8a-1')).toBe('Patient/7e8a-1');
  for (const text of ['Kim Seo-yeon', '김서연', 'a\nb', '', 'x'.repeat(101), 'name=Kim', '900101,1234567'])
    expect(logCode(text)).toBe('unprintable');
});

it('refuses plain text by its type', () => {
  expectTypeOf<{ count: number; code: ReturnType<typeof logCode> }>().toExtend<LogFields>();
  expectTypeOf<{ name: string }>().not.toExtend<LogFields>();
  expectTypeOf<'started'>().not.toExtend<Parameters<Log['info']>[0]>();
});
