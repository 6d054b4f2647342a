-- Progress of bulk imports. It is committed together with the rows that it counts, so a resumed run neither loses nor doubles.
create table record_import (
  id       bigint generated always as identity primary key,
  source   text not null,
  started  timestamptz not null default now(),
  finished timestamptz
);

create table record_import_file (
  import   bigint not null references record_import (id),
  name     text collate "C" not null,
  digest   text not null,
  done     bigint not null default 0,
  read     bigint not null default 0,
  created  bigint not null default 0,
  updated  bigint not null default 0,
  same     bigint not null default 0,
  failed   bigint not null default 0,
  complete boolean not null default false,
  primary key (import, name)
);
