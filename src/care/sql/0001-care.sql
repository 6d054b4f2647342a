-- Doses that stand: one for each slot of an order. A retraction removes the row, and its slot opens.
create table care_dose (
  request        text collate "C" not null,
  slot           timestamptz not null,
  administration text collate "C" not null,
  primary key (request, slot)
);

create index care_dose_administration on care_dose (administration);

-- Packs (GTIN and serial) and the patient who got them.
create table care_pack (
  gtin           text collate "C" not null,
  serial         text collate "C" not null,
  patient        text collate "C" not null,
  administration text collate "C" not null,
  primary key (gtin, serial)
);

create index care_pack_administration on care_pack (administration);

-- Answers to what was recorded, by the client's own id of the attempt: asked again, the same answer is given.
create table care_attempt (
  person  text collate "C" not null,
  attempt text collate "C" not null,
  asked   bigint not null,
  answer  text not null,
  at      timestamptz not null default now(),
  primary key (person, attempt)
);
