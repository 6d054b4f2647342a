/**
 * capabilities: what this server can do, made from the same tables that do it, so that it cannot say too much.
 *
 * Source  https://hl7.org/fhir/R4/http.html#capabilities, https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html
 * Proof   capabilities.int.test.ts (each line of it is tried)
 */
import { parametersOf, RESOURCE_TYPES, type SearchParameter } from '../fhir/index.ts';
import { instantOf, OutcomeError, writeJson } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import type { Context, RecordSettings } from './context.ts';

const VERSION = '0.1.0';
const OAUTH_URIS = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';
const SECURITY_SERVICE = 'http://terminology.hl7.org/CodeSystem/restful-security-service';

/** `GET metadata` */
export function capabilities(context: Pick<Context, 'base' | 'clock' | 'settings'>, ask: Ask): Promise<Answer> {
  const mode = new URLSearchParams(ask.query).get('mode') ?? 'full';
  if (mode !== 'full' && mode !== 'normative') {
    const text = `'${mode.slice(0, 40)}' is not a value of mode here: write full or normative.`;
    return Promise.reject(new OutcomeError('not-supported', 'record.bad-parameter', text));
  }
  return Promise.resolve({ status: 200, text: writeJson(statement(context)) });
}

function statement({ base, clock, settings }: Pick<Context, 'base' | 'clock' | 'settings'>): object {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: instantOf(clock.now()),
    kind: 'instance',
    software: { name: 'Maru', version: VERSION },
    implementation: { description: 'The FHIR record of Maru', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: securityOf(base.replace(/\/fhir\/R4$/, '')),
        resource: RESOURCE_TYPES.map((type) => resourceOf(type, settings)),
        interaction: ['transaction', 'batch', 'search-system', 'history-system'].map((code) => ({ code })),
        searchParam: [...parametersOf('Resource').values()].filter(isAnswered).map(parameterOf),
        operation: [operation('import', 'https://maru.health/fhir/OperationDefinition/import')],
      },
    ],
  };
}

function operation(name: string, definition: string): object {
  return { name, definition };
}

function securityOf(issuer: string): object {
  const uri = (url: string, path: string): object => ({ url, valueUri: `${issuer}/oidc/${path}` });
  const endpoints = [
    uri('authorize', 'auth'),
    uri('token', 'token'),
    uri('introspect', 'introspect'),
    uri('revoke', 'revoke'),
  ];
  return {
    cors: false,
    service: [
      { coding: [{ system: SECURITY_SERVICE, code: 'SMART-on-FHIR' }], text: 'OAuth 2 by SMART App Launch 2.2' },
    ],
    extension: [{ url: OAUTH_URIS, extension: endpoints }],
  };
}

const READS = ['read', 'vread', 'search-type', 'history-instance', 'history-type'];
const WRITES = ['create', 'update', 'patch', 'delete'];

function resourceOf(type: string, settings: RecordSettings): object {
  if (type === 'AuditEvent') return auditEvents();
  const parameters = [...parametersOf(type).values()].filter(isAnswered);
  const reverse = revIncludes().get(type);
  const references = parameters.filter(({ kind }) => kind === 'reference');
  return {
    type,
    interaction: [...READS, ...WRITES].map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: settings.updateCreates,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: settings.conditionalDeletes > 1 ? 'multiple' : 'single',
    referencePolicy: settings.referentialIntegrity ? ['literal', 'logical', 'enforced'] : ['literal', 'logical'],
    searchInclude: ['*', ...references.map(({ code }) => `${type}:${code}`)],
    ...(reverse === undefined ? {} : { searchRevInclude: reverse }),
    searchParam: parameters.map(parameterOf),
    ...operationsOf(type),
  };
}

/** Operations on a type by their names in R4. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  Patient: ['everything'],
  ValueSet: ['expand', 'validate-code'],
  CodeSystem: ['lookup', 'validate-code', 'subsumes'],
};

function operationsOf(type: string): object {
  const names = OPERATIONS[type];
  if (names === undefined) return {};
  return { operation: names.map((name) => operation(name, `http://hl7.org/fhir/OperationDefinition/${type}-${name}`)) };
}

function auditEvents(): object {
  const searchParam = [
    { name: 'patient', type: 'reference' },
    { name: 'agent', type: 'reference' },
    { name: 'date', type: 'date' },
    { name: '_id', type: 'token' },
  ];
  return {
    type: 'AuditEvent',
    documentation: 'The log of the house itself: read and search only.',
    interaction: ['read', 'search-type'].map((code) => ({ code })),
    versioning: 'no-version',
    searchParam,
  };
}

function isAnswered({ answer }: SearchParameter): boolean {
  return answer.from !== 'nothing';
}

function parameterOf({ code, kind }: SearchParameter): object {
  return { name: code, type: kind };
}

let knownReverse: ReadonlyMap<string, readonly string[]> | undefined;

/** For each type the `Type:parameter` by which others refer to it. */
function revIncludes(): ReadonlyMap<string, readonly string[]> {
  if (knownReverse !== undefined) return knownReverse;
  const found = new Map<string, string[]>();
  for (const type of RESOURCE_TYPES) {
    if (type === 'AuditEvent') continue;
    for (const { kind, code, targets } of parametersOf(type).values()) {
      if (kind !== 'reference') continue;
      for (const target of targets) found.set(target, [...(found.get(target) ?? []), `${type}:${code}`]);
    }
  }
  return (knownReverse = found);
}
