-- Not only plans and questions about them are solved: what else is has a row of its own that names its solve.
alter table solve add column kind text;
update solve set kind = case when wish is null then 'plan' else 'question' end;
alter table solve
  alter column kind set not null,
  alter column plan_id drop not null,
  add constraint solve_kind check (kind in ('plan', 'question', 'rotation', 'moderators', 'challengers')),
  add constraint solve_of_something check ((plan_id is not null) = (kind in ('plan', 'question'))),
  add constraint solve_wish check ((wish is not null) = (kind = 'question'));
