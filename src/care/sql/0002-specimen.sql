-- Specimens that stand: one for each request and for each label. A specimen that was refused frees both.
create table care_collection (
  request  text collate "C" primary key,
  label    text collate "C" not null unique,
  specimen text collate "C" not null
);
