-- A policy's condition comes before any operator that could leak what it compares, and `&&` of ranges counts as one:
-- for the service's role an index on a range is no index, and of a million commitments a look at one day read all
-- those of its calendars (293 ms). Comparing instants leaks nothing, so the ends of a stretch are indexed instead.
drop index commitment_calendar_span;
create index commitment_calendar_times on commitment using gist (calendar_id, starts_at, ends_at);
drop index challenge_event_span;
create index challenge_event_times on challenge_event using gist (region_id, starts_at, ends_at);
