/**
 * Where oidc-provider keeps its artifacts: one table. What works as a bearer (codes, tokens, session cookies) is stored as
 * SHA-256 only, so that a copy of the database signs nobody in.
 *
 * Using a code or refresh token up is one atomic step here: of two at the same moment one wins, the other ends the grant.
 *
 * Source  https://github.com/panva/node-oidc-provider/blob/v9.x/example/my_adapter.js (the interface)
 * Proof   oidc.int.test.ts (rotation, reuse, races, what is at rest)
 */
import { createHash } from 'node:crypto';
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import type { Store } from '../../store/index.ts';

/** Digest under which a bearer value is stored, hexadecimal. */
export function digestOf(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex');
}

/** Called whenever something that was valid may not be so any more. */
export type OnRevoked = () => void;

interface ArtifactRow {
  readonly payload: AdapterPayload;
  readonly consumed: number | null;
}

/** A client as the provider wants it; undefined where it is unknown. */
export type FindClient = (id: string) => Promise<AdapterPayload | undefined>;

const CONSUMED = 'extract(epoch from consumed)::float8 as consumed';

/** Artifacts of one model. */
export class StoreAdapter implements Adapter {
  readonly #model: string;
  readonly #store: Store;
  readonly #findClient: FindClient;
  readonly #revoked: OnRevoked;

  constructor(model: string, store: Store, findClient: FindClient, revoked: OnRevoked) {
    this.#model = model;
    this.#store = store;
    this.#findClient = findClient;
    this.#revoked = revoked;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { jti: _bearer, ...kept } = payload;
    const replayed = this.#model === 'ReplayDetection';
    const conflict = replayed
      ? 'do nothing'
      : 'do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires = excluded.expires';
    const text = `insert into access_artifact (model, id, grant_id, uid, payload, expires)
      values ($1, decode($2, 'hex'), $3, $4, $5, now() + make_interval(secs => $6)) on conflict (model, id) ${conflict} returning 1`;
    const uid = this.#model === 'Session' ? (payload.uid ?? null) : null;
    const values = [
      this.#model,
      digestOf(id),
      payload.grantId ?? null,
      uid,
      JSON.stringify(withoutCookie(kept)),
      expiresIn ?? null,
    ];
    const rows = await this.#store.query(text, values);
    if (replayed && rows.length === 0)
      throw new errors.InvalidClientAuth('client assertion tokens must only be used once');
    if (this.#model === 'Session') this.#revoked();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.#model === 'Client') return this.#findClient(id);
    const text = `select payload, ${CONSUMED} from access_artifact where model = $1 and id = decode($2, 'hex') and (expires is null or expires > now())`;
    const [row] = await this.#store.query<ArtifactRow>(text, [this.#model, digestOf(id)], 'access_artifact_find');
    return row === undefined ? undefined : payloadOf(row, id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const text = `select payload, ${CONSUMED} from access_artifact where model = $1 and uid = $2 and expires > now()`;
    const [row] = await this.#store.query<ArtifactRow>(text, [this.#model, uid], 'access_artifact_uid');
    return row === undefined ? undefined : payloadOf(row);
  }

  /** Device codes are not offered. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async consume(id: string): Promise<void> {
    const key = [this.#model, digestOf(id)];
    const text = `update access_artifact set consumed = now() where model = $1 and id = decode($2, 'hex') and consumed is null returning 1`;
    if ((await this.#store.query(text, key)).length > 0) return;
    const [row] = await this.#store.query<{ grant_id: string | null }>(
      `select grant_id from access_artifact where model = $1 and id = decode($2, 'hex')`,
      key,
    );
    if (row?.grant_id) await endGrant(this.#store, row.grant_id);
    this.#revoked();
    throw new errors.InvalidGrant(`${this.#model} already used`);
  }

  async destroy(id: string): Promise<void> {
    await this.#store.query(`delete from access_artifact where model = $1 and id = decode($2, 'hex')`, [
      this.#model,
      digestOf(id),
    ]);
    this.#revoked();
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#store.query('delete from access_artifact where model = $1 and grant_id = $2', [this.#model, grantId]);
    this.#revoked();
  }
}

/** Ends a grant with all its codes and tokens. */
export async function endGrant(store: Store, grantId: string): Promise<void> {
  const text = `delete from access_artifact where grant_id = $1 or (model = 'Grant' and id = decode($2, 'hex'))`;
  await store.query(text, [grantId, digestOf(grantId)]);
}

interface SessionPayload {
  readonly authorizations?: Readonly<Record<string, { readonly grantId?: string }>>;
}

/** Ends a session with all grants it led to, by its uid. */
export async function endSession(store: Store, uid: string): Promise<void> {
  const [row] = await store.query<{ payload: SessionPayload }>(
    `delete from access_artifact where model = 'Session' and uid = $1 returning payload`,
    [uid],
  );
  const grants = Object.values(row?.payload.authorizations ?? {}).map((one) => one.grantId);
  for (const grantId of grants) if (typeof grantId === 'string') await endGrant(store, grantId);
}

/** Ends all sessions, codes and tokens of a person, but those of one session. */
export async function endPerson(store: Store, person: string, keepSession?: string): Promise<void> {
  const text = `delete from access_artifact where payload->>'accountId' = $1 and model <> 'Grant'
    and ($2::text is null or coalesce(payload->>'sessionUid', uid) is distinct from $2)`;
  await store.query(text, [person, keepSession ?? null]);
}

/** The session that an access token came from. */
export async function sessionOf(store: Store, bearer: string): Promise<string | undefined> {
  const text = `select payload->>'sessionUid' as session from access_artifact where model = 'AccessToken' and id = decode($1, 'hex')`;
  const [row] = await store.query<{ session: string | null }>(text, [digestOf(bearer)]);
  return row?.session ?? undefined;
}

/** Deletes artifacts that ended more than an hour ago. */
export async function sweepArtifacts(store: Store): Promise<void> {
  await store.query(`delete from access_artifact where expires < now() - interval '1 hour'`);
  await store.query('delete from access_launch where expires < now()');
  await store.query(`delete from access_grant_patient where created < now() - interval '60 days'`);
}

/** An interaction remembers the session's cookie; nothing reads it. */
function withoutCookie(payload: AdapterPayload): AdapterPayload {
  if (payload.session?.cookie === undefined) return payload;
  const { cookie: _cookie, ...session } = payload.session;
  return { ...payload, session };
}

function payloadOf(row: ArtifactRow, id?: string): AdapterPayload {
  const payload: AdapterPayload = { ...row.payload, ...(id === undefined ? {} : { jti: id }) };
  return row.consumed === null ? payload : { ...payload, consumed: Math.floor(row.consumed) };
}
