/**
 * Reach: what scopes and role policy both allow, as alternative grants per type and interaction.
 *
 * Rules: `system/` scopes count for backend clients only, `user/` and `patient/` for people only; `patient/` needs a patient
 * in context; nobody but the house writes AuditEvents; break-glass lifts the restriction of labels for its patients only,
 * and only for roles whose policy allows it. A resource may be created with a restricted label without break-glass: whoever
 * writes it knows it.
 *
 * Source  https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 * Proof   reach.test.ts (agrees with a naive oracle on generated scopes, policies and resources)
 */
import type { Caller, Grant, Interaction, Reach } from './caller.ts';
import type { Policies, PolicyRule, RolePolicy } from './policies.ts';
import { LETTERS, parseFhirScope, type FhirScope } from './scopes.ts';

/** Who asks, as far as reach depends on it. */
export type ReachSubject = Pick<Caller, 'role' | 'scopes' | 'fhirUser' | 'patient'>;

const WRITES: ReadonlySet<Interaction> = new Set(['create', 'update', 'delete']);

/** The reach of a caller. `brokenGlass`: Patient ids of running break-glass. */
export function reachOf(subject: ReachSubject, policies: Policies, brokenGlass: readonly string[] = []): Reach {
  const policy = policies.roles[subject.role];
  const scopes = usableScopes(subject);
  const known = new Map<string, readonly Grant[]>();
  return {
    grants(resourceType, interaction) {
      const key = `${resourceType} ${interaction}`;
      let grants = known.get(key);
      if (grants === undefined) {
        grants = decide(subject, policy, scopes, brokenGlass, resourceType, interaction);
        known.set(key, grants);
      }
      return grants;
    },
  };
}

/** May this role do something of this kind at all? Used to narrow scopes before they are granted. */
export function narrowToRole(scopes: readonly string[], role: Caller['role'], policies: Policies): readonly string[] {
  return scopes.flatMap((text) => {
    const scope = parseFhirScope(text);
    if (scope === undefined) return [text];
    const interactions = scope.interactions.filter((one) => roleAllows(policies.roles[role], scope.resourceType, one));
    if (interactions.length === 0 || !fitsRole(scope, role)) return [];
    return [interactions.length === scope.interactions.length ? text : narrowed(text, interactions)];
  });
}

function narrowed(text: string, interactions: readonly Interaction[]): string {
  const letters = LETTERS.filter(([, interaction]) => interactions.includes(interaction)).map(([letter]) => letter);
  return text.replace(/\.[a-z*]+(?=\?|$)/, `.${letters.join('')}`);
}

function roleAllows(policy: RolePolicy, resourceType: string, interaction: Interaction): boolean {
  if (resourceType === '*') return policy.rules.some((rule) => rule.interactions.includes(interaction));
  return (
    !isHouseOnly(resourceType, interaction) && policy.rules.some((rule) => covers(rule, resourceType, interaction))
  );
}

function isHouseOnly(resourceType: string, interaction: Interaction): boolean {
  return resourceType === 'AuditEvent' && WRITES.has(interaction);
}

function covers(rule: PolicyRule, resourceType: string, interaction: Interaction): boolean {
  return rule.interactions.includes(interaction) && (rule.types.has(resourceType) || rule.types.has('*'));
}

function fitsRole(scope: FhirScope, role: Caller['role']): boolean {
  return (scope.context === 'system') === (role === 'system');
}

function usableScopes(subject: ReachSubject): readonly FhirScope[] {
  const parsed = subject.scopes.map((text) => parseFhirScope(text)).filter((scope) => scope !== undefined);
  return parsed.filter((scope) => fitsRole(scope, subject.role));
}

function decide(
  subject: ReachSubject,
  policy: RolePolicy,
  scopes: readonly FhirScope[],
  brokenGlass: readonly string[],
  resourceType: string,
  interaction: Interaction,
): readonly Grant[] {
  if (isHouseOnly(resourceType, interaction)) return [];
  const asked = scopes.filter(
    (scope) =>
      scope.interactions.includes(interaction) && (scope.resourceType === '*' || scope.resourceType === resourceType),
  );
  const rules = policy.rules.filter((rule) => covers(rule, resourceType, interaction));
  const glass = policy.breakGlass ? brokenGlass : [];
  const grants = rules.flatMap((rule) =>
    ruleGrants(rule, subject, glass, interaction).flatMap((grant) =>
      asked.flatMap((scope) => withScope(grant, scope, rule, subject)),
    ),
  );
  return withoutCovered(grants);
}

/** What a rule alone grants: the rule, and the rule with its restriction lifted for broken glass. */
function ruleGrants(
  rule: PolicyRule,
  subject: ReachSubject,
  glass: readonly string[],
  interaction: Interaction,
): readonly Grant[] {
  const patients = rule.patients === 'own' ? ownPatient(subject) : undefined;
  const restriction = interaction === 'create' ? [] : rule.restriction;
  const usual = grantOf(patients, [...rule.criteria, ...restriction]);
  if (restriction.length === 0 || glass.length === 0) return usual;
  const lifted = patients === undefined ? glass : patients.filter((patient) => glass.includes(patient));
  return [...usual, ...grantOf(lifted, rule.criteria)];
}

function ownPatient(subject: ReachSubject): readonly string[] {
  return subject.fhirUser?.startsWith('Patient/') === true ? [subject.fhirUser.slice('Patient/'.length)] : [];
}

/** A grant, or none where its patients are none. */
function grantOf(patients: readonly string[] | undefined, criteria: readonly string[]): readonly Grant[] {
  if (patients?.length === 0) return [];
  return [{ ...(patients === undefined ? {} : { patients }), ...(criteria.length === 0 ? {} : { criteria }) }];
}

function withScope(grant: Grant, scope: FhirScope, rule: PolicyRule, subject: ReachSubject): readonly Grant[] {
  const criteria = [...new Set([...(grant.criteria ?? []), ...scope.criteria])];
  if (scope.context !== 'patient') return grantOf(grant.patients, criteria);
  if (subject.patient === undefined) return [];
  if (rule.about === 'house') return grantOf(grant.patients, criteria);
  const context = [subject.patient];
  return grantOf(
    grant.patients === undefined ? context : context.filter((one) => grant.patients?.includes(one)),
    criteria,
  );
}

/** Leaves out grants that another one covers: fewer alternatives, simpler SQL. */
function withoutCovered(grants: readonly Grant[]): readonly Grant[] {
  const kept: Grant[] = [];
  for (const grant of grants) {
    if (kept.some((other) => isCovered(grant, other))) continue;
    for (let at = kept.length - 1; at >= 0; at--) if (isCovered(kept[at] ?? grant, grant)) kept.splice(at, 1);
    kept.push(grant);
  }
  return kept;
}

function isCovered(grant: Grant, other: Grant): boolean {
  const patients =
    other.patients === undefined || (grant.patients?.every((one) => other.patients?.includes(one)) ?? false);
  return patients && (other.criteria ?? []).every((one) => grant.criteria?.includes(one) ?? false);
}
