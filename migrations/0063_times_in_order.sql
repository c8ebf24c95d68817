-- Among a million commitments a look at one calendar's days read three times as many pages of the GiST index as among
-- ten thousand, because it keeps neither calendars nor times in order. A B-tree does: entries that last a week at most
-- begin within a week before the days asked about, and the few that last longer have an index of their own.
alter table commitment add column is_long boolean not null
  generated always as (ends_at - starts_at > interval '7 days') stored;
drop index commitment_calendar_times;
create index commitment_calendar_times on commitment (calendar_id, starts_at, ends_at);
create index commitment_long on commitment (calendar_id, ends_at, starts_at) where is_long;
