/**
 * Signing in and consenting, behind the JSON endpoints of the sign-in page.
 *
 * A browser may act on an interaction only with the cookie that it got with it. Whatever is wrong with login or password,
 * the answer is the same and takes the same time.
 *
 * Proof   oidc.int.test.ts, sign-in.int.test.ts
 */
import type { Provider } from 'oidc-provider';
import { OutcomeError, type Clock } from '../../kernel/index.ts';
import type { Store } from '../../store/index.ts';
import { countAttempt, forgetAttempts } from '../attempts.ts';
import type { AnonymousAudit } from '../audit/anonymous.ts';
import type { AuditLog } from '../audit/log.ts';
import { isPassword } from '../password.ts';
import type { People, Person } from '../people.ts';
import { isPlainScope, splitScopes } from '../scopes.ts';
import type { ExternalSignIns } from '../external/sign-in.ts';
import { WEB_CLIENT } from './clients.ts';
import { bindPatient, peekLaunch, useLaunch } from './launch.ts';
import { grantAll } from './provider.ts';
import { scopeText, type ScopeText } from './scope-text.ts';

type Interaction = InstanceType<Provider['Interaction']>;

/** What the sign-in page shows. */
export interface InteractionView {
  readonly uid: string;
  readonly prompt: string;
  readonly client: { readonly id: string; readonly name: string; readonly firstParty: boolean; readonly uri?: string };
  readonly demo: boolean;
  /** Name (host) of the hospital's own sign-in server, where people may sign in there. */
  readonly external?: string;
  readonly loginHint?: string;
  readonly person?: Pick<Person, 'login' | 'name' | 'role'>;
  readonly scopes?: readonly ScopeText[];
  readonly patientNeeded?: boolean;
}

/** A sign-in: with a password, or in demo mode as a demo person. */
export type SignIn = { readonly login: string; readonly password: string } | { readonly demo: string };

/** What a person consents to. */
export interface Consent {
  readonly scopes?: readonly string[] | undefined;
  readonly patient?: string | undefined;
}

interface InteractionParts {
  readonly provider: Provider;
  readonly store: Store;
  readonly people: People;
  readonly audit: AuditLog;
  readonly strangers: AnonymousAudit;
  readonly clock: Clock;
  readonly demo: boolean;
  readonly fhirBase: string;
  readonly external?: ExternalSignIns | undefined;
}

/** The interactions of the provider. `cookie` is the value of the browser's interaction cookie. */
export class Interactions {
  readonly #parts: InteractionParts;

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  async show(uid: string, cookie: string | undefined): Promise<InteractionView> {
    const interaction = await this.#find(uid, cookie);
    const { name } = interaction.prompt;
    const view = {
      uid,
      prompt: name,
      client: await this.#client(interaction),
      demo: this.#parts.demo,
      ...(this.#parts.external === undefined ? {} : { external: this.#parts.external.host }),
      ...hintOf(interaction),
    };
    return name === 'consent' ? { ...view, ...(await this.#consentView(interaction)) } : view;
  }

  /** Signs in; the address to go on to. */
  async signIn(uid: string, cookie: string | undefined, signIn: SignIn, address: string): Promise<string> {
    const interaction = await this.#find(uid, cookie, 'login');
    const person = 'demo' in signIn ? await this.#demoPerson(signIn.demo) : await this.#byPassword(signIn, address);
    return this.#signedIn(interaction, person, 'demo' in signIn ? 'demo' : 'pwd', address);
  }

  /** Goes to the hospital's own sign-in server; the address. */
  async beginExternally(uid: string, cookie: string | undefined): Promise<string> {
    await this.#find(uid, cookie, 'login');
    if (this.#parts.external !== undefined) return this.#parts.external.begin(uid);
    throw new OutcomeError('not-found', 'access.no-external', 'No other sign-in server is configured.');
  }

  /** Signs in who came back from there; the address to go on to, which needs the cookie of the browser that went. */
  async signInExternally({ uid, person }: { uid: string; person: Person }, address: string): Promise<string> {
    return this.#signedIn(await this.#find(uid, uid, 'login'), person, 'ext', address);
  }

  /** Notes that somebody came back without being signed in. */
  async refusedExternally(error: OutcomeError, address: string): Promise<void> {
    await this.#parts.strangers.append({
      agent: { id: 'unknown', address },
      kind: 'sign-in',
      interaction: 'login',
      action: 'E',
      outcome: 'refused',
      outcomeText: error.code,
    });
  }

  async #signedIn(interaction: Interaction, person: Person, method: string, address: string): Promise<string> {
    await this.#parts.audit.append({
      agent: { ...agentOf(person), clientId: clientOf(interaction), address },
      kind: 'sign-in',
      interaction: 'login',
      action: 'E',
      outcome: 'success',
    });
    interaction.result = { login: { accountId: person.id, amr: [method], remember: false } };
    return this.#goOn(interaction);
  }

  /** Consents; the address to go on to. */
  async consent(uid: string, cookie: string | undefined, consent: Consent, address: string): Promise<string> {
    const interaction = await this.#find(uid, cookie, 'consent');
    const person = await this.#person(interaction);
    const asked = scopesOf(interaction);
    const scopes = consent.scopes ?? asked;
    const foreign = scopes.filter((scope) => !asked.includes(scope));
    if (foreign.length > 0)
      throw new OutcomeError(
        'invalid',
        'access.scope-not-asked',
        `These scopes were not asked for: ${foreign.join(' ')}`,
      );
    const patient = await this.#patient(interaction, person, scopes, consent.patient);
    const grantId = await this.#grant(interaction, person, scopes, patient);
    await this.#parts.audit.append({
      agent: { ...agentOf(person), clientId: clientOf(interaction), address },
      kind: 'sign-in',
      interaction: 'consent',
      action: 'E',
      outcome: 'success',
      outcomeText: scopes.join(' '),
      ...(patient === undefined ? {} : { patients: [patient] }),
    });
    interaction.result = { ...interaction.lastSubmission, consent: { grantId } };
    return this.#goOn(interaction);
  }

  /** Gives up; the address to go on to (the client is told). */
  async abort(uid: string, cookie: string | undefined): Promise<string> {
    const interaction = await this.#find(uid, cookie);
    interaction.result = { error: 'access_denied', error_description: 'the person did not agree' };
    return this.#goOn(interaction);
  }

  async #find(uid: string, cookie: string | undefined, prompt?: string): Promise<Interaction> {
    const interaction = cookie === uid ? await this.#parts.provider.Interaction.find(uid) : undefined;
    if (interaction !== undefined && (prompt === undefined || interaction.prompt.name === prompt)) return interaction;
    throw new OutcomeError(
      'not-found',
      'access.interaction-ended',
      'This sign-in is over or was begun in another browser. Start again.',
    );
  }

  async #goOn(interaction: Interaction): Promise<string> {
    await interaction.persist();
    return interaction.returnTo;
  }

  async #client(interaction: Interaction): Promise<InteractionView['client']> {
    const id = clientOf(interaction);
    const client = await this.#parts.provider.Client.find(id);
    const uri = client?.clientUri;
    return { id, name: client?.clientName ?? id, firstParty: id === WEB_CLIENT, ...(uri === undefined ? {} : { uri }) };
  }

  async #consentView(interaction: Interaction): Promise<Pick<InteractionView, 'person' | 'scopes' | 'patientNeeded'>> {
    const person = await this.#person(interaction);
    const { login, name, role } = person;
    const scopes = scopesOf(interaction);
    const launched = await this.#launched(interaction, person);
    return {
      person: { login, name, role },
      scopes: scopes.map(scopeText),
      patientNeeded: needsPatient(person, scopes) && launched === undefined,
    };
  }

  async #launched(interaction: Interaction, person: Person): Promise<string | undefined> {
    const launch = interaction.params['launch'];
    return typeof launch === 'string' ? peekLaunch(this.#parts.store, launch, person.id) : undefined;
  }

  async #person(interaction: Interaction): Promise<Person> {
    const id = interaction.session?.accountId;
    const person = id === undefined ? undefined : await this.#parts.people.byId(id);
    if (person === undefined) throw new OutcomeError('login', 'access.sign-in-first', 'Sign in first.');
    return person;
  }

  async #demoPerson(id: string): Promise<Person> {
    const person = this.#parts.demo ? await this.#parts.people.byId(id) : undefined;
    if (person?.demo !== true) throw wrongCredentials();
    return person;
  }

  async #byPassword({ login, password }: { login: string; password: string }, address: string): Promise<Person> {
    const { store, clock, people, strangers } = this.#parts;
    const found = await people.forSignIn(login);
    try {
      await countAttempt(store, clock, login, address);
      if (await isPassword(password, found?.hash ?? null)) {
        await forgetAttempts(store, login, address);
        if (found !== undefined) return found.person;
      }
      throw wrongCredentials();
    } catch (error) {
      const agent = { ...(found === undefined ? { id: 'unknown' } : agentOf(found.person)), address };
      const code = error instanceof OutcomeError ? error.code : 'failed';
      await strangers.append({
        agent,
        kind: 'sign-in',
        interaction: 'login',
        action: 'E',
        outcome: 'refused',
        outcomeText: code,
      });
      throw error;
    }
  }

  async #patient(
    interaction: Interaction,
    person: Person,
    scopes: readonly string[],
    chosen: string | undefined,
  ): Promise<string | undefined> {
    if (!needsPatient(person, scopes)) return undefined;
    const launch = interaction.params['launch'];
    const patient = typeof launch === 'string' ? await useLaunch(this.#parts.store, launch, person.id) : chosen;
    if (patient !== undefined && /^[A-Za-z0-9\-.]{1,64}$/.test(patient)) return patient;
    throw new OutcomeError(
      'value',
      'access.patient-needed',
      'The app works for one patient: choose one (or start it again from the chart).',
    );
  }

  async #grant(
    interaction: Interaction,
    person: Person,
    scopes: readonly string[],
    patient: string | undefined,
  ): Promise<string> {
    const { provider, fhirBase, store } = this.#parts;
    const grant = new provider.Grant({ accountId: person.id, clientId: clientOf(interaction) });
    const refused = scopesOf(interaction).filter((scope) => !scopes.includes(scope));
    const plain = refused.filter(isPlainScope);
    if (plain.length > 0) grant.rejectOIDCScope(plain.join(' '));
    if (refused.length > 0) grant.rejectResourceScope(fhirBase, refused.join(' '));
    const { jti } = await grantAll(grant, scopes, fhirBase);
    if (patient !== undefined) await bindPatient(store, jti, patient);
    return jti;
  }
}

function clientOf(interaction: Interaction): string {
  return String(interaction.params['client_id']);
}

function scopesOf(interaction: Interaction): readonly string[] {
  const { scope } = interaction.params;
  return splitScopes(typeof scope === 'string' ? scope : undefined);
}

function hintOf(interaction: Interaction): { readonly loginHint?: string } {
  const hint = interaction.params['login_hint'];
  return typeof hint === 'string' ? { loginHint: hint } : {};
}

function needsPatient(person: Person, scopes: readonly string[]): boolean {
  return person.role !== 'patient' && (scopes.includes('launch/patient') || scopes.includes('launch'));
}

function agentOf(person: Person): { id: string; name: string; role: Person['role']; fhirUser?: string } {
  const { id, name, role, fhirUser } = person;
  return { id, name: name.ko, role, ...(fhirUser === undefined ? {} : { fhirUser }) };
}

function wrongCredentials(): OutcomeError {
  return new OutcomeError('login', 'access.wrong-credentials', 'Login and password do not fit together.');
}
