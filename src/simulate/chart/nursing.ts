/**
 * What nurses chart beside vital signs, in the shapes of care/ward: intake and output, scores of assessments, and what is due next.
 *
 * Unit    mL for one shift
 * Source  care/ward (fluids, instruments, due); usual amounts of adults
 * Proof   nursing.test.ts
 */
import type { CodeableConcept, ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { coding, concept, exactly } from '../codes.ts';
import { onDuty } from '../hospital/shifts.ts';
import { staffReference } from '../hospital/staff.ts';
import type { Random } from '../random.ts';
import { encounterReference, type Chart, type Setting } from './chart.ts';
import { scoreInput, type Warning } from './early-warning.ts';

type Observation = ResourceOfType['Observation'];

const SHIFT = 480;

const FLUIDS = {
  'intake-oral': ['경구', 420],
  'intake-intravenous': ['정맥 수액', 380],
  'output-urine': ['소변', 560],
} as const;

function frame(chart: Chart, setting: Setting, at: Minute, category: CodeableConcept): Omit<Observation, 'code'> {
  return {
    resourceType: 'Observation',
    id: chart.nextId('Observation'),
    status: 'final',
    category: [category],
    subject: chart.subject,
    encounter: encounterReference(setting),
    effectiveDateTime: momentText(at),
    performer: [staffReference(onDuty(chart.roster.nursesOf(setting.nurse.wards[0] ?? 'ER'), at))],
  };
}

const ACTIVITY: CodeableConcept = { coding: [coding('observationCategory', 'activity', 'Activity')] };
const SURVEY: CodeableConcept = { coding: [coding('observationCategory', 'survey', 'Survey')] };

/** Intake and output at the end of each shift. */
export function addFluids(chart: Chart, setting: Setting, from: Minute, to: Minute, random: Random): void {
  for (let at = Math.ceil((from + 240) / SHIFT) * SHIFT - 70; at < to; at += SHIFT) {
    if (at <= from) continue;
    for (const [kind, [ko, usual]] of Object.entries(FLUIDS)) {
      const amount = Math.max(50, Math.round(random.normal(usual, usual * 0.25) / 10) * 10);
      chart.add<Observation>({
        ...frame(chart, setting, at, ACTIVITY),
        code: concept('care', kind, kind, ko),
        valueQuantity: exactly(amount, 'mL'),
      });
    }
  }
}

/** Bands from the highest: from how many points, and after how many hours it is due again. */
type Bands = readonly (readonly [code: string, ko: string, from: number, again: number])[];

const GRADED: Bands = [
  ['high', '높음', 4, 24],
  ['moderate', '중간', 2, 72],
  ['low', '낮음', 0, 168],
];
const PRESSED: Bands = [
  ['high', '높음', 6, 24],
  ['moderate', '중간', 3, 72],
  ['low', '낮음', 0, 168],
];
const LOWEST: Bands[number] = ['low', '낮음', 0, 168];
const INSTRUMENTS = {
  falls: ['낙상 위험', GRADED, 11],
  pressure: ['욕창 위험', PRESSED, 13],
} as const;

/** The scores of the first day, and the tasks for the next; `frailty` from 0 to 1 raises them. */
export function addAssessments(chart: Chart, setting: Setting, start: Minute, frailty: number, random: Random): void {
  for (const [id, [ko, bands, most]] of Object.entries(INSTRUMENTS)) {
    const at = start + random.whole(60, 240);
    if (at >= chart.now) continue;
    const points = Math.min(most, Math.max(0, Math.round(random.normal(frailty * 6, 1.4))));
    const [code, said, , again] = bands.find(([, , from]) => points >= from) ?? LOWEST;
    const assessment = concept('care', `assessment-${id}`, `Assessment: ${id}`, ko);
    chart.add<Observation>({
      ...frame(chart, setting, at, SURVEY),
      code: assessment,
      valueQuantity: exactly(points, '{score}'),
      interpretation: [concept('care', `${id}-${code}`, `${id}: ${code}`, said)],
    });
    const due = at + Math.ceil(Math.max(1, chart.now - at - 600) / (again * 60)) * again * 60;
    addDue(chart, setting, assessment, at, due);
  }
}

/** Minutes from a score to the next round. */
function roundAfter(total: number | undefined): Minute {
  if (total === undefined) return 240;
  if (total >= 7) return 30;
  if (total >= 5) return 60;
  return total === 0 ? 720 : 240;
}

/** The next round: some are a little late, as they are. */
export function addNextRound(chart: Chart, setting: Setting, last: Minute, score: Warning | undefined): void {
  const due = Math.max(last + roundAfter(score?.total), chart.now - 25);
  const told = score === undefined ? {} : { input: scoreInput(score) };
  addDue(chart, setting, concept('care', 'vital-signs', 'Vital signs', '활력징후'), last, due, told);
}

function addDue(
  chart: Chart,
  setting: Setting,
  code: CodeableConcept,
  from: Minute,
  due: Minute,
  told: Pick<ResourceOfType['Task'], 'input'> = {},
): void {
  chart.add<ResourceOfType['Task']>({
    resourceType: 'Task',
    id: chart.nextId('Task'),
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code,
    for: chart.subject,
    encounter: encounterReference(setting),
    authoredOn: momentText(from),
    performerType: [
      { coding: [coding('care', 'nurse', 'Nurse'), coding('practitionerRole', 'nurse', 'Nurse')], text: '간호사' },
    ],
    restriction: { period: { end: momentText(due) } },
    ...told,
  });
}
