-- History newest first: of one type, and of everything. Versions arrive in the order of time, so both indexes grow at one end.
create index body_type_history on body (type, ts, rid, ver);
create index body_history on body (ts, rid, ver);
