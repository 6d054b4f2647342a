/**
 * ValueSet/$validate-code and CodeSystem/$validate-code: is the code right, and is its display?
 *
 * Source  https://hl7.org/fhir/R4/valueset-operation-validate-code.html,
 *         https://hl7.org/fhir/R4/codesystem-operation-validate-code.html
 * Proof   validate-code.test.ts, operations.test.ts
 */
import type { CodeSystem, Parameters, ParametersParameter, ValueSet } from '../fhir/index.ts';
import { nearest, OutcomeError } from '../kernel/index.ts';
import type { AskedCode } from './api.ts';
import type { CodeSystemIndex } from './code-system.ts';
import { sourceOf } from './expand.ts';
import type { OperationParameters } from './parameters.ts';
import { codingsOf, type Terminology } from './terminology.ts';

const CODE_PARAMETERS = ['code', 'display', 'coding', 'codeableConcept', 'abstract', 'displayLanguage'];
/** Parameters of the operation on a ValueSet. */
export const VALIDATE_PARAMETERS = [
  'url',
  'valueSet',
  'valueSetVersion',
  'system',
  'systemVersion',
  ...CODE_PARAMETERS,
];
/** Parameters of the operation on a CodeSystem. */
export const VALIDATE_SYSTEM_PARAMETERS = ['url', 'version', ...CODE_PARAMETERS];

interface Asked extends AskedCode {
  readonly display: string | undefined;
}

/** The codes that are asked about: of a CodeableConcept, one right code is enough. */
function askedOf(parameters: OperationParameters, system: string | undefined): Asked[] {
  const object = parameters.object('codeableConcept') ?? parameters.object('coding');
  if (object !== undefined) {
    const codings: readonly unknown[] = Array.isArray(object['coding']) ? object['coding'] : [object];
    return codings.flatMap((one) => codingsOf(one).map((coding) => ({ ...coding, display: displayIn(one) })));
  }
  return [{ system, code: parameters.need('code'), display: parameters.text('display') }];
}

/** The display that a Coding itself gives. */
function displayIn(coding: unknown): string | undefined {
  const { display } = (coding ?? {}) as { display?: unknown };
  return typeof display === 'string' ? display : undefined;
}

/** Is the code in the value set? */
export async function validateCode(
  terminology: Terminology,
  parameters: OperationParameters,
  instance?: ValueSet,
): Promise<Parameters> {
  const source = sourceOf(parameters, instance);
  const asked = askedOf(parameters, parameters.text('system'));
  let doubted: Parameters | undefined;
  for (const one of asked) {
    if (!(await terminology.contains(source, one))) continue;
    const display = await displayOf(terminology, one);
    if (isDisplay(one, display)) return judged(one, display);
    doubted ??= judged(one, display);
  }
  if (doubted !== undefined) return doubted;
  const names = asked.map(({ system = '', code }) => `'${system}|${code}'`).join(', ');
  const set = typeof source === 'string' ? source : (source.url ?? 'the given one');
  return answer(false, `The code ${names.slice(0, 300)} is not in the value set ${set.slice(0, 200)}.`);
}

async function displayOf(terminology: Terminology, { system, code }: Asked): Promise<string | undefined> {
  if (system === undefined || system === '') return undefined;
  try {
    return (await terminology.codeSystem(system)).find(code)?.display;
  } catch (error) {
    // The value set lists the code by itself: its code system need not be here.
    if (error instanceof OutcomeError) return undefined;
    throw error;
  }
}

/** Is the code in the code system? */
export async function validateSystemCode(
  terminology: Terminology,
  parameters: OperationParameters,
  instance?: CodeSystem,
): Promise<Parameters> {
  const url = parameters.text('url');
  const index =
    instance === undefined ? await terminology.codeSystem(canonical(parameters)) : terminology.indexOf(instance);
  const asked = askedOf(parameters, url ?? index.head.url);
  const known = asked.flatMap((one) => {
    const found = find(index, one);
    return found === undefined ? [] : [{ one, display: found.display }];
  });
  const right = known.find(({ one, display }) => isDisplay(one, display)) ?? known[0];
  if (right !== undefined) return judged(right.one, right.display);
  return answer(false, unknownText(index, asked[0]?.code ?? ''));
}

function canonical(parameters: OperationParameters): string {
  const url = parameters.need('url');
  const version = parameters.text('version');
  return version === undefined ? url : `${url}|${version}`;
}

function find(index: CodeSystemIndex, { system, code }: Asked): { display: string | undefined } | undefined {
  return system === undefined || system === index.head.url ? index.find(code) : undefined;
}

function unknownText(index: CodeSystemIndex, code: string): string {
  const codes = index.size > 2000 ? [] : [...index.all()].map((concept) => concept.code);
  const meant = nearest(code.slice(0, 60), codes);
  const hint = meant === undefined ? '' : ` Did you mean '${meant}'?`;
  return `The code '${code.slice(0, 100)}' is not in the code system ${index.head.url}.${hint}`;
}

/** Is the display that was asked with, if any, that of the code, if it has one? */
function isDisplay({ display: asked }: Asked, display: string | undefined): boolean {
  return asked === undefined || display === undefined || asked.toLowerCase() === display.toLowerCase();
}

function judged(asked: Asked, display: string | undefined): Parameters {
  if (isDisplay(asked, display)) return answer(true, undefined, display);
  const text = `The display '${asked.display?.slice(0, 100)}' is not that of the code, which is '${display}'.`;
  return answer(false, text, display);
}

function answer(result: boolean, message?: string, display?: string): Parameters {
  const parameter: ParametersParameter[] = [{ name: 'result', valueBoolean: result }];
  if (message !== undefined) parameter.push({ name: 'message', valueString: message });
  if (display !== undefined) parameter.push({ name: 'display', valueString: display });
  return { resourceType: 'Parameters', parameter };
}
