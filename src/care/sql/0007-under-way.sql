-- When a specimen was collected, so that those under way are found however many were collected before.
alter table care_collection add column at timestamptz not null default now();

create index care_collection_at on care_collection (at);
