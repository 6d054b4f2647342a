/**
 * `maru person` and `maru client`: who may sign in, and which programs may ask for access.
 *
 * A password is never an argument (others on the machine could read it): it is read from a file, or made and shown once.
 *
 * Proof   commands.int.test.ts
 */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OutcomeError, parseJson, type Command, type CommandCall } from '../kernel/index.ts';
import type { Access } from './access.ts';
import {
  auditLocal,
  listOption,
  nameOf,
  neededOption,
  textOption,
  wordsOf,
  type AccessNeeds,
} from './command-options.ts';
import type { NewClient } from './oidc/clients.ts';
import { PERSON_ROLES, type Person, type PersonRole } from './people.ts';

export const personCommand: Command<AccessNeeds> = {
  verb: 'person',
  about: 'People who may sign in: add, list, disable, enable, password.',
  usage:
    'maru person add LOGIN --name NAME --role ROLE [--name-en NAME] [--fhir-user Practitioner/ID] [--ward WARD] [--password-file FILE] | list | disable LOGIN | enable LOGIN | password LOGIN [--password-file FILE]',
  example:
    'maru person add jimin.han --name 한지민 --name-en "Han Ji-min" --role nurse --fhir-user Practitioner/n-17 --ward 61',
  options: [
    { name: 'name', value: 'NAME', about: 'add: name as it is written in Korean.' },
    { name: 'name-en', value: 'NAME', about: 'add: name in Latin letters. Default: the other one.' },
    { name: 'role', value: 'ROLE', about: `add: ${PERSON_ROLES.join(', ')}.` },
    { name: 'fhir-user', value: 'REFERENCE', about: 'add: who it is in the record; needed for a patient.' },
    { name: 'ward', value: 'WARD', about: 'add: ward the person works on.', repeatable: true },
    {
      name: 'password-file',
      value: 'FILE',
      about: 'File whose first line is the password. Absent: one is made and shown.',
    },
  ],
  async run(call, house) {
    const words = wordsOf(call, 'person', ['add', 'list', 'disable', 'enable', 'password']);
    const access = await house.access();
    if (words[0] === 'list') return listPeople(call, access);
    if (words[0] === 'add') return addPerson(call, access, nameOf(words, 'login'));
    const person = await existing(access, nameOf(words, 'person'));
    return words[0] === 'password'
      ? setPassword(call, access, person)
      : setDisabled(call, access, person, words[0] === 'disable');
  },
};

async function listPeople({ output }: CommandCall, access: Access): Promise<number> {
  const people = await access.people.list();
  for (const { login, role, name, fhirUser = '', disabled } of people)
    output.line(`${login}  ${role}  ${name.ko} (${name.en})  ${fhirUser}${disabled ? '  disabled' : ''}`);
  output.result(people);
  return 0;
}

async function addPerson(call: CommandCall, access: Access, login: string): Promise<number> {
  const ko = neededOption(call, 'name', '한지민');
  const fhirUser = textOption(call, 'fhir-user');
  const { password, shown } = passwordOf(call);
  const person = await access.people.add({
    login,
    name: { ko, en: textOption(call, 'name-en') ?? ko },
    role: roleOf(neededOption(call, 'role', 'nurse')),
    wards: listOption(call, 'ward'),
    password,
    ...(fhirUser === undefined ? {} : { fhirUser }),
  });
  await auditLocal(access, 'person-add', 'C', { text: `${person.id} as ${person.role}` });
  return tell(call, person, `${login} may sign in now`, shown);
}

async function setPassword(call: CommandCall, access: Access, person: Person): Promise<number> {
  const { password, shown } = passwordOf(call);
  await access.people.setPassword(person, password);
  access.forget();
  await auditLocal(access, 'person-password', 'U', { text: person.id });
  return tell(call, person, `${person.login} has a new password`, shown);
}

async function setDisabled(call: CommandCall, access: Access, person: Person, disabled: boolean): Promise<number> {
  await access.people.setDisabled(person, disabled);
  access.forget();
  await auditLocal(access, disabled ? 'person-disable' : 'person-enable', 'U', { text: person.id });
  return tell(
    call,
    { ...person, disabled },
    `${person.login} may ${disabled ? 'not sign in any more' : 'sign in again'}`,
  );
}

function tell({ output }: CommandCall, person: Person, text: string, password?: string): number {
  output.line(password === undefined ? `${text}.` : `${text}. Password (shown only now): ${password}`);
  output.result(password === undefined ? person : { ...person, password });
  return 0;
}

async function existing(access: Access, name: string): Promise<Person> {
  const person = await access.people.findAny(name);
  if (person !== undefined) return person;
  throw new OutcomeError(
    'not-found',
    'access.person-unknown',
    `There is nobody called '${name}'. \`maru person list\` shows all.`,
  );
}

function roleOf(text: string): PersonRole {
  const role = PERSON_ROLES.find((one) => one === text);
  if (role !== undefined) return role;
  throw new OutcomeError(
    'value',
    'access.role-unknown',
    `'${text}' is no role; take one of ${PERSON_ROLES.join(', ')}.`,
  );
}

function passwordOf(call: CommandCall): { readonly password: string; readonly shown?: string } {
  const file = textOption(call, 'password-file');
  if (file === undefined) {
    const made = madePassword();
    return { password: made, shown: made };
  }
  const [password = ''] = readText(file).split(/\r?\n/);
  return { password };
}

/** Letters that nobody mistakes for another; 20 of 31 are 99 bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

function madePassword(): string {
  const letters = Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]);
  return [0, 5, 10, 15].map((at) => letters.slice(at, at + 5).join('')).join('-');
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new OutcomeError('invalid', 'access.file-unreadable', `${file} cannot be read.`, { cause });
  }
}

export const clientCommand: Command<AccessNeeds> = {
  verb: 'client',
  about: 'Programs that may ask for access (SMART apps, backend services): add, list, disable, enable, remove.',
  usage:
    'maru client add ID --name NAME --scope SCOPE (--redirect URL | --jwks FILE | --jwks-uri URL) | list | disable ID | enable ID | remove ID',
  example:
    'maru client add growth-chart --name "Growth chart" --scope "openid launch patient/Observation.rs" --redirect https://growth.example/callback',
  options: [
    { name: 'name', value: 'NAME', about: 'add: what people read when they consent.' },
    { name: 'scope', value: 'SCOPE', about: 'add: what it may ask for.', repeatable: true },
    { name: 'redirect', value: 'URL', about: 'add: where an app is sent back to.', repeatable: true },
    { name: 'jwks', value: 'FILE', about: 'add: public keys of a backend service (JSON Web Key Set).' },
    { name: 'jwks-uri', value: 'URL', about: 'add: where its public keys are published.' },
  ],
  async run(call, house) {
    const words = wordsOf(call, 'client', ['add', 'list', 'disable', 'enable', 'remove']);
    const access = await house.access();
    if (words[0] === 'list') return listClients(call, access);
    const id = nameOf(words, 'client');
    return words[0] === 'add' ? addClient(call, access, id) : changeClient(call, access, id, words[0]);
  },
};

async function listClients({ output }: CommandCall, access: Access): Promise<number> {
  const clients = await access.clients.list();
  for (const { id, name, kind, scopes, disabled } of clients)
    output.line(`${id}  ${kind}  ${name}  ${scopes.join(' ')}${disabled ? '  disabled' : ''}`);
  output.result(clients);
  return 0;
}

async function addClient(call: CommandCall, access: Access, id: string): Promise<number> {
  const jwks = textOption(call, 'jwks');
  const jwksUri = textOption(call, 'jwks-uri');
  const client = {
    id,
    name: neededOption(call, 'name', '"Growth chart"'),
    scopes: [...listOption(call, 'scope')],
    redirectUris: [...listOption(call, 'redirect')],
    ...(jwks === undefined ? {} : { jwks: parseJson(readText(jwks)) as NonNullable<NewClient['jwks']> }),
    ...(jwksUri === undefined ? {} : { jwksUri }),
  };
  await access.clients.add(client);
  await auditLocal(access, 'client-add', 'C', { text: `${id}: ${client.scopes.join(' ')}` });
  call.output.line(`${id} is registered.`);
  call.output.result({ id, scopes: client.scopes });
  return 0;
}

async function changeClient(call: CommandCall, access: Access, id: string, word: string): Promise<number> {
  const done =
    word === 'remove' ? await access.clients.remove(id) : await access.clients.setDisabled(id, word === 'disable');
  if (!done)
    throw new OutcomeError(
      'not-found',
      'access.client-unknown',
      `No client is called '${id}'. \`maru client list\` shows all.`,
    );
  access.forget();
  await auditLocal(access, `client-${word}`, word === 'remove' ? 'D' : 'U', { text: id });
  call.output.line(`${id}: done (${word}).`);
  call.output.result({ id, done: word });
  return 0;
}
