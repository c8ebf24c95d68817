-- What a calendar's source calls an entry, so that a file taken again is compared and not added: the UID, and which
-- occurrence of a recurring entry it is. Null for what was entered by hand, which no file touches. In a personal
-- calendar the UID is a hash: people write names into theirs.
alter table commitment add column uid text;
alter table commitment add column recurrence_id text;
alter table commitment add constraint commitment_occurrence check (recurrence_id is null or uid is not null);
create unique index commitment_source on commitment (calendar_id, uid, recurrence_id) nulls not distinct
  where uid is not null;
