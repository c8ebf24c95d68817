-- The calendar of bank holidays that came with its region is the service's own to lengthen, year by year.
alter table calendar add column kept_by_service boolean not null default false;
update calendar set kept_by_service = true
  from region where region.id = calendar.region_id and calendar.created_at = region.created_at
    and calendar.kind = 'bank-holiday' and calendar.scope = 'region';
create unique index calendar_kept_by_service on calendar (region_id, kind) where kept_by_service;
