-- A calendar that named entries which nobody could read is silent about days of which it meant to speak. Until its
-- source mends them, or somebody has looked, its silence is no answer.
alter table calendar add column refused_entries integer not null default 0 check (refused_entries >= 0);

drop trigger calendar_changed on calendar;
create trigger calendar_changed after update on calendar for each row
  when (old.name <> new.name or old.covers_from is distinct from new.covers_from
    or old.covers_to is distinct from new.covers_to or old.stale_after_days is distinct from new.stale_after_days
    or old.refused_entries <> new.refused_entries
    or new.checked_at < old.checked_at
    or old.checked_at + old.stale_after_days * interval '24 hours' < new.checked_at)
  execute function calendar_disturbs();
