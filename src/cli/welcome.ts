/**
 * What `maru start` says when the house is open.
 *
 * Proof   start.int.test.ts
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WEB_FOLDER, type House } from '../server/index.ts';

/** Lines for the terminal. */
export async function welcome(house: House): Promise<readonly string[]> {
  const { publicUrl, demo, data } = house.configuration;
  const people = demo ? await (await house.access()).people.demoPeople() : [];
  return [
    '',
    `  Maru is open at ${publicUrl}`,
    '',
    ...(people.length === 0 ? [] : ['  Sign in as one of the demo people, without a password:']),
    ...people.map(({ role, name }) => `    ${role.padEnd(14)} ${name.ko} (${name.en})`),
    ...(people.length === 0 ? NO_DEMO : hasWeb() ? TRY : []),
    '',
    '  For scripts:  npm run maru -- token --as system --scope system/*.rs',
    `  FHIR API:     ${publicUrl}/fhir/R4/metadata`,
    `  Data:         ${data}`,
    '  Stop with Ctrl-C.',
    '',
  ];
}

function hasWeb(): boolean {
  return existsSync(join(WEB_FOLDER, 'index.html'));
}

const NO_DEMO = ['  Nobody can sign in without a password. Add people with:  npm run maru -- person add --help'];

const TRY = [
  '',
  '  What to try first:',
  '    1. Sign in as the physician, search a patient by the first consonants of a name (ㅈㅎㄴ), open the chart.',
  '    2. Open orders of somebody in ward 61: type ㅇㅍㄹ or warf, see what decision support says, sign.',
  '    3. Sign in as the nurse: the ward, what is due, vital signs on one screen.',
  '    4. Let it live while you look:  npm run maru -- simulate --live --speed 60 --minutes 10',
];
