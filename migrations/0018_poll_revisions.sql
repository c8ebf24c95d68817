-- An office that has not answered a poll has its answer-by date in its feed, where an edit must show as one.
alter table availability_poll add column revision integer not null default 1;
alter table availability_poll add column changed_at timestamptz;
update availability_poll set changed_at = created_at;
alter table availability_poll alter column changed_at set not null;
