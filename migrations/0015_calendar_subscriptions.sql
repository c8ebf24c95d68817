-- A calendar may be fed from an https address that somebody gave: asked again and again by the service itself.
create table calendar_subscription (
  calendar_id uuid primary key,
  region_id uuid not null,
  -- Whoever has the address of a calendar can read it, so it is sealed with the service's key; people see its host.
  address bytea not null,
  host text not null,
  every_minutes integer not null check (every_minutes between 15 and 1440),
  -- What the server said of the copy that was taken last, and the days about which that copy was asked.
  etag text,
  last_modified text,
  asked_from date not null,
  asked_to date not null,
  asked_at timestamptz not null,
  -- What the copy taken last came to: counts, and what was said of its lines.
  report jsonb not null,
  failures integer not null default 0,
  failure text,
  next_at timestamptz not null,
  -- The one poll that is under way; one that has not ended by then is taken over.
  lease uuid,
  lease_ends_at timestamptz,
  foreign key (region_id, calendar_id) references calendar (region_id, id) on delete cascade,
  constraint calendar_subscription_failure check ((failures = 0) = (failure is null)),
  constraint calendar_subscription_lease check ((lease is null) = (lease_ends_at is null))
);
create index calendar_subscription_due on calendar_subscription (region_id, next_at);

alter table calendar_subscription enable row level security;
create policy calendar_subscription_scope on calendar_subscription to peer_challenge_service
  using (in_scope(region_id));
grant select, insert, update, delete on calendar_subscription to peer_challenge_service;
