import { describe, expect, it } from 'vitest';
import { loadConfiguration, SETTING_NAMES, variableOf, type SettingName } from './configuration.ts';
import { OutcomeError } from './outcome.ts';
import { settingsShape } from './settings.ts';

const parse = (settings: Readonly<Record<string, unknown>>) =>
  settingsShape.safeParse({ data: '/srv/maru', ...settings });
const takes = (name: string, value: unknown): boolean => parse({ [name]: value }).success;

/** Smallest and largest of each number, as operators have to know them. */
const BOUNDS: readonly (readonly [SettingName, number, number])[] = [
  ['port', 0, 65_535],
  ['databaseConnections', 2, 500],
  ['maxBodyBytes', 1024, 4_294_967_296],
  ['maxBodyBytesTogether', 1024, 4_294_967_296],
  ['maxBundleEntries', 1, 1_000_000],
  ['conditionalDeletes', 1, 10_000],
  ['searchCount', 1, 10_000],
  ['maxSearchCount', 1, 10_000],
  ['maxConnections', 10, 100_000],
  ['maxRequests', 1, 100_000],
  ['maxLoopDelay', 1, 86_400_000],
  ['headersTimeout', 1, 86_400_000],
  ['bodyTimeout', 1, 86_400_000],
  ['answerTimeout', 1, 86_400_000],
  ['keepAliveTimeout', 1, 86_400_000],
  ['shutdownTimeout', 1, 86_400_000],
  ['criticalChargeMinutes', 1, 1440],
  ['criticalResultMinutes', 1, 1440],
  ['acknowledgeResultMinutes', 1, 20_160],
];

describe('numbers', () => {
  it.each(BOUNDS)('%s is from %d to %d, whole', (name, low, high) => {
    const answers = [low - 1, low, low + 1, high - 1, high, high + 1, low + 0.5, Number.NaN, `${low}`, null];
    expect(answers.map((value) => takes(name, value))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each(BOUNDS)('%s says in a message which setting is wrong and where it stands', (name, low) => {
    const variable = variableOf(name);
    for (const text of [String(low - 1), 'many', '1e3', ' ', '0x10']) {
      try {
        loadConfiguration({ environment: { [variable]: text }, defaults: { data: '/srv/maru' } });
        expect.fail(`${variable}=${text} was accepted`);
      } catch (error) {
        if (!(error instanceof OutcomeError)) throw error;
        expect([error.code, error.message]).toEqual(['configuration.invalid', expect.stringContaining(variable)]);
        expect(error.message).toContain('docs/configuration.md');
      }
    }
  });

  it('no number is left out of this table', () => {
    const numbers = SETTING_NAMES.filter((name) => typeof settingsShape.parse({ data: 'd' })[name] === 'number');
    expect(numbers.toSorted()).toEqual(BOUNDS.map(([name]) => name).toSorted());
  });
});

describe('words', () => {
  it.each<[SettingName, readonly unknown[], readonly unknown[]]>([
    ['timeZone', ['Asia/Seoul', 'UTC', 'America/New_York'], ['Seoul', 'Asia/Seul', '', 'KST+9:00', 9]],
    ['logLevel', ['debug', 'info', 'warn', 'error', 'silent'], ['INFO', 'verbose', '', 3]],
    ['metrics', ['loopback', 'everyone', 'off'], ['on', true, '']],
    [
      'publicUrl',
      ['https://maru.hospital.kr', 'http://10.0.0.5:8080'],
      ['maru.hospital.kr', 'ftp://maru.kr', 'javascript:alert(1)', ''],
    ],
    [
      'databaseUrl',
      ['postgres://maru@db/maru', 'postgresql://db/maru'],
      ['mysql://db/maru', 'http://db', 'db/maru', ''],
    ],
    ['oidcIssuer', ['https://login.hospital.kr'], ['login.hospital.kr', 'file:///etc/passwd']],
    ['corsOrigins', [[], ['https://a.kr', 'http://b.kr:8080']], ['https://a.kr', ['*'], ['null'], ['javascript:x']]],
    ['trustProxy', [[], ['10.0.0.0/8']], ['10.0.0.0/8', [5]]],
    ['host', ['127.0.0.1', '::1', 'maru'], ['', 5]],
    ['demo', [true, false], ['true', 1, null]],
    ['readOnly', [true, false], ['yes', 0]],
    ['autoverification', [true, false], ['on', 1]],
    ['knowledgeFolder', ['/srv/knowledge'], ['', 5]],
  ])('%s', (name, right, wrong) => {
    for (const value of right) expect(takes(name, value), JSON.stringify(value)).toBe(true);
    for (const value of wrong) expect(takes(name, value), JSON.stringify(value)).toBe(false);
  });

  it('a setting that is not there is refused, not passed over', () => {
    expect(takes('timezone', 'UTC')).toBe(false);
    expect(takes('autoVerification', true)).toBe(false);
  });
});

describe('what nobody has set is on the safe side', () => {
  const { values } = loadConfiguration({ environment: {}, defaults: { data: '/srv/maru' } });

  it('nobody from outside, no demo people, no result without a person', () => {
    expect(values).toMatchObject({
      host: '127.0.0.1',
      demo: false,
      autoverification: false,
      metrics: 'loopback',
      corsOrigins: [],
      trustProxy: [],
      conditionalDeletes: 1,
    });
    expect(values.importFolder).toBeUndefined();
  });

  it('dates are those of a Korean hospital, and a page fits into the largest page', () => {
    expect(values.timeZone).toBe('Asia/Seoul');
    expect(values.searchCount).toBeLessThanOrEqual(values.maxSearchCount);
    expect(values.maxBodyBytes).toBeLessThanOrEqual(values.maxBodyBytesTogether);
  });

  it('a critical result reaches the charge physician before it reaches whoever is on call', () => {
    expect(values.criticalChargeMinutes).toBeLessThan(values.criticalResultMinutes);
    expect(values.criticalResultMinutes).toBeLessThan(values.acknowledgeResultMinutes);
  });
});

describe('switches in the environment', () => {
  it.each([
    ['true', true],
    ['TRUE', true],
    ['yes', true],
    ['1', true],
    ['false', false],
    ['No', false],
    ['0', false],
  ])('%s is %s', (text, expected) => {
    const { values } = loadConfiguration({ environment: { MARU_READ_ONLY: text }, defaults: { data: '/srv/maru' } });
    expect(values.readOnly).toBe(expected);
  });

  it('lists are divided at commas, blanks left out', () => {
    const environment = { MARU_TRUST_PROXY: ' 127.0.0.1 , 10.0.0.0/8,, ' };
    expect(loadConfiguration({ environment, defaults: { data: '/srv/maru' } }).values.trustProxy).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
    ]);
  });

  it('an empty variable is none', () => {
    const { values, sources } = loadConfiguration({ environment: { MARU_PORT: '' }, defaults: { data: '/srv/maru' } });
    expect([values.port, sources.port.kind]).toEqual([8080, 'default']);
  });
});
