/**
 * The terminology operations as routes. They hold no patient data, so that each is open to whoever may read ValueSets (or
 * CodeSystems), and writes no audit entry.
 *
 * Source  https://hl7.org/fhir/R4/terminology-service.html
 * Proof   operations.test.ts
 */
import type { Reach, Route, RouteRequest, RouteResponse } from '../access/index.ts';
import type { CodeSystem, Resource, ValueSet } from '../fhir/index.ts';
import { OutcomeError, systemClock, type Clock } from '../kernel/index.ts';
import { expand, EXPAND_PARAMETERS } from './expand.ts';
import { lookup, LOOKUP_PARAMETERS, subsumes, SUBSUMES_PARAMETERS } from './lookup.ts';
import { readParameters, type OperationParameters } from './parameters.ts';
import type { Terminology } from './terminology.ts';
import { validateCode, validateSystemCode, VALIDATE_PARAMETERS, VALIDATE_SYSTEM_PARAMETERS } from './validate-code.ts';

type DefinitionType = 'ValueSet' | 'CodeSystem';

interface Operation {
  readonly type: DefinitionType;
  readonly name: string;
  readonly parameters: readonly string[];
  /** May it be asked of one stored definition, by id? */
  readonly onInstance: boolean;
  readonly run: (call: Call) => Promise<Resource>;
}

interface Call {
  readonly terminology: Terminology;
  readonly parameters: OperationParameters;
  readonly clock: Clock;
  readonly instance: ValueSet | CodeSystem | undefined;
}

const OPERATIONS: readonly Operation[] = [
  {
    type: 'ValueSet',
    name: '$expand',
    parameters: EXPAND_PARAMETERS,
    onInstance: true,
    run: ({ terminology, parameters, clock, instance }) => expand(terminology, parameters, clock, valueSet(instance)),
  },
  {
    type: 'ValueSet',
    name: '$validate-code',
    parameters: VALIDATE_PARAMETERS,
    onInstance: true,
    run: ({ terminology, parameters, instance }) => validateCode(terminology, parameters, valueSet(instance)),
  },
  {
    type: 'CodeSystem',
    name: '$validate-code',
    parameters: VALIDATE_SYSTEM_PARAMETERS,
    onInstance: true,
    run: ({ terminology, parameters, instance }) => validateSystemCode(terminology, parameters, codeSystem(instance)),
  },
  {
    type: 'CodeSystem',
    name: '$lookup',
    parameters: LOOKUP_PARAMETERS,
    onInstance: false,
    run: ({ terminology, parameters }) => lookup(terminology, parameters),
  },
  {
    type: 'CodeSystem',
    name: '$subsumes',
    parameters: SUBSUMES_PARAMETERS,
    onInstance: false,
    run: ({ terminology, parameters }) => subsumes(terminology, parameters),
  },
];

function valueSet(instance: Call['instance']): ValueSet | undefined {
  return instance?.resourceType === 'ValueSet' ? instance : undefined;
}

function codeSystem(instance: Call['instance']): CodeSystem | undefined {
  return instance?.resourceType === 'CodeSystem' ? instance : undefined;
}

/** All routes of this room below a FHIR base path. */
export function terminologyRoutes(
  terminology: Terminology,
  basePath: string,
  clock: Clock = systemClock,
): readonly Route[] {
  return OPERATIONS.flatMap((operation) => {
    const paths = [`${basePath}/${operation.type}/${operation.name}`];
    if (operation.onInstance) paths.push(`${basePath}/${operation.type}/:id/${operation.name}`);
    return paths.flatMap((path) =>
      (['GET', 'POST'] as const).map((method) => route(method, path, operation, terminology, clock)),
    );
  });
}

function route(
  method: 'GET' | 'POST',
  path: string,
  operation: Operation,
  terminology: Terminology,
  clock: Clock,
): Route {
  return {
    method,
    path,
    access: { signedIn: true },
    audit: { none: 'Code systems and value sets hold no patient data.' },
    handle: (request) => handle(request, operation, terminology, clock),
  };
}

async function handle(
  request: RouteRequest,
  operation: Operation,
  terminology: Terminology,
  clock: Clock,
): Promise<RouteResponse> {
  demandRead(request.reach, operation.type);
  const parameters = readParameters(request, operation.parameters);
  const instance = await instanceOf(request.params['id'], operation.type, terminology);
  const body = await operation.run({ terminology, parameters, clock, instance });
  return { status: 200, body, contentType: 'application/fhir+json; charset=utf-8' };
}

/** A grant that holds for some resources only says nothing of definitions that are not stored. */
function demandRead(reach: Reach, type: DefinitionType): void {
  const free = reach
    .grants(type, 'read')
    .some(({ patients, criteria }) => patients === undefined && (criteria ?? []).length === 0);
  if (free) return;
  const text = `This needs to read ${type}: ask for a scope such as user/${type}.r.`;
  throw new OutcomeError('forbidden', 'terminology.not-allowed', text);
}

async function instanceOf(
  id: string | undefined,
  type: DefinitionType,
  { definitions }: Terminology,
): Promise<Call['instance']> {
  if (id === undefined) return undefined;
  const found = type === 'ValueSet' ? await definitions?.valueSetById?.(id) : await definitions?.codeSystemById?.(id);
  if (found !== undefined) return found;
  throw new OutcomeError(
    'not-found',
    'terminology.no-such-resource',
    `There is no ${type} with the id '${id.slice(0, 64)}'.`,
  );
}
