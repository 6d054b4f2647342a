/**
 * People who can sign in.
 *
 * Proof   people.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import { OutcomeError } from '../kernel/index.ts';
import type { Connection, Store } from '../store/index.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import { endPerson } from './oidc/adapter.ts';
import { hashPassword } from './password.ts';

/** The roles of people who sign in. */
export const PERSON_ROLES = [
  'physician',
  'nurse',
  'pharmacist',
  'laboratory',
  'bed-manager',
  'researcher',
  'patient',
  'executive',
  'administrator',
] as const;

/** The role of somebody who signs in. */
export type PersonRole = (typeof PERSON_ROLES)[number];

/** Somebody who can sign in. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: { readonly ko: string; readonly en: string };
  readonly role: PersonRole;
  readonly fhirUser?: string;
  readonly wards: readonly string[];
  readonly demo: boolean;
  readonly disabled: boolean;
  /** The provider that knows the person, where it is not us. */
  readonly issuer?: string;
}

/** What a new person is made of. */
export interface NewPerson {
  readonly login: string;
  readonly name: { readonly ko: string; readonly en: string };
  readonly role: PersonRole;
  readonly fhirUser?: string;
  readonly wards?: readonly string[];
  readonly password: string;
}

/** A row of access_person, without its password hash. */
export interface PersonRow {
  readonly id: string;
  readonly login: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly role: PersonRole;
  readonly fhir_user: string | null;
  readonly wards: string[];
  readonly demo: boolean;
  readonly disabled: boolean;
  readonly issuer: string | null;
}

/** The columns of `PersonRow`, of a table called `p`. */
export const PERSON_COLUMNS =
  'p.id, p.login, p.name_ko, p.name_en, p.role, p.fhir_user, p.wards, p.demo, p.disabled, p.issuer';

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,63}$/;

/** A person from its row. */
export function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    login: row.login,
    name: { ko: row.name_ko, en: row.name_en },
    role: row.role,
    ...(row.fhir_user === null ? {} : { fhirUser: row.fhir_user }),
    wards: row.wards,
    demo: row.demo,
    disabled: row.disabled,
    ...(row.issuer === null ? {} : { issuer: row.issuer }),
  };
}

/** The people of the house. Outside of demo mode demo people do not exist. */
export class People {
  readonly #store: Store;
  readonly #demo: boolean;

  constructor(store: Store, demo: boolean) {
    this.#store = store;
    this.#demo = demo;
  }

  /** By id or login, if allowed to sign in. */
  async find(idOrLogin: string): Promise<Person | undefined> {
    const text = `select ${PERSON_COLUMNS} from access_person p where (p.id = $1 or p.login = lower($1)) and not p.disabled and (not p.demo or $2)
      order by p.id = $1 desc limit 1`;
    const [row] = await this.#store.query<PersonRow>(text, [idOrLogin, this.#demo]);
    return row === undefined ? undefined : personOf(row);
  }

  /** By id alone, if allowed to sign in: what sessions and tokens name. */
  async byId(id: string): Promise<Person | undefined> {
    const text = `select ${PERSON_COLUMNS} from access_person p where p.id = $1 and not p.disabled and (not p.demo or $2)`;
    const [row] = await this.#store.query<PersonRow>(text, [id, this.#demo], 'access_person_by_id');
    return row === undefined ? undefined : personOf(row);
  }

  /** By login, with the password hash, for signing in. */
  async forSignIn(login: string): Promise<{ readonly person: Person; readonly hash: string | null } | undefined> {
    const text = `select ${PERSON_COLUMNS}, p.password_hash from access_person p where p.login = lower($1) and not p.disabled and not p.demo`;
    const [row] = await this.#store.query<PersonRow & { password_hash: string | null }>(text, [login.slice(0, 200)]);
    return row === undefined ? undefined : { person: personOf(row), hash: row.password_hash };
  }

  async list(): Promise<readonly Person[]> {
    const text = `select ${PERSON_COLUMNS} from access_person p where not p.demo or $1 order by p.login`;
    return (await this.#store.query<PersonRow>(text, [this.#demo])).map(personOf);
  }

  async add(person: NewPerson): Promise<Person> {
    refuseInvalid(person);
    const hash = await hashPassword(person.password, person.login);
    const text = `insert into access_person as p (id, login, password_hash, name_ko, name_en, role, fhir_user, wards)
      values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (login) do nothing returning ${PERSON_COLUMNS}`;
    const { login, name, role, fhirUser, wards } = person;
    const [row] = await this.#store.query<PersonRow>(text, [
      randomUUID(),
      login,
      hash,
      name.ko,
      name.en,
      role,
      fhirUser ?? null,
      wards ?? [],
    ]);
    if (row === undefined)
      throw new OutcomeError(
        'duplicate',
        'access.login-taken',
        `Somebody has the login '${login}' already; choose another.`,
      );
    return personOf(row);
  }

  /** Changes the password; all sessions and tokens of the person end, but those of `keepSession`. */
  async setPassword(person: Person, password: string, keepSession?: string): Promise<void> {
    refuseWithoutPassword(person);
    const hash = await hashPassword(password, person.login);
    await this.#store.query('update access_person set password_hash = $2 where id = $1', [person.id, hash]);
    await endPerson(this.#store, person.id, keepSession);
  }

  /** Locks a person out, with all sessions and tokens, or lets the person in again. */
  async setDisabled(person: Person, disabled: boolean): Promise<void> {
    await this.#store.query('update access_person set disabled = $2 where id = $1', [person.id, disabled]);
    if (disabled) await endPerson(this.#store, person.id);
  }

  /** The password hash of a person. */
  async passwordHash(id: string): Promise<string | null> {
    const [row] = await this.#store.query<{ password_hash: string | null }>(
      'select password_hash from access_person where id = $1',
      [id],
    );
    return row?.password_hash ?? null;
  }

  /** Whoever is there, disabled ones too: for the local administrator. */
  async findAny(idOrLogin: string): Promise<Person | undefined> {
    const text = `select ${PERSON_COLUMNS} from access_person p where p.id = $1 or p.login = lower($1) limit 1`;
    const [row] = await this.#store.query<PersonRow>(text, [idOrLogin]);
    return row === undefined ? undefined : personOf(row);
  }

  /** The demo people; none outside of demo mode. */
  async demoPeople(): Promise<readonly Person[]> {
    const people = await this.list();
    return DEMO_PEOPLE.flatMap(({ id }) => people.find((person) => person.demo && person.id === id) ?? []);
  }
}

/** Demo people, and people whom another provider knows, have no password here. */
export function refuseWithoutPassword({ demo, issuer }: Person): void {
  if (!demo && issuer === undefined) return;
  const text = demo
    ? 'Demo people have no password; add a person instead.'
    : `The password is kept by ${issuer ?? ''}.`;
  throw new OutcomeError('forbidden', 'access.no-password', text);
}

function refuseInvalid(person: NewPerson): void {
  if (!LOGIN.test(person.login)) {
    throw new OutcomeError(
      'value',
      'access.login-invalid',
      'A login has 2 to 64 characters: a-z, 0-9, dot, underscore, hyphen.',
    );
  }
  const reference =
    person.role === 'patient'
      ? /^Patient\/[A-Za-z0-9\-.]{1,64}$/
      : /^(?:Practitioner|Patient|RelatedPerson|Person)\/[A-Za-z0-9\-.]{1,64}$/;
  if (person.role !== 'patient' && person.fhirUser === undefined) return;
  if (person.fhirUser !== undefined && reference.test(person.fhirUser)) return;
  const wanted = person.role === 'patient' ? 'Patient/ID, whose record it is' : 'Practitioner/ID';
  throw new OutcomeError('value', 'access.fhir-user-invalid', `Say who the person is in the record: ${wanted}.`);
}

/** Puts the demo people into the database (demo mode only). */
export async function ensureDemoPeople(connection: Connection): Promise<void> {
  const text = `insert into access_person (id, login, name_ko, name_en, role, fhir_user, wards, demo)
    values ($1, $2, $3, $4, $5, $6, $7, true) on conflict do nothing`;
  for (const person of DEMO_PEOPLE) {
    const { id, login, name, role, fhirUser, wards } = person;
    await connection.query(text, [id, login, name.ko, name.en, role, fhirUser, wards]);
  }
}
