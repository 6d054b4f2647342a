/**
 * Health checks: the national one every second year from 20 on, and the checks of small children.
 *
 * Source  National Health Screening Programme of Korea (NHIS); screening for stomach cancer from 40, breast cancer from 40,
 *         colorectal cancer from 50, osteoporosis of women at 54 and 66
 * Proof   checkup.test.ts, ../population.test.ts
 */
import { civil, DAY, dayAt, YEAR, type Minute } from '../calendar.ts';
import { addNote } from '../chart/document.ts';
import { addPanel, addSmoking, addVitals } from '../chart/observation.ts';
import { addProcedure, addStudy } from '../chart/procedure.ts';
import { studyOf } from '../data/procedures.ts';
import { findings, takeHistory } from './clinic.ts';
import type { Life } from './life.ts';
import { buildLine, heading, resultsLine, vitalsLine } from './notes.ts';

const CHILD_MONTHS = [1, 4, 9, 18, 30, 42, 54, 66];

/** Puts health checks on the agenda. */
export function planCheckups(life: Life): void {
  const draw = life.person.random.stream('checkups');
  const { birth } = life.person;
  const { registered } = life.span;
  const until = dayAt(life.end);
  for (const months of CHILD_MONTHS) {
    const day = Math.floor(birth + months * 30.44 + draw.whole(0, 12));
    if (day >= registered && day < until && draw.chance(0.55))
      life.agenda.add({ kind: 'checkup', at: life.clinicHour(day) });
  }
  const loyal = draw.chance(0.55);
  for (let age = 20 + (civil(birth)[0] % 2); age < 95; age += 2) {
    const day = Math.floor(birth + age * YEAR + draw.whole(0, 300));
    if (day >= registered && day < until && draw.chance(loyal ? 0.75 : 0.1))
      life.agenda.add({ kind: 'checkup', at: life.clinicHour(day) });
  }
}

/** A health check. */
export function checkup(life: Life, at: Minute): void {
  const child = life.age(dayAt(at)) < 18;
  const department = child ? 'PED' : 'FM';
  const reason = child ? '영유아 건강검진' : '국가건강검진';
  const setting = life.open({
    kind: 'AMB',
    department,
    start: at,
    end: at + 90,
    doctor: life.doctor(department),
    nurse: undefined,
    reason,
    moves: [],
  });
  takeHistory(life, setting, at);
  const sample = life.sample(at);
  if (child) {
    const small = life.age(dayAt(at)) < 3;
    addVitals(life.chart, setting, at, sample, ['height', 'weight', ...(small ? ['headCircumference'] : ['bmi'])]);
    return;
  }
  addVitals(life.chart, setting, at, sample, ['height', 'weight', 'bmi', 'bp', 'pulse']);
  if (life.isDue('smoking', dayAt(at), 1400)) addSmoking(life.chart, setting, at + 5);
  const panels = ['cbc', 'chem', 'lipid', 'ua'];
  for (const key of panels) {
    addPanel(life.chart, setting, at + 10, sample, key);
    life.done.set(`panel/${key}`, dayAt(at));
  }
  screening(life, setting, at);
  addNote(life.chart, setting, 'progress', at + 80, [
    ...heading(life, setting, '건강검진 결과', at),
    `신체계측: ${buildLine(life, setting, at + 80)}`,
    `활력징후: ${vitalsLine(life, setting, at + 80)}`,
    `검사: ${resultsLine(life, setting, at + 80)}`,
    `판정: ${judgement(sample.value('sbp'), sample.value('ldl'))}`,
  ]);
}

function judgement(sbp: number, ldl: number): string {
  if (sbp >= 140) return '고혈압 질환 의심, 2차 검진 권고.';
  return sbp >= 120 || ldl >= 130 ? '정상 B(경계), 생활습관 관리 필요.' : '정상 A.';
}

function screening(life: Life, setting: Parameters<typeof addPanel>[1], at: Minute): void {
  const age = life.age(dayAt(at));
  const woman = life.person.sex === 'female';
  const studies = ['cxr'];
  if (woman && age >= 40) studies.push('mammogram');
  if (woman && age >= 54 && life.isDue('study/dxa', at / DAY, 3600)) studies.push('dxa');
  for (const key of studies)
    addStudy(
      life.chart,
      setting,
      key,
      at + 25,
      findings(life),
      life.random.pick(life.chart.roster.doctorsOf(studyOf(key).department)),
    );
  if (age >= 40 && life.random.chance(0.6))
    addProcedure(life.chart, setting, 'egd', at + 35, life.random.between(0.7, 1.3), undefined);
}
