import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import { AnonymousAudit, LISTED_PER_MINUTE } from './anonymous.ts';
import type { AuditEntry } from './entry.ts';

function refusal(address: string): AuditEntry {
  const agent = { id: 'unknown', address };
  return { agent, kind: 'sign-in', interaction: 'login', action: 'E', outcome: 'refused', outcomeText: 'wrong' };
}

function counting() {
  const entries: AuditEntry[] = [];
  let now = 1_795_000_000_000;
  const audit = { append: (entry: AuditEntry) => Promise.resolve(void entries.push(entry)) };
  const anonymous = new AnonymousAudit(audit, { now: () => now as EpochMs });
  return { entries, anonymous, later: (ms: number) => void (now += ms) };
}

describe('AnonymousAudit', () => {
  it('writes what a person does wrong, one by one', async () => {
    const { entries, anonymous } = counting();
    for (let at = 0; at < 10; at++) await anonymous.append(refusal('10.0.0.1'));
    expect(entries.length).toBe(10);
  });

  it('writes a flood as so many, and says that more came', async () => {
    const { entries, anonymous } = counting();
    for (let at = 0; at < 5000; at++) await anonymous.append(refusal('10.0.0.1'));
    expect(entries.length).toBe(LISTED_PER_MINUTE);
    expect(entries.at(-1)?.outcomeText).toBe('wrong; more from this address in this minute are not listed');
    expect(entries.at(-2)?.outcomeText).toBe('wrong');
  });

  it('hides nobody else behind the flood, and listens again a minute later', async () => {
    const { entries, anonymous, later } = counting();
    for (let at = 0; at < 500; at++) await anonymous.append(refusal('10.0.0.1'));
    await anonymous.append(refusal('10.0.0.2'));
    expect(entries.at(-1)?.agent.address).toBe('10.0.0.2');
    later(60_000);
    await anonymous.append(refusal('10.0.0.1'));
    expect(entries.at(-1)).toEqual(refusal('10.0.0.1'));
  });

  it('keeps no more addresses in memory than it needs', async () => {
    const { entries, anonymous } = counting();
    for (let at = 0; at < 25_000; at++) await anonymous.append(refusal(`10.0.${at >> 8}.${at & 255}`));
    expect(entries.length).toBe(25_000);
  });
});
