import { describe, expect, it } from 'vitest';
import type { CodeSystem, Parameters, ValueSet } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import { OperationParameters } from './parameters.ts';
import { openTerminology } from './terminology.ts';
import { validateCode, validateSystemCode } from './validate-code.ts';

const ROUTES: CodeSystem = {
  resourceType: 'CodeSystem',
  url: 'urn:routes',
  version: '2',
  status: 'active',
  content: 'complete',
  concept: [
    { code: 'PO', display: '경구' },
    { code: 'IV', display: 'Intravenous', concept: [{ code: 'IVP', display: 'IV push' }] },
    { code: 'IT', display: 'Intrathecal', property: [{ code: 'status', valueCode: 'retired' }] },
    { code: 'bare' },
  ],
};

const ANY_CASE: CodeSystem = { ...ROUTES, url: 'urn:either', caseSensitive: false };
const PART: CodeSystem = { ...ROUTES, url: 'urn:part', content: 'fragment' };

const set = (url: string, compose: NonNullable<ValueSet['compose']>): ValueSet => ({
  resourceType: 'ValueSet',
  url,
  status: 'active',
  compose,
});

const SETS = [
  set('urn:all', { include: [{ system: 'urn:routes' }] }),
  set('urn:in-use', { inactive: false, include: [{ system: 'urn:routes' }] }),
  set('urn:but-push', {
    include: [{ system: 'urn:routes' }],
    exclude: [{ system: 'urn:routes', concept: [{ code: 'IVP' }] }],
  }),
  set('urn:iv', { include: [{ system: 'urn:routes', filter: [{ property: 'concept', op: 'is-a', value: 'IV' }] }] }),
  set('urn:far', { include: [{ system: 'urn:nowhere', concept: [{ code: 'X', display: 'Far' }] }] }),
  set('urn:some', { include: [{ system: 'urn:part' }] }),
  set('urn:lost', { include: [{ system: 'urn:nowhere' }] }),
];

const terminology = openTerminology({
  definitions: {
    codeSystem: async (url, version) =>
      [ROUTES, ANY_CASE, PART].find((one) => one.url === url && (version === undefined || version === one.version)),
    valueSet: async (url) => SETS.find((one) => one.url === url),
  },
});

const parametersOf = (values: Readonly<Record<string, unknown>>) =>
  new OperationParameters(new Map(Object.entries(values)));
const ask = (values: Readonly<Record<string, unknown>>) => validateCode(terminology, parametersOf(values));
const askSystem = (values: Readonly<Record<string, unknown>>) => validateSystemCode(terminology, parametersOf(values));

function shown({ parameter = [] }: Parameters): readonly unknown[] {
  const of = (name: string) => parameter.find((one) => one.name === name);
  return [of('result')?.valueBoolean, of('display')?.valueString, of('message')?.valueString];
}

async function codeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof OutcomeError) return error.code.replace('terminology.', '');
    throw error;
  }
  return 'answered';
}

describe('is a code in a value set', () => {
  it.each<[string, string, string | undefined, string, boolean]>([
    ['a code of the system', 'urn:all', 'urn:routes', 'PO', true],
    ['one below another', 'urn:all', 'urn:routes', 'IVP', true],
    ['a code of no system named', 'urn:all', undefined, 'PO', true],
    ['a code of another system', 'urn:all', 'urn:x', 'PO', false],
    ['a code that is not there', 'urn:all', 'urn:routes', 'po', false],
    ['a retired code where all may be', 'urn:all', 'urn:routes', 'IT', true],
    ['a retired code where only those in use may be', 'urn:in-use', 'urn:routes', 'IT', false],
    ['an excluded code', 'urn:but-push', 'urn:routes', 'IVP', false],
    ['the one above it', 'urn:but-push', 'urn:routes', 'IV', true],
    ['the head of a branch', 'urn:iv', 'urn:routes', 'IV', true],
    ['its leaf', 'urn:iv', 'urn:routes', 'IVP', true],
    ['another branch', 'urn:iv', 'urn:routes', 'PO', false],
    ['a listed code whose system is not here', 'urn:far', 'urn:nowhere', 'X', true],
    ['no listed code', 'urn:far', 'urn:nowhere', 'Y', false],
    ['a code of the part that is here', 'urn:some', 'urn:part', 'PO', true],
  ])('%s', async (_, url, system, code, expected) => {
    const [result] = shown(await ask(system === undefined ? { url, code } : { url, system, code }));
    expect(result).toBe(expected);
  });

  it('says what it cannot know instead of no', async () => {
    expect(await codeOf(ask({ url: 'urn:some', system: 'urn:part', code: 'SC' }))).toBe('partial-code-system');
    expect(await codeOf(ask({ url: 'urn:lost', system: 'urn:nowhere', code: 'X' }))).toBe('unknown-code-system');
    expect(await codeOf(ask({ url: 'urn:none', code: 'X' }))).toBe('unknown-value-set');
    expect(await codeOf(ask({ url: 'urn:all' }))).toBe('missing-parameter');
    expect(await codeOf(ask({ code: 'X' }))).toBe('missing-parameter');
  });

  it('compares the display without regard to case, and says what it should be', async () => {
    const display = (text: string) => ask({ url: 'urn:all', system: 'urn:routes', code: 'IV', display: text });
    expect(shown(await display('INTRAVENOUS'))).toEqual([true, 'Intravenous', undefined]);
    expect(shown(await display('Intrathecal'))).toEqual([
      false,
      'Intravenous',
      "The display 'Intrathecal' is not that of the code, which is 'Intravenous'.",
    ]);
    expect(shown(await ask({ url: 'urn:all', system: 'urn:routes', code: 'PO', display: '경구' }))[0]).toBe(true);
  });

  it('has nothing against a display where the code has none', async () => {
    expect(shown(await ask({ url: 'urn:all', system: 'urn:routes', code: 'bare', display: 'Any' }))[0]).toBe(true);
    expect(shown(await ask({ url: 'urn:far', system: 'urn:nowhere', code: 'X', display: 'Near' }))[0]).toBe(true);
  });

  it('checks the display of a Coding, wherever it stands', async () => {
    const wrong = { system: 'urn:routes', code: 'IV', display: 'Intrathecal' };
    expect(shown(await ask({ url: 'urn:all', coding: wrong }))[0]).toBe(false);
    expect(shown(await ask({ url: 'urn:all', codeableConcept: { coding: [wrong] } }))[0]).toBe(false);
    const right = { ...wrong, display: 'intravenous' };
    expect(shown(await ask({ url: 'urn:all', codeableConcept: { coding: [right] } }))[0]).toBe(true);
  });

  it('of a CodeableConcept one right coding is enough, and each has its own display', async () => {
    const local = { system: 'urn:local', code: 'inj', display: '주사' };
    const iv = { system: 'urn:routes', code: 'IV', display: 'Intravenous' };
    expect(shown(await ask({ url: 'urn:all', codeableConcept: { coding: [local, iv], text: 'inj' } }))).toEqual([
      true,
      'Intravenous',
      undefined,
    ]);
    const [result, , message] = shown(await ask({ url: 'urn:all', codeableConcept: { coding: [local] } }));
    expect([result, message]).toEqual([false, "The code 'urn:local|inj' is not in the value set urn:all."]);
    expect(shown(await ask({ url: 'urn:all', codeableConcept: { text: 'by mouth' } }))[0]).toBe(false);
  });

  it('one wrong display does not spoil another coding that is right', async () => {
    const wrong = { system: 'urn:routes', code: 'PO', display: 'Intravenous' };
    const right = { system: 'urn:routes', code: 'IV', display: 'Intravenous' };
    const concept = { codeableConcept: { coding: [wrong, right] } };
    expect(shown(await ask({ url: 'urn:all', ...concept }))).toEqual([true, 'Intravenous', undefined]);
    expect(shown(await askSystem({ url: 'urn:routes', ...concept }))).toEqual([true, 'Intravenous', undefined]);
  });

  it('a Coding without a system is in no value set', async () => {
    expect(shown(await ask({ url: 'urn:all', coding: { code: 'PO' } }))[0]).toBe(false);
  });

  it('works on a value set that is sent along, whatever is stored', async () => {
    const own = set('urn:all', { include: [{ system: 'urn:routes', concept: [{ code: 'PO' }] }] });
    const result = async (code: string) => shown(await ask({ valueSet: own, system: 'urn:routes', code }))[0];
    expect([await result('PO'), await result('IV')]).toEqual([true, false]);
  });
});

describe('is a code in a code system', () => {
  it('yes with its display, no with what was probably meant', async () => {
    expect(shown(await askSystem({ url: 'urn:routes', code: 'IVP' }))).toEqual([true, 'IV push', undefined]);
    const [result, , message] = shown(await askSystem({ url: 'urn:routes', code: 'IVQ' }));
    expect(result).toBe(false);
    expect(message).toContain("The code 'IVQ' is not in the code system urn:routes. Did you mean 'IV");
  });

  it('keeps to the case of the code where the system does', async () => {
    expect(shown(await askSystem({ url: 'urn:routes', code: 'iv' }))[0]).toBe(false);
    expect(shown(await askSystem({ url: 'urn:either', code: 'iv' }))[0]).toBe(true);
  });

  it('keeps to the version that is asked for', async () => {
    expect(shown(await askSystem({ url: 'urn:routes', version: '2', code: 'IV' }))[0]).toBe(true);
    expect(await codeOf(askSystem({ url: 'urn:routes', version: '1', code: 'IV' }))).toBe('unknown-code-system');
  });

  it('of a CodeableConcept one right coding is enough, in whichever place', async () => {
    const local = { system: 'urn:local', code: 'inj' };
    const iv = { system: 'urn:routes', code: 'IV' };
    for (const coding of [
      [iv, local],
      [local, iv],
    ])
      expect(shown(await askSystem({ url: 'urn:routes', codeableConcept: { coding } }))[0]).toBe(true);
    expect(shown(await askSystem({ url: 'urn:routes', codeableConcept: { coding: [local] } }))[0]).toBe(false);
  });

  it('a Coding of another system is not one of this', async () => {
    const coding = { system: 'urn:x', code: 'IV' };
    expect(shown(await askSystem({ url: 'urn:routes', coding }))[0]).toBe(false);
    expect(shown(await askSystem({ url: 'urn:routes', coding: { ...coding, system: 'urn:routes' } }))[0]).toBe(true);
  });
});
