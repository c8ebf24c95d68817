-- As what an event was last judged: a clash that refuses a confirmed event is news, though it was known while the
-- event was only proposed. Null where it was judged before this was kept.
alter table event_check add column state text;
