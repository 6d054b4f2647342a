-- People of the laboratory and of bed management.
alter table access_person drop constraint access_person_role_check;
alter table access_person add constraint access_person_role_check check (role in ('physician', 'nurse', 'pharmacist',
  'laboratory', 'bed-manager', 'researcher', 'patient', 'executive', 'administrator'));
