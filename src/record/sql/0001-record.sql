-- The record: one narrow row per resource, one append-only body per version, narrow sorted index tables.
-- Keys are 64-bit hashes (kernel/hash.ts): resource key = hash('Type/id'), p = hash('Type.parameter'), see src/record/README.md.
-- pat is the resource key of the patient whose compartment holds the row: sharding key and unit of export.

create sequence resource_rid;
create sequence record_tx;

create table resource (
  rid  bigint primary key,
  key  bigint not null,
  pat  bigint,
  code bigint,
  d    bigint,
  tx   bigint not null,
  ts   timestamptz not null,
  ver  integer not null,
  type smallint not null,
  del  boolean not null default false,
  fid  text collate "C" not null,
  tok  bigint[] not null
);

create table body (
  rid  bigint not null,
  ver  integer not null,
  tx   bigint not null,
  pat  bigint,
  ts   timestamptz not null,
  type smallint not null,
  method smallint not null,
  text text collate "C",
  primary key (rid, ver)
);

create table search_reference (p bigint not null, target bigint not null, rid bigint not null, pat bigint);
create table search_string    (p bigint not null, rid bigint not null, pat bigint, v text collate "C" not null);
create table search_date      (p bigint not null, lo bigint not null, hi bigint not null, rid bigint not null, pat bigint);
create table search_number    (p bigint not null, lo double precision not null, hi double precision not null, rid bigint not null, pat bigint);
create table search_quantity  (p bigint not null, lo double precision not null, hi double precision not null, unit bigint, base_lo double precision, base_hi double precision, base_unit bigint, rid bigint not null, pat bigint);
create table search_uri       (p bigint not null, rid bigint not null, pat bigint, v text collate "C" not null);
