"""What else lies beside a million cases: first dispatches, calls, answers given elsewhere, talks.

Without them the overview would have nothing to look at, and be fast for no merit of its own.
"""

from __future__ import annotations

from django.db import connection

from huiyin.cases.models import Talk

_DISPATCHED = """
INSERT INTO triage_routingdecision (decided_at, source, rule, place, version, confidence, runner_up, "limit", priority,
  reasons, held, given_at, by_machine, overridden_at, overridden_by, overridden_how, given_to_id, report_id, unit_id)
SELECT received_at, '', CASE WHEN id % 3 > 0 THEN 'rule-' || id % 12 ELSE '' END, 0,
  CASE WHEN id % 3 = 0 THEN 'v' || id % 4 ELSE '' END, .9, '', '', 0, '[]', '[]',
  CASE WHEN unit_id IS NOT NULL THEN received_at + interval '2 hours' END, id % 10 < 8,
  CASE WHEN id % 50 = 1 THEN received_at + interval '1 day' END, '', '', unit_id, report_id, unit_id
FROM cases_case ON CONFLICT DO NOTHING
"""

_CALLED = """
INSERT INTO ratings_revisit (result, level, note, at, by_id, report_id)
SELECT CASE WHEN id % 10 < 8 THEN 'reached' ELSE 'no_answer' END,
  CASE WHEN id % 10 < 8 THEN (ARRAY[5, 5, 4, 5, 3, 4, 5, 2])[1 + id % 10] END, '',
  answered_at + interval '3 days', (SELECT min(id) FROM organisations_account), report_id
FROM cases_case WHERE answered_at IS NOT NULL AND id % 50 > 0
"""

_ANSWERED = """
INSERT INTO intake_replytask (way, asked_at, done_at, how, note, done_by_id, report_id, unit_id)
SELECT (ARRAY['phone', 'letter', 'paper'])[1 + id % 3], answered_at, answered_at + interval '1 day',
  CASE WHEN id % 90 = 0 THEN 'visit' ELSE (ARRAY['phone', 'letter', 'letter'])[1 + id % 3] END, '',
  (SELECT min(id) FROM organisations_account), report_id, committee_id
FROM cases_case WHERE answered_at IS NOT NULL AND id % 6 = 0
"""

_CAME = """
INSERT INTO intake_origin (channel, external_id, thread, came_at, reply, acknowledge, report_id, left_out)
SELECT 'phone', id::text, id::text, received_at - CASE WHEN id % 120 = 0 THEN interval '3 days' ELSE interval '1 hour'
  END, 'phone', false, report_id, '[]'
FROM cases_case WHERE id % 6 = 0
"""

_TALKED = """
INSERT INTO cases_talk (kind, held, held_at, text, at, by_id, case_id)
SELECT 'reason', true, received_at + interval '5 days', '', received_at + CASE WHEN id % 170 = 0 THEN interval '8 days'
  ELSE interval '5 days 2 hours' END, (SELECT min(id) FROM organisations_account), id
FROM cases_case WHERE unit_id IS NOT NULL AND id % 17 = 0
"""


def handled() -> None:
    """Fills it in, once. Every case was given out, nearly all reporters were called, a sixth came by telephone."""
    if Talk.objects.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for sql in (_DISPATCHED, _CALLED, _ANSWERED, _CAME, _TALKED):
            cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(
            "VACUUM ANALYZE triage_routingdecision, ratings_revisit, intake_replytask, intake_origin, cases_talk"
        )
