-- What somebody drafts for a patient and has not signed: one basket for each, whichever tab or device it is filled from.
create table care_basket (
  person  text collate "C" not null,
  patient text collate "C" not null,
  version integer not null,
  drafts  text not null,
  at      timestamptz not null default now(),
  primary key (person, patient)
);

-- What somebody orders often. Personal, of no patient.
create table care_favourite (
  person text collate "C" not null,
  id     text collate "C" not null,
  draft  text not null,
  used   integer not null default 0,
  at     timestamptz not null default now(),
  primary key (person, id)
);
