/**
 * Accounts for the people who act in a live house: nurses of every ward, physicians, pharmacists, the laboratory, a bed manager.
 *
 * They are members of the synthetic hospital's staff. Their accounts exist in demo mode only, have passwords that nobody knows,
 * are let in while the simulation runs and locked out when it ends; each token is short and audited.
 *
 * Proof   ../../cli/living.int.test.ts
 */
import { randomBytes } from 'node:crypto';
import { issueToken, type Access, type PersonRole } from '../../access/index.ts';
import { isLoopback, OutcomeError } from '../../kernel/index.ts';
import { WARDS } from '../data/departments.ts';
import type { Member } from './client.ts';

interface Post {
  /** Id of the Practitioner, which the synthetic hospital has. */
  readonly id: string;
  readonly role: PersonRole;
  readonly wards: readonly string[];
  readonly ko: string;
  readonly en: string;
}

const NURSES = [1, 2, 3];
const PHYSICIANS = ['car', 'pul', 'gi', 'end', 'gs', 'os', 'neu', 'hon', 'obg', 'ped', 'em', 'inf'];

/** Who acts. */
function postsOf(): readonly Post[] {
  const nurses = WARDS.flatMap(({ key, ko }) =>
    NURSES.map((at) => ({
      id: `rn-${key.toLowerCase()}-${at}`,
      role: 'nurse' as const,
      wards: [key.toLowerCase()],
      ko: `${ko} 간호사 ${at}`,
      en: `Nurse ${at} of ward ${key}`,
    })),
  );
  const physicians = PHYSICIANS.map((key) => post(`dr-${key}-1`, 'physician', '의사', 'Physician'));
  return [
    ...nurses,
    ...physicians,
    ...[1, 2, 3].map((at) => post(`ph-${at}`, 'pharmacist', '약사', 'Pharmacist')),
    ...[1, 2, 3].map((at) => post(`mt-${at}`, 'laboratory', '임상병리사', 'Technologist')),
    post('demo-bed-manager', 'bed-manager', '병상관리자', 'Bed manager'),
  ];
}

function post(id: string, role: PersonRole, ko: string, en: string): Post {
  return { id, role, wards: [], ko: `${ko} (${id})`, en: `${en} (${id})` };
}

const LOGIN = 'live-';
const TOKEN_SECONDS = 4 * 3600;

/** Lets everybody in, with a token each. */
export async function staffTheHouse(access: Access, url: string, signal: AbortSignal): Promise<readonly Member[]> {
  if (!(await isDemo(access, url))) throw notDemo();
  const members: Member[] = [];
  for (const one of postsOf()) {
    if (signal.aborted) break;
    await letIn(access, one);
    const { token } = await issueToken(access, { as: LOGIN + one.id, scopes: ['user/*.cruds'], ttl: TOKEN_SECONDS });
    members.push({ id: one.id, role: one.role, wards: one.wards, token });
  }
  return members;
}

/** Demo people exist, and nobody but this machine reaches the house: as `maru start` makes it. */
async function isDemo(access: Access, url: string): Promise<boolean> {
  if (access.demo) return true;
  const nurse = await access.people.findAny('demo-nurse');
  return nurse?.demo === true && isLoopback(new URL(url).hostname);
}

function notDemo(): OutcomeError {
  const text = 'A living hospital acts as invented staff, so it needs a demo house (setting demo); this one is real.';
  return new OutcomeError('forbidden', 'simulate.not-demo', text);
}

async function letIn(access: Access, { id, role, wards, ko, en }: Post): Promise<void> {
  const login = LOGIN + id;
  const known = await access.people.findAny(login);
  if (known !== undefined) return access.people.setDisabled(known, false);
  const password = randomBytes(32).toString('base64url');
  await access.people.add({ login, name: { ko, en }, role, fhirUser: `Practitioner/${id}`, wards, password });
}

/** Locks everybody out again, with all tokens. */
export async function sendHome(access: Access): Promise<void> {
  for (const { id } of postsOf()) {
    const known = await access.people.findAny(LOGIN + id);
    if (known !== undefined) await access.people.setDisabled(known, true);
  }
  access.forget();
}
