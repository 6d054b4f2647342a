-- Signed documents and the one amendment that took their place. Taking the amendment back opens the original again.
create table care_amendment (
  original  text collate "C" primary key,
  amendment text collate "C" not null unique
);
