-- In which offices somebody acted, and the request that they acted by; hashed with the rest where they are there, so
-- that what was written before them still verifies.
alter table audit_entry add column offices jsonb;
alter table audit_entry add column correlation_id text;

drop function append_audit_entry;
drop function audit_hash;
create function audit_hash(previous bytea, region uuid, seq bigint, at timestamptz, person uuid, action text,
    subject_type text, subject_id text, outcome text, detail jsonb, offices jsonb, correlation text)
  returns bytea language sql immutable
  return sha256(previous || convert_to((jsonb_build_array(region, seq, extract(epoch from at), person, action,
    subject_type, subject_id, outcome, detail)
    || case when offices is null and correlation is null then '[]'::jsonb
       else jsonb_build_array(offices, correlation) end)::text, 'UTF8'));

create function append_audit_entry(region uuid, at timestamptz, person uuid, action text, subject_type text,
    subject_id text, outcome text, detail jsonb, offices jsonb, correlation text)
  returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  chain uuid := coalesce(region, '00000000-0000-0000-0000-000000000000');
  head audit_head;
  next_hash bytea;
begin
  insert into audit_head values (chain, 0, '\x') on conflict do nothing;
  select * into head from audit_head where region_id = chain for update;
  next_hash := audit_hash(head.hash, chain, head.sequence + 1, at, person, action, subject_type, subject_id,
    outcome, detail, offices, correlation);
  insert into audit_entry values (chain, head.sequence + 1, at, person, action, subject_type, subject_id,
    outcome, detail, head.hash, next_hash, offices, correlation);
  update audit_head set sequence = head.sequence + 1, hash = next_hash where region_id = chain;
end $$;
revoke execute on function append_audit_entry from public;
grant execute on function append_audit_entry to peer_challenge_service;

-- The chains as they stand: how many entries each has, and the hash of its last, to be kept elsewhere.
create function audit_chains() returns table (region_id uuid, entries bigint, hash bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select h.region_id, h.sequence, h.hash from audit_head h where app_everywhere() order by h.region_id
$$;

-- Where the chains do not hold: rows that are not there, and rows that are not what was appended. A row whose hash
-- was made anew to fit it does not fit the next one.
create function audit_breaks() returns table (region_id uuid, first bigint, last bigint, what text)
  language sql stable security definer set search_path = public, pg_temp as $$
  with entry as (
    select e.*, lag(e.sequence, 1, 0::bigint) over chain as before,
      coalesce(lag(e.hash) over chain, '\x') as hash_before,
      e.hash = audit_hash(e.previous_hash, e.region_id, e.sequence, e.at, e.person_id, e.action, e.subject_type,
        e.subject_id, e.outcome, e.detail, e.offices, e.correlation_id) as holds
    from audit_entry e window chain as (partition by e.region_id order by e.sequence)),
  tail as (
    select coalesce(h.region_id, e.region_id) as region_id, coalesce(h.sequence, 0) as head, h.hash as head_hash,
      coalesce(e.sequence, 0) as sequence, e.hash
    from audit_head h full join (select distinct on (region_id) region_id, sequence, hash from audit_entry
      order by region_id, sequence desc) e on e.region_id = h.region_id)
  select broken.* from (
    select region_id, before + 1, sequence - 1, 'missing' from entry where sequence > before + 1
    union select region_id, sequence, sequence, 'altered' from entry where not holds
    union select region_id, before, before, 'altered' from entry
      where before > 0 and sequence = before + 1 and previous_hash <> hash_before
    union select region_id, sequence + 1, head, 'missing' from tail where head > sequence
    union select region_id, head + 1, sequence, 'unaccounted' from tail where head < sequence
    union select region_id, sequence, sequence, 'altered' from tail
      where head = sequence and sequence > 0 and head_hash <> hash) broken (region_id, first, last, what)
  where app_everywhere() order by 1, 2, 4
$$;
revoke execute on function audit_chains, audit_breaks from public;
grant execute on function audit_chains, audit_breaks to peer_challenge_service;
