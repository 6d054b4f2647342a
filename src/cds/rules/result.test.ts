import { describe, expect, it } from 'vitest';
import type { PatientFacts } from '../patient/facts.ts';
import { drug, facts, KNOWLEDGE, result } from '../testing.ts';
import { checkResults } from './result.ts';

const found = (results: PatientFacts['results'], words: string): readonly string[] =>
  checkResults(KNOWLEDGE.results, facts({ results }), [drug(words)]).map(({ rule }) => rule);

describe('a drug and a result', () => {
  it('meet beyond the limit, not at it', () => {
    expect(found({ potassium: result(5.5) }, 'spironolactone')).toEqual([]);
    expect(found({ potassium: result(5.6) }, 'spironolactone')).toEqual(['LB-01']);
    expect(found({ potassium: result(3.4) }, 'digoxin')).toEqual(['LB-02']);
    expect(found({ platelets: result(99) }, 'heparin')).toEqual(['LB-04']);
    expect(found({ qtc: result(512) }, 'haloperidol')).toEqual(['LB-05']);
  });

  it('do not meet where the result is old, absent or of another drug', () => {
    expect(found({ potassium: result(6, 8) }, 'spironolactone')).toEqual([]);
    expect(found({}, 'warfarin')).toEqual([]);
    expect(found({ potassium: result(6) }, 'amlodipine')).toEqual([]);
  });

  it('are told with the value and its day', () => {
    const [alert] = checkResults(KNOWLEDGE.results, facts({ results: { inr: result(6.2, 1) } }), [drug('warfarin')]);
    expect(alert?.detail.en).toBe('warfarin: INR far above range. Result: inr 6.2 (2026-11-23).');
    expect(alert?.against).toEqual(['Observation/6.2']);
  });
});
