-- UK GDPR: everything kept about a person, and a person erased while the record keeps its meaning.
alter table person add column erased_at timestamptz;

-- Every row that refers to a person, whichever table it is in, with the entries of their own calendars; bytes
-- (hashes of secrets, sealed addresses) and the text of papers are left out. Found from the foreign keys, so that a table that is added
-- later is not forgotten.
create function person_rows(person uuid) returns table (name text, record jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  referring record;
begin
  if not app_everywhere() then return; end if;
  return query select 'person', to_jsonb(p) from person p where p.id = person;
  for referring in
    select c.relname as tbl, string_agg(distinct format('t.%I = $1', a.attname), ' or ') as mine,
      '{sections,what}'::text[] || coalesce((select array_agg(b.attname::text) from pg_attribute b
        where b.attrelid = c.oid and b.atttypid = 'bytea'::regtype and not b.attisdropped), '{}') as bytes
    from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.atttypid = 'uuid'::regtype
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and (a.attname = 'person_id' or exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid
        and f.confrelid = 'person'::regclass and f.conkey[array_upper(f.conkey, 1)] = a.attnum))
    group by c.oid, c.relname order by c.relname
  loop
    return query execute format('select %L::text, to_jsonb(t) - $2 from %I t where %s', referring.tbl,
      referring.tbl, referring.mine) using person, referring.bytes;
  end loop;
  return query select 'commitment', to_jsonb(t) from commitment t
    join calendar c on c.id = t.calendar_id join calendar_person p on p.calendar_id = c.id
    where c.scope = 'persons' and p.person_id = person;
end $$;

-- What identifies a person goes: name, address, keys, feeds and their own calendars. What they did stays under
-- their id, which then names nobody; the audit log has nothing but the id, and stays as it is.
create function erase_person(person uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not app_everywhere() then raise exception 'only where everything is in scope'; end if;
  delete from calendar c using calendar_person p where p.calendar_id = c.id and p.person_id = person
    and c.scope = 'persons' and not exists (select from calendar_person o where o.calendar_id = c.id
      and o.person_id <> person);
  delete from feed where person_id = person;
  delete from token where person_id = person;
  delete from invitation where person_id = person;
  delete from idempotency_key where person_id = person or answer::text like '%' || person || '%';
  update person p set name = 'Erased person', email = null, erased_at = at where p.id = person;
end $$;
revoke execute on function person_rows, erase_person from public;
grant execute on function person_rows, erase_person to peer_challenge_service;
