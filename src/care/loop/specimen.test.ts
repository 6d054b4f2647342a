import { describe, expect, it } from 'vitest';
import { planOf } from './plan.ts';
import { DEFAULT_LOOP_SETTINGS } from './rules.ts';
import { decideSpecimen } from './specimen.ts';
import type { SpecimenState } from './state.ts';
import type { Step } from './steps.ts';
import { ANNA, badge, band, BORA, COLLEAGUE, inner, minutes, NURSE, specimen, STUDENT } from './testing.ts';

const PRINT: Step = { action: 'print-label', at: 'bedside' };
const TUBE = inner('tube', 'EDTA/L1/271231');
const LABEL = inner('specimen-label', 'LB1');
const verdictOf = (more: Partial<SpecimenState>) => decideSpecimen(specimen(more)).verdict;
const usual = specimen().request;
const request = (more: object): Partial<SpecimenState> =>
  usual === undefined ? {} : { request: { ...usual, ...more } };

describe('a specimen at the bed', () => {
  it('is collected where everything is right, with its label and its moment', () => {
    const { writes } = planOf(decideSpecimen(specimen()));
    const [first] = writes;
    expect(first).toMatchObject({
      op: 'create',
      resource: { resourceType: 'Specimen', status: 'available', accessionIdentifier: { value: 'LB1' } },
    });
    expect(JSON.stringify(first)).toContain(`Patient/${ANNA.id}`);
  });

  it.each<[string, Partial<SpecimenState>, string]>([
    ['another patient’s band', { steps: [badge(NURSE), band(BORA), PRINT, TUBE, LABEL] }, 'loop.spec.wrong-patient'],
    ['a request of another patient', request({ patient: BORA.id }), 'loop.spec.wrong-patient'],
    [
      'a label printed before the band',
      { steps: [badge(NURSE), PRINT, band(ANNA), TUBE, LABEL] },
      'loop.spec.print-at-bedside',
    ],
    [
      'a label printed at the station',
      { steps: [badge(NURSE), band(ANNA), { action: 'print-label', at: 'station' }, TUBE, LABEL] },
      'loop.spec.print-at-bedside',
    ],
    ['a request that is over', request({ status: 'revoked' }), 'loop.spec.request-not-active'],
    ['a request that was collected', { collected: [{ request: 'request' }] }, 'loop.spec.already-collected'],
    ['a label that was used', { collected: [{ request: 'other', label: 'LB1' }] }, 'loop.spec.label-used'],
    [
      'another tube',
      { steps: [badge(NURSE), band(ANNA), PRINT, inner('tube', 'SST/L1/271231'), LABEL] },
      'loop.spec.wrong-tube',
    ],
    [
      'a tube that expired',
      { steps: [badge(NURSE), band(ANNA), PRINT, inner('tube', 'EDTA/L1/260101'), LABEL] },
      'loop.spec.tube-expired',
    ],
    [
      'another label',
      { steps: [badge(NURSE), band(ANNA), PRINT, TUBE, inner('specimen-label', 'LB2')] },
      'loop.spec.wrong-label',
    ],
    [
      'a student',
      { signedIn: STUDENT.id, steps: [badge(STUDENT), band(ANNA), PRINT, TUBE, LABEL] },
      'loop.staff.not-entitled',
    ],
    [
      'somebody else’s badge',
      { steps: [badge(COLLEAGUE), band(ANNA), PRINT, TUBE, LABEL] },
      'loop.staff.badge-differs',
    ],
  ])('is stopped by %s', (_name, more, key) => {
    const verdict = verdictOf(more);
    expect([verdict.decision, verdict.messageKey]).toEqual(['stop', key]);
    const specimens = planOf(decideSpecimen(specimen(more))).writes.filter(
      (write) => write.op === 'create' && write.resource.resourceType === 'Specimen',
    );
    expect(specimens).toEqual([]);
  });

  it.each<[readonly Step[], string]>([
    [[], 'badge'],
    [[badge(NURSE)], 'band'],
    [[badge(NURSE), band(ANNA)], 'label'],
    [[badge(NURSE), band(ANNA), PRINT], 'tube'],
    [[badge(NURSE), band(ANNA), PRINT, TUBE], 'specimen-label'],
  ])('asks for one thing after the other: %#', (steps, awaits) => {
    expect(verdictOf({ steps })).toMatchObject({ decision: 'wait', awaits });
  });

  it('of a group and screen needs a second person', () => {
    const two = request({ secondIdentifier: true });
    expect(verdictOf(two)).toMatchObject({ decision: 'stop' });
    expect(
      verdictOf({ ...two, steps: [badge(NURSE), badge(COLLEAGUE), band(ANNA), PRINT, TUBE, LABEL] }).decision,
    ).toBe('allow');
  });
});

describe('a specimen in the laboratory', () => {
  const technologist = { id: 'lab', role: 'laboratory-technologist', gsrn: '880' };
  const arrived = (more: Partial<SpecimenState> = {}): Partial<SpecimenState> => ({
    place: 'laboratory',
    signedIn: technologist.id,
    staff: [technologist],
    steps: [LABEL],
    specimen: { id: 's', collectedAt: minutes(-30) },
    ...more,
  });

  it('is received where its label is the request’s', () => {
    expect(verdictOf(arrived())).toMatchObject({ decision: 'allow', messageKey: 'loop.spec.received' });
  });

  it.each<[string, Partial<SpecimenState>, string]>([
    ['nobody of the laboratory', arrived({ signedIn: NURSE.id, staff: [NURSE] }), 'loop.staff.not-entitled'],
    ['no label', arrived({ steps: [{ scan: 'specimen-label', raw: null }] }), 'loop.spec.unlabelled'],
    ['another label', arrived({ steps: [inner('specimen-label', 'LB2')] }), 'loop.spec.wrong-label'],
    [
      'a tube that was received',
      arrived({ specimen: { id: 's', collectedAt: minutes(-30), received: true } }),
      'loop.spec.already-received',
    ],
    ['a tube that took too long', arrived({ ...request({ maxTransportMinutes: 29 }) }), 'loop.spec.too-old'],
  ])('is stopped by %s', (_name, more, key) => {
    expect(verdictOf(more)).toMatchObject({ decision: 'stop', messageKey: key });
  });

  it('takes a tube at the very end of its time', () => {
    expect(verdictOf(arrived({ ...request({ maxTransportMinutes: 30 }) })).decision).toBe('allow');
  });

  it('has an unusable tube drawn again, and never relabels it', () => {
    for (const more of [
      arrived({ steps: [{ scan: 'specimen-label', raw: null }] }),
      arrived({ ...request({ maxTransportMinutes: 1 }) }),
    ]) {
      const text = JSON.stringify(planOf(decideSpecimen(specimen(more))).writes);
      expect(text).toContain('recollect');
      expect(text).toContain('unsatisfactory');
    }
  });

  it('asks for a comment on a tube that is not as it should be', () => {
    const more = arrived({ specimen: { id: 's', collectedAt: minutes(-30), condition: 'haemolysed' } });
    expect(verdictOf(more)).toMatchObject({ decision: 'wait', awaits: 'comment' });
    const steps: readonly Step[] = [LABEL, { action: 'accept-with-comment' }];
    expect(verdictOf({ ...more, steps })).toMatchObject({ decision: 'warn', messageKey: 'loop.spec.condition' });
  });
});

describe('a critical result', () => {
  const late = DEFAULT_LOOP_SETTINGS.criticalResultMinutes;
  const report = (more: object) => ({
    steps: [{ action: 'tick' }] as readonly Step[],
    report: { id: 'r', critical: true, releasedAt: minutes(-late - 1), orderer: 'doctor', ...more },
  });

  it('that nobody acknowledged in time is told to somebody on call', () => {
    const decided = decideSpecimen(specimen(report({})));
    expect(decided.verdict).toMatchObject({ decision: 'warn', messageKey: 'loop.spec.critical-unacknowledged' });
    expect(JSON.stringify(planOf(decided, 'escalated').writes)).toContain('on-call');
  });

  it.each([
    ['acknowledged', { acknowledged: true }],
    ['young', { releasedAt: minutes(-late) }],
    ['not critical', { critical: false }],
  ])('that is %s waits for nothing', (_name, more) => {
    expect(verdictOf(report(more))).toMatchObject({ decision: 'allow', messageKey: 'loop.spec.nothing-waits' });
  });

  it('is no matter where there is no report', () => {
    expect(verdictOf({ steps: [{ action: 'tick' }] }).messageKey).toBe('loop.spec.nothing-waits');
  });
});
