-- Numbers of specimen labels and of milk bottles.
create sequence care_label_number;
create sequence care_bottle_number;

-- Reports that stand: one for each request.
create table care_report (
  request text collate "C" primary key,
  report  text collate "C" not null
);

-- Blood units by donation number and component, with where each is (the resource has no search parameters in R4), and the
-- transfusion of each: a unit is hung once.
create table care_blood_unit (
  number    text collate "C" not null,
  component text collate "C" not null,
  unit      text collate "C" not null unique,
  state     text collate "C" not null,
  at        timestamptz not null default now(),
  primary key (number, component)
);

create index care_blood_unit_state on care_blood_unit (state, at);

create table care_transfusion (
  unit      text collate "C" primary key,
  procedure text collate "C" not null
);

-- Milk bottles by their number and the baby each is labelled for, and the feed of each: a bottle is fed once.
create table care_bottle (
  number  text collate "C" primary key,
  product text collate "C" not null unique,
  baby    text collate "C" not null,
  at      timestamptz not null default now()
);

create index care_bottle_baby on care_bottle (baby, at);

create table care_feed (
  bottle    text collate "C" primary key,
  procedure text collate "C" not null
);
