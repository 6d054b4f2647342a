-- People who sign in at the hospital's own OpenID Connect provider (src/access/external): which one knows them.

alter table access_person add column issuer text collate "C";
alter table access_person add check (issuer is null or password_hash is null);
