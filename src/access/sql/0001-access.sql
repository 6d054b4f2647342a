-- Identity, OAuth artifacts and the audit log (src/access/README.md).

create table access_person (
  id            text collate "C" primary key,
  login         text collate "C" not null unique check (login = lower(login)),
  -- scrypt, see password.ts; null: cannot sign in with a password (demo people)
  password_hash text collate "C",
  name_ko       text not null,
  name_en       text not null,
  role          text collate "C" not null check (role in ('physician', 'nurse', 'pharmacist', 'researcher', 'patient', 'executive', 'administrator')),
  fhir_user     text collate "C",
  wards         text[] not null default '{}',
  demo          boolean not null default false,
  disabled      boolean not null default false,
  created       timestamptz not null default now(),
  check (role <> 'patient' or fhir_user like 'Patient/%'),
  check (not demo or password_hash is null)
);

-- Failed password tries by login (also of logins that do not exist) and by address; kept until the window is over.
create table access_attempt (
  key     text collate "C" primary key,
  failed  integer not null,
  since   timestamptz not null,
  until   timestamptz
);

create table access_client (
  id       text collate "C" primary key,
  name     text not null,
  metadata jsonb not null,
  scopes   text[] not null,
  disabled boolean not null default false,
  created  timestamptz not null default now()
);

-- Everything oidc-provider keeps: sessions, interactions, grants, codes, tokens. Bearer values are stored as SHA-256.
create table access_artifact (
  model    text collate "C" not null,
  id       bytea not null,
  grant_id text collate "C",
  uid      text collate "C",
  payload  jsonb not null,
  consumed timestamptz,
  expires  timestamptz,
  primary key (model, id)
);
create index access_artifact_grant on access_artifact (grant_id) where grant_id is not null;
create unique index access_artifact_uid on access_artifact (model, uid) where uid is not null;
create index access_artifact_expires on access_artifact (expires);

-- SMART launch context: made by a signed-in person for an app (id), then bound to the grant it led to.
create table access_launch (
  id       bytea primary key,
  person   text collate "C" not null,
  patient  text collate "C" not null,
  expires  timestamptz not null
);

create table access_grant_patient (
  grant_id text collate "C" primary key,
  patient  text collate "C" not null,
  created  timestamptz not null default now()
);

create table access_break_glass (
  id      text collate "C" primary key,
  person  text collate "C" not null,
  patient text collate "C" not null,
  reason  text not null,
  since   timestamptz not null,
  until   timestamptz not null
);
create index access_break_glass_person on access_break_glass (person, until);
create index access_break_glass_since on access_break_glass (since);

-- The audit log: sealed entries (chain.ts), and entries of committed writes that wait to be sealed.
create table access_audit (
  seq      bigint primary key,
  prev     bytea not null,
  hash     bytea not null,
  ts       timestamptz not null,
  patients text[] collate "C" not null,
  -- id of who did it, and the FHIR reference where there is one
  agents   text[] collate "C" not null,
  event    text collate "C" not null
);
create index access_audit_whose on access_audit using gin (patients, agents);
create index access_audit_ts on access_audit using brin (ts);

create table access_audit_pending (
  id    bigint generated always as identity primary key,
  event text collate "C" not null
);
