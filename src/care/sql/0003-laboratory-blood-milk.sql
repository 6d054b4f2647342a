-- Numbers of specimen labels and of milk bottles.
create sequence care_label_number;
create sequence care_bottle_number;

-- Reports that stand: one for each request.
create table care_report (
  request text collate "C" primary key,
  report  text collate "C" not null
);

-- Blood units by their donation number, and the transfusion of each: a unit is hung once.
create table care_blood_unit (
  number text collate "C" primary key,
  unit   text collate "C" not null unique
);

create table care_transfusion (
  unit      text collate "C" primary key,
  procedure text collate "C" not null
);

-- Milk bottles by their number, and the feed of each: a bottle is fed once.
create table care_bottle (
  number  text collate "C" primary key,
  product text collate "C" not null unique
);

create table care_feed (
  bottle    text collate "C" primary key,
  procedure text collate "C" not null
);
