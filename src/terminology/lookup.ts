/**
 * CodeSystem/$lookup and CodeSystem/$subsumes: what a code means, and how two codes stand to each other.
 *
 * Source  https://hl7.org/fhir/R4/codesystem-operation-lookup.html, https://hl7.org/fhir/R4/codesystem-operation-subsumes.html
 * Proof   expand.test.ts, operations.test.ts
 */
import type { Parameters, ParametersParameter } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import type { CodeSystemIndex, ConceptNode, PropertyValue } from './code-system.ts';
import type { OperationParameters } from './parameters.ts';
import { codingsOf, unknownCode, type Terminology } from './terminology.ts';

/** Parameters of `$lookup`. */
export const LOOKUP_PARAMETERS = ['code', 'system', 'version', 'coding', 'property', 'displayLanguage'];
/** Parameters of `$subsumes`. */
export const SUBSUMES_PARAMETERS = ['codeA', 'codeB', 'system', 'version', 'codingA', 'codingB'];

interface Named {
  readonly system: string;
  readonly code: string;
}

function namedBy(parameters: OperationParameters, codeName: string, codingName: string): Named {
  const coding = parameters.object(codingName);
  const [given] = coding === undefined ? [] : codingsOf(coding);
  const system = given?.system ?? parameters.need('system');
  const code = given?.code ?? parameters.need(codeName);
  return { system, code };
}

/** What a code means. */
export async function lookup(terminology: Terminology, parameters: OperationParameters): Promise<Parameters> {
  const { system, code } = namedBy(parameters, 'code', 'coding');
  const version = parameters.text('version');
  const index = await terminology.codeSystem(version === undefined ? system : `${system}|${version}`);
  const concept = index.find(code);
  if (concept === undefined) throw unknownCode(system, code);
  const wanted = parameters.text('property');
  const rows = propertyRows(concept, index).filter(([name]) => wanted === undefined || wanted === name);
  return { resourceType: 'Parameters', parameter: [...headRows(concept, index), ...rows.map(propertyParameter)] };
}

function headRows({ code, display, definition }: ConceptNode, { head }: CodeSystemIndex): ParametersParameter[] {
  const rows: ParametersParameter[] = [{ name: 'name', valueString: head.name }];
  if (head.version !== undefined) rows.push({ name: 'version', valueString: head.version });
  rows.push({ name: 'display', valueString: display ?? code });
  if (definition !== undefined) rows.push({ name: 'definition', valueString: definition });
  return rows;
}

type PropertyRow = readonly [name: string, value: PropertyValue];

/** The hierarchy is told as properties, whatever the code system stores. */
function propertyRows(concept: ConceptNode, index: CodeSystemIndex): PropertyRow[] {
  const own = [...(concept.properties ?? [])].filter(([name]) => name !== 'parent' && name !== 'child');
  return [
    ['inactive', concept.inactive],
    ...(concept.abstract ? [['notSelectable', true] as const] : []),
    ...concept.parents.map((parent) => ['parent', parent] as const),
    ...index.childrenOf(concept.code).map((child) => ['child', child] as const),
    ...own.flatMap(([name, values]) => values.map((value) => [name, value] as const)),
  ];
}

function propertyParameter([name, value]: PropertyRow): ParametersParameter {
  return { name: 'property', part: [{ name: 'code', valueCode: name }, valuePart(name, value)] };
}

function valuePart(name: string, value: PropertyValue): ParametersParameter {
  if (typeof value === 'boolean') return { name: 'value', valueBoolean: value };
  if (typeof value === 'number') return { name: 'value', valueInteger: value };
  return name === 'parent' || name === 'child'
    ? { name: 'value', valueCode: value }
    : { name: 'value', valueString: value };
}

/** How code A stands to code B. */
export async function subsumes(terminology: Terminology, parameters: OperationParameters): Promise<Parameters> {
  const [a, b] = [namedBy(parameters, 'codeA', 'codingA'), namedBy(parameters, 'codeB', 'codingB')];
  if (a.system !== b.system)
    throw new OutcomeError('invalid', 'terminology.two-systems', 'Both codes must be of one code system.');
  const outcome = await terminology.subsumes(a.system, a.code, b.code);
  return { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: outcome }] };
}
