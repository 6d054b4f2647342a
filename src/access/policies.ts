/**
 * What each role may reach, as data. `policies.json` is the default; a hospital gives its own file (setting `policies`).
 *
 * A rule speaks about `patients` (data of somebody: SMART patient context and break-glass apply) or about the `house`
 * (organisation, catalogue, definitions: the same for everybody). Restricted data (`sensitive` labels) is left out of a
 * rule about patients unless the rule says `sensitive: true`; the label stands in the `meta.security` of each resource.
 * AuditEvents are written by the house alone, whatever a policy says.
 *
 * Proof   policies.test.ts (every rule names real types; who sees no patient sees none of the compartment types)
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { OutcomeError } from '../kernel/index.ts';
import type { Interaction, Role } from './caller.ts';
import standard from './policies.json' with { type: 'json' };
import { interactionsOf } from './scopes.ts';

const typeName = z.string().regex(/^(?:\*|@[a-z]+|[A-Z][A-Za-z]+)$/, 'a resource type, @group, or *');

const ruleShape = z.strictObject({
  about: z.enum(['patients', 'house']),
  types: z.array(typeName).min(1),
  /** Letters of SMART scopes. */
  allow: z.string().regex(/^(?=.)c?r?u?d?s?$/, 'letters of cruds in their order'),
  patients: z.enum(['any', 'own']).default('any'),
  sensitive: z.boolean().default(false),
  criteria: z
    .array(z.string().regex(/^[A-Za-z_][\w-]*(?::[A-Za-z-]+)?=.+$/, 'parameter=value without chains'))
    .default([]),
});

const roleShape = z.strictObject({ breakGlass: z.boolean(), rules: z.array(ruleShape) });

const policiesShape = z.strictObject({
  groups: z.record(z.string().regex(/^[a-z]+$/), z.array(z.string().regex(/^[A-Z][A-Za-z]+$/))),
  /** Security labels (`system|code`) that restrict a resource. */
  sensitive: z.array(z.string()),
  breakGlassMinutes: z.int().min(1).max(1440),
  roles: z.strictObject({
    physician: roleShape,
    nurse: roleShape,
    pharmacist: roleShape,
    laboratory: roleShape,
    'bed-manager': roleShape,
    researcher: roleShape,
    patient: roleShape,
    executive: roleShape,
    administrator: roleShape,
    system: roleShape,
  }),
});

/** One rule, its groups resolved. */
export interface PolicyRule {
  readonly about: 'patients' | 'house';
  readonly types: ReadonlySet<string>;
  readonly interactions: readonly Interaction[];
  readonly patients: 'any' | 'own';
  readonly criteria: readonly string[];
  /** What hides restricted data in this rule: search criteria that break-glass lifts. */
  readonly restriction: readonly string[];
}

/** What one role may do. */
export interface RolePolicy {
  readonly breakGlass: boolean;
  readonly rules: readonly PolicyRule[];
}

/** The policies in force. */
export interface Policies {
  readonly breakGlassMinutes: number;
  readonly roles: Readonly<Record<Role, RolePolicy>>;
  /** Every type that a rule names (without `*`), for checking against the definitions. */
  readonly types: ReadonlySet<string>;
}

type PoliciesData = z.output<typeof policiesShape>;

/** Reads policies from data; throws `access.policies-invalid` with every fault. */
export function readPolicies(data: unknown, source = 'policies.json'): Policies {
  const parsed = policiesShape.safeParse(data);
  if (!parsed.success) throw invalid(source, z.prettifyError(parsed.error), parsed.error);
  const { groups, roles, breakGlassMinutes } = parsed.data;
  refuseUnknownGroups(parsed.data, source);
  const compiled = Object.fromEntries(
    Object.entries(roles).map(([role, policy]) => [role, compileRole(policy, parsed.data)]),
  ) as Record<Role, RolePolicy>;
  const named = Object.values(compiled).flatMap((role) => role.rules.flatMap((rule) => [...rule.types]));
  const types = new Set([...Object.values(groups).flat(), ...named].filter((type) => type !== '*'));
  return { breakGlassMinutes, roles: compiled, types };
}

/** Reads policies from a file of the hospital, or the standard ones. */
export function loadPolicies(file?: string): Policies {
  if (file === undefined) return readPolicies(standard);
  try {
    return readPolicies(JSON.parse(readFileSync(file, 'utf8')), file);
  } catch (cause) {
    if (cause instanceof OutcomeError) throw cause;
    throw invalid(file, cause instanceof Error ? cause.message : 'unreadable', cause);
  }
}

function invalid(source: string, detail: string, cause?: unknown): OutcomeError {
  return new OutcomeError(
    'invalid',
    'access.policies-invalid',
    `The role policies in ${source} cannot be used: ${detail}`,
    { cause },
  );
}

function refuseUnknownGroups(data: PoliciesData, source: string): void {
  const named = Object.values(data.roles).flatMap((role) => role.rules.flatMap((rule) => rule.types));
  const unknown = named.filter((name) => name.startsWith('@') && data.groups[name.slice(1)] === undefined);
  if (unknown.length > 0) throw invalid(source, `no group is called ${[...new Set(unknown)].join(', ')}`);
}

function compileRole(role: z.output<typeof roleShape>, data: PoliciesData): RolePolicy {
  return { breakGlass: role.breakGlass, rules: role.rules.map((rule) => compileRule(rule, data)) };
}

function compileRule(rule: z.output<typeof ruleShape>, data: PoliciesData): PolicyRule {
  const types = rule.types.flatMap((name) => (name.startsWith('@') ? (data.groups[name.slice(1)] ?? []) : [name]));
  const open = rule.sensitive || rule.about === 'house';
  return {
    about: rule.about,
    types: new Set(types),
    interactions: interactionsOf(rule.allow),
    patients: rule.patients,
    criteria: rule.criteria,
    restriction: open ? [] : data.sensitive.map((label) => `_security:not=${label}`),
  };
}
