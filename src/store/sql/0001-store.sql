-- Numbers of transactions: pg_current_xact_id() + base, so that they go on growing after a restore into another server.
create table store_change_base (base bigint not null);
insert into store_change_base values (0);
