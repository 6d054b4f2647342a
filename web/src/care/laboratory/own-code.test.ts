import { describe, expect, it } from 'vitest';
import { ownCode } from './own-code.ts';

describe('codes of this house', () => {
  it.each([
    [']d28017880123400000005018', 'badge'],
    [']d28018880123400000010012\u001D801902', 'band'],
    [']d291EDTA-3/LOT9/271231', 'tube'],
    [']d291LB-260701-0007', 'specimen-label'],
    [']d291MK-260701-0031', 'bottle'],
    ['=A99972600010100', 'blood-unit'],
    [']C0=A99972600010100', 'blood-unit'],
  ])('%s is a %s', (raw, kind) => {
    expect(ownCode(raw)?.kind).toBe(kind);
  });

  it('completes what was typed by hand, and knows nothing else', () => {
    expect(ownCode(' LB-260701-0007 ')).toEqual({ kind: 'specimen-label', raw: ']d291LB-260701-0007' });
    expect(ownCode('CIT-2.7/A1/271231')?.raw).toBe(']d291CIT-2.7/A1/271231');
    for (const raw of ['', '8809912000014', '=A9997', 'EDTA-3', ']d20108809912000014'])
      expect(ownCode(raw)).toBeUndefined();
  });
});
