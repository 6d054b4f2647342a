-- What a pharmacist had read when deciding: the order as it was, and the gravest finding. A decision names its reading.
create table care_pharmacy_reading (
  id      text collate "C" primary key,
  person  text collate "C" not null,
  request text collate "C" not null,
  version text collate "C" not null,
  -- 1 hard stop, 2 wants a reason, 3 information, 0 nothing found.
  tier    smallint not null,
  rules   text[] not null,
  at      timestamptz not null
);

-- Stock by place, product and lot; never below nothing.
create table care_stock (
  place    text collate "C" not null,
  gtin     text collate "C" not null,
  lot      text collate "C" not null,
  expiry   date not null,
  quantity integer not null check (quantity >= 0),
  primary key (place, gtin, lot)
);

create index care_stock_lot on care_stock (gtin, lot);

-- Every movement of stock, in order. `source` and `target` are places; absent where it comes from or goes outside.
create table care_stock_move (
  id       bigint generated always as identity primary key,
  at       timestamptz not null,
  kind     text not null check (kind in ('receive', 'move', 'dispense', 'return', 'waste', 'count')),
  gtin     text collate "C" not null,
  lot      text collate "C" not null,
  expiry   date not null,
  source   text collate "C",
  target   text collate "C",
  quantity integer not null,
  person   text collate "C" not null,
  reason   text,
  about    text collate "C"
);

create index care_stock_move_lot on care_stock_move (gtin, lot, id desc);
create index care_stock_move_source on care_stock_move (source, id desc);
create index care_stock_move_target on care_stock_move (target, id desc);

-- Below this the pharmacy orders again.
create table care_stock_level (
  place   text collate "C" not null,
  gtin    text collate "C" not null,
  minimum integer not null check (minimum >= 0),
  primary key (place, gtin)
);

create sequence care_unit_serial;

-- Unit doses that were prepared: for whom, for when, out of which lot.
create table care_unit_dose (
  gtin     text collate "C" not null,
  serial   text collate "C" not null,
  lot      text collate "C" not null,
  expiry   date not null,
  request  text collate "C" not null,
  patient  text collate "C" not null,
  -- Absent where it is taken when needed.
  slot     timestamptz,
  dispense text collate "C" not null,
  returned boolean not null default false,
  primary key (gtin, serial)
);

create index care_unit_dose_request on care_unit_dose (request, slot);
create index care_unit_dose_lot on care_unit_dose (gtin, lot);
create index care_unit_dose_dispense on care_unit_dose (dispense);
