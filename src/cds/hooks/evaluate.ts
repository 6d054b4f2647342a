/**
 * What each hook checks, over what was read. A part that could not be read makes every check that rests on it unchecked.
 *
 * Proof   evaluate.test.ts
 */
import type { Text } from '../knowledge/api.ts';
import type { Knowledge } from '../knowledge/load.ts';
import type { Part, ReadPatient } from '../patient/read.ts';
import { checkAllergies } from '../rules/allergy.ts';
import { checkDrafts, checkOrders, unknownAllergies, unknownDrugs } from '../rules/check.ts';
import { attempt, run, together, type Checked, type Unchecked } from '../rules/checked.ts';
import { checkEarlyWarning } from '../rules/early-warning.ts';
import { checkImmunizations } from '../rules/immunization.ts';
import { checkInteractions } from '../rules/interaction.ts';
import { checkVte } from '../rules/vte.ts';
import type { Hook } from './api.ts';

/** Checks that rest on a part. */
const RESTS_ON: Readonly<Record<Part, readonly string[]>> = {
  patient: ['dose', 'pregnancy', 'immunization'],
  allergies: ['allergy'],
  medications: ['interaction', 'duplicate', 'dose', 'thrombosis'],
  conditions: ['pregnancy', 'thrombosis'],
  results: ['dose', 'result'],
  vitals: ['early-warning'],
  immunizations: ['immunization'],
  stay: ['thrombosis', 'early-warning'],
};
const PARTS: Readonly<Record<Part, Text>> = {
  patient: { en: 'patient', ko: '환자 정보' },
  allergies: { en: 'allergies', ko: '알레르기' },
  medications: { en: 'running drugs', ko: '투약 중인 약물' },
  conditions: { en: 'diagnoses', ko: '진단' },
  results: { en: 'results', ko: '검사 결과' },
  vitals: { en: 'vital signs', ko: '활력징후' },
  immunizations: { en: 'immunizations', ko: '예방접종 기록' },
  stay: { en: 'stay', ko: '입원 정보' },
};

export interface HookFacts {
  readonly hook: Hook;
  readonly knowledge: Knowledge;
  readonly read: ReadPatient;
  /** Drafts that are being chosen, for `order-select`. */
  readonly selections?: readonly string[] | undefined;
}

/** Runs the checks of a hook. */
export function evaluate(facts: HookFacts): Checked {
  const found = CHECKS[facts.hook](facts);
  return together([found, { alerts: [], unchecked: missingParts(facts) }]);
}

const CHECKS: Readonly<Record<Hook, (facts: HookFacts) => Checked>> = {
  'patient-view': chartOpened,
  'order-select': chosenDrafts,
  'order-sign': ({ knowledge, read }) => checkOrders(knowledge, read.facts, read),
  'encounter-discharge': (facts) => together([leaving(facts), due(facts)]),
};

/** Running drugs are checked as if they were drafted now: an allergy may have been recorded after the order. */
function chartOpened(facts: HookFacts): Checked {
  const { knowledge, read } = facts;
  const { active, allergies } = read;
  return together([
    unknownDrugs([], active),
    unknownAllergies(allergies),
    run('allergy', () => checkAllergies(knowledge.allergies, knowledge.catalogue, active, allergies)),
    run('interaction', () => checkInteractions(knowledge.interactions, active, [])),
    attempt('early-warning', () => checkEarlyWarning(read.facts, read.vitals, knowledge.pregnancy.pregnant)),
    read.missing.has('medications') ? NONE : run('thrombosis', () => checkVte(knowledge.vte, read.facts, active)),
    due(facts),
  ]);
}

const NONE: Checked = { alerts: [], unchecked: [] };

function due({ knowledge, read }: HookFacts): Checked {
  if (read.missing.has('immunizations')) return NONE;
  return run('immunization', () => checkImmunizations(knowledge.immunizations, read.facts));
}

function leaving({ knowledge, read }: HookFacts): Checked {
  return checkDrafts(knowledge, { drafts: read.active, active: [], allergies: read.allergies });
}

/** What concerns a selected draft; without selections, every draft. */
function chosenDrafts({ knowledge, read, selections }: HookFacts): Checked {
  const all = checkOrders(knowledge, read.facts, read);
  if (selections === undefined || selections.length === 0) return all;
  const chosen = new Set(selections);
  return {
    alerts: all.alerts.filter(
      ({ order, against }) => chosen.has(order ?? '') || against.some((one) => chosen.has(one)),
    ),
    unchecked: all.unchecked.filter(({ about }) => about === undefined || chosen.has(about) || !isDraft(read, about)),
  };
}

function isDraft({ drafts }: ReadPatient, id: string): boolean {
  return drafts.some((draft) => draft.id === id);
}

/** Each check once, with the parts that it lacks. */
function missingParts({ read: { missing }, hook }: HookFacts): readonly Unchecked[] {
  const views = new Set(hook === 'patient-view' ? VIEW_CHECKS : ORDER_CHECKS);
  return [...missing].flatMap(([part, reason]) =>
    RESTS_ON[part]
      .filter((check) => views.has(check))
      .map((check) => ({
        check,
        reason: { en: `${PARTS[part].en}: ${reason.en}`, ko: `${PARTS[part].ko}: ${reason.ko}` },
      })),
  );
}

const VIEW_CHECKS = ['allergy', 'interaction', 'immunization', 'thrombosis', 'early-warning'];
const ORDER_CHECKS = ['allergy', 'interaction', 'duplicate', 'dose', 'pregnancy', 'result', 'immunization'];
