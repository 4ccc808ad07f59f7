"""Calls, first dispatches and what went beside the platform are kept by the week, too, and change one that is over."""

from django.db import migrations

TOUCH = """
CREATE OR REPLACE FUNCTION reporting_case_touches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.held_back = NEW.held_back THEN
        PERFORM reporting_touch(NEW.committee_id, OLD.answered_at, NEW.answered_at, OLD.promised_at, NEW.promised_at);
    ELSE
        PERFORM reporting_touch(NEW.committee_id, VARIADIC ARRAY[NEW.received_at,
            OLD.answered_at, NEW.answered_at, OLD.promised_at, NEW.promised_at,
            (SELECT at FROM ratings_rating WHERE report_id = NEW.report_id),
            (SELECT given_at FROM triage_routingdecision WHERE report_id = NEW.report_id)
        ] || ARRAY(SELECT at FROM ratings_revisit WHERE report_id = NEW.report_id AND result = 'reached'));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION reporting_call_touches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN  -- an earlier call isn't the last one any more
    PERFORM reporting_touch(committee_id, VARIADIC ARRAY[OLD.at, NEW.at] || ARRAY(
        SELECT at FROM ratings_revisit AS call WHERE call.report_id = filed.report_id AND result = 'reached'
    )) FROM cases_case AS filed WHERE report_id IN (OLD.report_id, NEW.report_id);
    RETURN NULL;
END $$;
CREATE TRIGGER call_touches_weeks
AFTER INSERT OR UPDATE OF at, result, level OR DELETE ON ratings_revisit
FOR EACH ROW EXECUTE FUNCTION reporting_call_touches();

CREATE FUNCTION reporting_dispatch_touches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reporting_touch(committee_id, OLD.given_at, NEW.given_at)
    FROM cases_case WHERE report_id IN (OLD.report_id, NEW.report_id);
    RETURN NULL;
END $$;
CREATE TRIGGER dispatch_touches_weeks
AFTER INSERT OR UPDATE OF given_at, by_machine, overridden_at, rule, version OR DELETE ON triage_routingdecision
FOR EACH ROW EXECUTE FUNCTION reporting_dispatch_touches();

CREATE FUNCTION reporting_sign_touches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN  -- of something beside the platform: in the week in which the case was answered
    CASE TG_TABLE_NAME
        WHEN 'cases_talk' THEN
            PERFORM reporting_touch(committee_id, answered_at) FROM cases_case WHERE id = NEW.case_id;
        WHEN 'cases_talkpaper' THEN
            PERFORM reporting_touch(committee_id, answered_at) FROM cases_case
            WHERE id = (SELECT case_id FROM cases_talk WHERE cases_talk.id = NEW.talk_id);
        ELSE
            PERFORM reporting_touch(committee_id, answered_at) FROM cases_case WHERE report_id = NEW.report_id;
    END CASE;
    RETURN NULL;
END $$;
CREATE TRIGGER talk_touches_weeks AFTER INSERT OR UPDATE OF at, held_at, paper_id ON cases_talk
FOR EACH ROW EXECUTE FUNCTION reporting_sign_touches();
CREATE TRIGGER talk_paper_touches_weeks AFTER INSERT OR UPDATE OF at ON cases_talkpaper
FOR EACH ROW EXECUTE FUNCTION reporting_sign_touches();
CREATE TRIGGER reply_touches_weeks AFTER INSERT OR UPDATE OF done_at, way, how ON intake_replytask
FOR EACH ROW EXECUTE FUNCTION reporting_sign_touches();
CREATE TRIGGER origin_touches_weeks AFTER INSERT OR UPDATE OF came_at ON intake_origin
FOR EACH ROW EXECUTE FUNCTION reporting_sign_touches();
"""
LET_BE = """
DROP FUNCTION reporting_call_touches CASCADE;
DROP FUNCTION reporting_dispatch_touches CASCADE;
DROP FUNCTION reporting_sign_touches CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0005_kept_weeks"),
        ("cases", "0025_unanswered_and_left_out"),
        ("intake", "0015_officer_of_a_place"),
        ("triage", "0007_candidates"),
        ("ratings", "0006_reached_in_order"),
    ]

    operations = [migrations.RunSQL(TOUCH, LET_BE)]
