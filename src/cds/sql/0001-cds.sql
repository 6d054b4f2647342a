-- One row for each card that was shown: what it said, on what knowledge, to whom, and what became of it.
create table cds_card (
  uuid text primary key,
  shown timestamptz not null,
  hook text not null,
  hook_instance text not null,
  service text not null,
  -- Rule of the knowledge; `external:<service>` for cards of other services, `unchecked` for what was not checked.
  rule text not null,
  tier smallint not null,
  knowledge text not null,
  version text not null,
  patient text not null,
  caller text not null,
  -- `accepted` or `overridden`; null while nothing was told.
  outcome text,
  outcome_at timestamptz,
  suggestion text,
  reason_system text,
  reason_code text,
  reason_comment text
);
-- Counting by rule, and finding what somebody was shown about a patient.
create index cds_card_rule on cds_card (rule, shown);
create index cds_card_patient on cds_card (patient, shown);
