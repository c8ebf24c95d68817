-- What a plan is judged by, kept beside the problem that it is part of: a round's policy may change afterwards, and a
-- list of plans should not read their problems to tell. Null, like the problem, until somebody has taken the solve up.
alter table plan add column policy jsonb;
update plan set policy = problem -> 'policy' where problem is not null;
