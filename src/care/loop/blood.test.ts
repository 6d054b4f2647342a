import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideBlood } from './blood.ts';
import { planOf } from './plan.ts';
import { DEFAULT_LOOP_SETTINGS } from './rules.ts';
import type { BloodGroup, BloodState, BloodUnit, RhD } from './state.ts';
import type { Step } from './steps.ts';
import { ANNA, badge, band, blood, BORA, COLLEAGUE, minutes, NURSE, REVOKED, STUDENT } from './testing.ts';

const UNIT: Step = { scan: 'blood-unit', raw: '=A99972600010100' };
const SCANS: readonly Step[] = [badge(NURSE), badge(COLLEAGUE), band(ANNA), UNIT];
const MOST = DEFAULT_LOOP_SETTINGS;

const unit = (more: Partial<BloodUnit> = {}): Partial<BloodState> => {
  const [usual] = blood().units;
  return { units: usual === undefined ? [] : [{ ...usual, ...more }] };
};
const request = (more: Partial<BloodState['request']>): Partial<BloodState> => ({
  request: { ...blood().request, ...more },
});
const verdictOf = (more: Partial<BloodState>) => decideBlood(blood(more)).verdict;

describe('a unit of blood at the bed', () => {
  it('runs where everything is right, and is written with both people', () => {
    const decided = decideBlood(blood());
    expect(decided.verdict).toMatchObject({ decision: 'allow', messageKey: 'loop.blood.ok' });
    const [procedure, product] = planOf(decided).writes;
    expect(procedure).toMatchObject({ op: 'create', resource: { resourceType: 'Procedure', status: 'in-progress' } });
    expect(JSON.stringify(procedure)).toContain(`Practitioner/${NURSE.id}`);
    expect(JSON.stringify(procedure)).toContain(`Practitioner/${COLLEAGUE.id}`);
    expect(product).toMatchObject({ op: 'create', resource: { resourceType: 'BiologicallyDerivedProduct' } });
  });

  it('is marked in the record where the record knows it, instead of being written twice', () => {
    const { writes } = planOf(decideBlood(blood(unit({ id: 'bag' }))));
    expect(writes[1]).toEqual({
      op: 'amend',
      type: 'BiologicallyDerivedProduct',
      id: 'bag',
      set: { status: 'unavailable' },
    });
  });

  it.each<[string, Partial<BloodState>, string]>([
    [
      'another patient’s band',
      { steps: [badge(NURSE), badge(COLLEAGUE), band(BORA), UNIT] },
      'loop.blood.wrong-patient',
    ],
    ['a request for another patient', request({ patient: BORA.id }), 'loop.blood.wrong-patient'],
    ['a request that is over', request({ status: 'completed' }), 'loop.blood.request-not-active'],
    [
      'a unit that nobody knows',
      { steps: [...SCANS.slice(0, 3), { scan: 'blood-unit', raw: '=A99972600099900' }] },
      'loop.blood.unit-not-for-patient',
    ],
    [
      'a unit that cannot be read',
      { steps: [...SCANS.slice(0, 3), { scan: 'blood-unit', raw: null }] },
      'loop.blood.unit-not-for-patient',
    ],
    ['a unit issued to somebody else', unit({ issuedTo: BORA.id }), 'loop.blood.unit-not-for-patient'],
    [
      'a unit that was not crossmatched',
      request({ crossmatch: { unit: 999, sampleAt: minutes(-60) } }),
      'loop.blood.unit-not-for-patient',
    ],
    [
      'a sample that is too old',
      request({ crossmatch: { unit: 101, sampleAt: minutes(-MOST.crossmatchHours * 60 - 1) } }),
      'loop.blood.sample-expired',
    ],
    ['no consent', request({ consent: false }), 'loop.blood.consent-missing'],
    ['a unit that runs already', { running: { procedure: 'p', unit: 101 } }, 'loop.blood.already-running'],
    ['a group that does not fit', unit({ abo: 'B' }), 'loop.blood.abo-incompatible'],
    ['a unit that expired yesterday', unit({ expiry: '2026-06-30' }), 'loop.blood.expired'],
    ['an expiry that cannot be read', unit({ expiry: 'soon' }), 'loop.blood.expired'],
    ['a unit that is not irradiated', { ...request({ requires: ['irradiated'] }) }, 'loop.blood.attribute-missing'],
    ['no vital signs', { observations: [] }, 'loop.blood.vitals-missing'],
    [
      'vital signs that are too old',
      { observations: [{ code: 'vital-signs', at: minutes(-MOST.transfusionVitalsMinutes - 1) }] },
      'loop.blood.vitals-missing',
    ],
    [
      'vital signs of the future',
      { observations: [{ code: 'vital-signs', at: minutes(1) }] },
      'loop.blood.vitals-missing',
    ],
    ['one person alone', { steps: [badge(NURSE), band(ANNA), UNIT] }, 'loop.blood.second-person'],
    ['the same person twice', { steps: [badge(NURSE), badge(NURSE), band(ANNA), UNIT] }, 'loop.blood.second-person'],
    ['a student as second', { steps: [badge(NURSE), badge(STUDENT), band(ANNA), UNIT] }, 'loop.blood.second-person'],
    [
      'a revoked badge',
      { signedIn: REVOKED.id, steps: [badge(REVOKED), badge(COLLEAGUE), band(ANNA), UNIT] },
      'loop.staff.not-entitled',
    ],
  ])('is stopped by %s', (_name, more, key) => {
    const verdict = verdictOf(more);
    expect([verdict.decision, verdict.messageKey]).toEqual(['stop', key]);
    expect(
      planOf(decideBlood(blood(more))).writes.some(
        (write) => write.op === 'create' && write.resource.resourceType === 'Procedure',
      ),
    ).toBe(false);
  });

  it('warns where it starts late, and writes nothing without a reason', () => {
    const late = unit({ issuedAt: minutes(-MOST.bloodStartMinutes - 1) });
    expect(verdictOf(late)).toMatchObject({ decision: 'warn', messageKey: 'loop.blood.start-late' });
    expect(planOf(decideBlood(blood(late))).writes).toEqual([]);
    expect(planOf(decideBlood(blood(late)), 'line-difficult').writes.length).toBeGreaterThan(1);
  });

  it('waits for what is still to be scanned', () => {
    expect(verdictOf({ steps: [] })).toMatchObject({ decision: 'wait', awaits: 'badge' });
    expect(verdictOf({ steps: [badge(NURSE)] })).toMatchObject({ decision: 'wait', awaits: 'band' });
    expect(verdictOf({ steps: SCANS.slice(0, 3) })).toMatchObject({ decision: 'wait', awaits: 'blood-unit' });
  });

  it('may be O negative from the emergency stock without a crossmatch, with a reason that is kept', () => {
    const stock = unit({ abo: 'O', rhd: 'negative', issuedTo: 'emergency-stock' });
    const uncrossed = { ...stock, request: { ...blood().request, crossmatch: { unit: 5, sampleAt: minutes(0) } } };
    expect(verdictOf(uncrossed).decision).toBe('stop');
    const steps: readonly Step[] = [...SCANS, { action: 'emergency', reason: 'haemorrhage' }];
    const decided = decideBlood(blood({ ...uncrossed, steps }));
    expect(decided.verdict).toMatchObject({ decision: 'warn', messageKey: 'loop.blood.emergency-release' });
    expect(JSON.stringify(planOf(decided).writes)).toContain('crossmatch-afterwards');
    const wrongGroup = unit({ abo: 'A', rhd: 'positive', issuedTo: 'emergency-stock' });
    expect(verdictOf({ ...wrongGroup, steps }).decision).toBe('stop');
  });

  it('never starts a red cell unit whose group attacks, whatever else is right', () => {
    const groups = fc.constantFrom<BloodGroup>('A', 'B', 'AB', 'O');
    const rhesus = fc.constantFrom<RhD>('positive', 'negative');
    const antigens = (group: BloodGroup) => (group === 'O' ? [] : [...group]);
    fc.assert(
      fc.property(groups, groups, rhesus, rhesus, (patient, given, own, other) => {
        const state = blood({ ...unit({ abo: given, rhd: other }), ...request({ abo: patient, rhd: own }) });
        const { decision } = decideBlood(state).verdict;
        const foreign = antigens(given).some((antigen) => !antigens(patient).includes(antigen));
        if (foreign) expect(decision).toBe('stop');
        if (given === patient && own === other) expect(decision).toBe('allow');
      }),
    );
  });
});

describe('a reaction', () => {
  const steps: readonly Step[] = [{ action: 'reaction', signs: ['fever', 'chills'] }];

  it('stops the unit at once, and starts the work-up', () => {
    const decided = decideBlood(blood({ steps, running: { procedure: 'p', unit: 101 } }));
    expect(decided.verdict).toMatchObject({ decision: 'allow', messageKey: 'loop.blood.reaction' });
    const { writes } = planOf(decided);
    expect(writes[0]).toEqual({ op: 'amend', type: 'Procedure', id: 'p', set: { status: 'stopped' } });
    const text = JSON.stringify(writes);
    for (const part of ['AdverseEvent', 'fever, chills', 'return-unit', 'transfusion-reaction-workup'])
      expect(text).toContain(part);
  });

  it('needs no scan and no second person: nothing may delay it', () => {
    expect(verdictOf({ steps, running: { procedure: 'p' }, observations: [], units: [] }).decision).toBe('allow');
  });

  it('is named even where no sign was ticked, and refused where nothing runs', () => {
    const decided = decideBlood(blood({ steps: [{ action: 'reaction', signs: [] }], running: { procedure: 'p' } }));
    expect(JSON.stringify(planOf(decided).writes)).toContain('transfusion reaction');
    expect(verdictOf({ steps }).messageKey).toBe('loop.blood.nothing-runs');
  });
});
