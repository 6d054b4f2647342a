-- The record: one narrow row per resource, one append-only body per version, narrow sorted index tables.
-- Keys are 64-bit hashes (src/record/index-rows/keys.ts): key = hash('Type/id'), p = hash('Type.parameter').
-- pat is the key of the patient that the row is about: sharding key, compartment, unit of export.

create sequence record_rid cache 1;

create table resource (
  rid  bigint not null,
  key  bigint not null,
  -- The Patient that the resource is about (or is); further compartments are tokens.
  pat  bigint,
  -- Number of the type (upper 16 bits) and hash of the first code of the main code parameter (zero: none). Null: deleted.
  code bigint,
  -- Interval of the main date parameter, ms since 1970, closed below and open above.
  d    bigint,
  dh   bigint,
  tx   bigint not null,
  -- meta.lastUpdated.
  ts   timestamptz not null,
  -- One bit for each parameter that has a value (for :missing).
  bits bigint not null,
  ver  integer not null,
  type smallint not null,
  del  boolean not null default false,
  fid  text collate "C" not null,
  -- Tokens, references, URIs; keys of what is referred to.
  tok  bigint[] not null,
  refs bigint[] not null
);

create table body (
  rid  bigint not null,
  tx   bigint not null,
  pat  bigint,
  ts   timestamptz not null,
  ver  integer not null,
  type smallint not null,
  method smallint not null,
  text text collate "C"
);

create table search_string (
  p   bigint not null,
  rid bigint not null,
  pat bigint,
  v   text collate "C" not null
);

create table search_date (
  p   bigint not null,
  lo  bigint not null,
  hi  bigint not null,
  rid bigint not null,
  pat bigint
);

create table search_number (
  p   bigint not null,
  lo  double precision not null,
  hi  double precision not null,
  rid bigint not null,
  pat bigint
);

-- c, sys: code and system that stand with the quantity (component.code; the resource's own code).
-- unit: hash of system and code; name, label: hashes of the unit's code and of its written form where that differs.
create table search_quantity (
  p    bigint not null,
  lo   double precision not null,
  hi   double precision not null,
  rid  bigint not null,
  pat  bigint,
  c    bigint,
  sys  bigint,
  unit bigint,
  name bigint,
  label bigint,
  base bigint,
  base_lo double precision,
  base_hi double precision
);

-- Each text of a coded value, each uri and each code once: prefix search and sorting over tokens. h is the token.
create table search_text (
  p bigint not null,
  h bigint not null,
  v text collate "C" not null
);

-- What the index of each type was built with, so that a change of a definition is noticed and re-indexed.
create table record_index_version (
  type    smallint primary key,
  version text not null,
  -- Rows of the type up to this rid have been built with the version; null: all.
  done_to bigint
);

-- Indexes: see "Storage and index" in src/record/README.md for what each serves. Those of history: 0002-history.sql.

alter table resource add constraint resource_pkey primary key (rid);
create unique index resource_key on resource (key);
create index resource_type on resource (type, rid) where not del;
create index resource_patient on resource (pat, code, d desc nulls last);
create index resource_code on resource (code, d desc nulls last);
create index resource_date on resource (type, d desc nulls last) where not del;
-- What lasts longer than two days; the rest is a range of resource_date (src/record/search/ordered.ts).
create index resource_long on resource (type, dh) where dh - d > 172800000;
create index resource_updated on resource (type, ts desc) where not del;
create index resource_changed on resource (ts desc) where not del;
-- New entries wait in a list that every search reads: short, so that no search pays for it.
create index resource_tokens on resource using gin (tok) with (gin_pending_list_limit = 256);

alter table body add constraint body_pkey primary key (rid, ver);
create index body_rewritten on body (tx) where ver > 1;

create index search_string_value on search_string (p, v, rid);
create index search_string_rid on search_string (rid, p);
create index search_date_value on search_date (p, lo, hi, rid);
create index search_date_rid on search_date (rid, p);
create index search_number_value on search_number (p, lo, hi, rid);
create index search_number_rid on search_number (rid);
create index search_quantity_value on search_quantity (p, lo, rid);
create index search_quantity_code on search_quantity (c, lo, rid) where c is not null;
-- Open intervals (comparators, ranges) are few; all others are found by their lower end.
create index search_quantity_open on search_quantity (p, hi) where lo <> hi;
create index search_quantity_base on search_quantity (p, base, base_lo) where base is not null;
create index search_quantity_code_base on search_quantity (c, base, base_lo) where base is not null and c is not null;
create index search_quantity_rid on search_quantity (rid);
create index search_text_value on search_text (p, v, h);
create index search_text_token on search_text (h);

alter table resource alter column tok set statistics 1000;
alter table resource alter column code set statistics 1000;
