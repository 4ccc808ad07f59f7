"""Figures of weeks that are over are kept, and the database itself marks a week in which something changed.

Whoever changes a moment of a committee's cases holds a lock shared until the change is committed; whoever counts a week
holds it alone. So no week is ever counted while a change in it is on its way.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

TOUCH = """
CREATE FUNCTION reporting_touch(of bigint, VARIADIC moments timestamptz[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('reporting: kept weeks'), of::int);
    INSERT INTO reporting_touch (week_id)
    SELECT week.id FROM unnest(moments) AS moment, LATERAL (
        SELECT id, ends_at FROM reporting_keptweek
        WHERE committee_id = of AND begins_at <= moment ORDER BY begins_at DESC LIMIT 1
    ) AS week WHERE moment < week.ends_at;
END $$;

CREATE FUNCTION reporting_case_touches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.held_back = NEW.held_back THEN
        PERFORM reporting_touch(NEW.committee_id, OLD.answered_at, NEW.answered_at, OLD.promised_at, NEW.promised_at);
    ELSE
        PERFORM reporting_touch(NEW.committee_id, NEW.received_at, OLD.answered_at, NEW.answered_at,
            OLD.promised_at, NEW.promised_at, (SELECT at FROM ratings_rating WHERE report_id = NEW.report_id));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER case_touches_weeks
AFTER INSERT OR UPDATE OF answered_at, promised_at, held_back ON cases_case
FOR EACH ROW EXECUTE FUNCTION reporting_case_touches();

CREATE FUNCTION reporting_rating_touches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reporting_touch(committee_id, OLD.at, NEW.at)
    FROM cases_case WHERE report_id IN (OLD.report_id, NEW.report_id);
    RETURN NULL;
END $$;
CREATE TRIGGER rating_touches_weeks
AFTER INSERT OR UPDATE OF at, level OR DELETE ON ratings_rating
FOR EACH ROW EXECUTE FUNCTION reporting_rating_touches();
"""
LET_BE = """
DROP TRIGGER case_touches_weeks ON cases_case;
DROP TRIGGER rating_touches_weeks ON ratings_rating;
DROP FUNCTION reporting_case_touches;
DROP FUNCTION reporting_rating_touches;
DROP FUNCTION reporting_touch;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0004_public_figures"),
        ("cases", "0025_unanswered_and_left_out"),
        ("ratings", "0005_ratings_by_their_day"),
        ("organisations", "0006_leaves"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptWeek",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("first", models.DateField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("definition", models.CharField(max_length=64)),
                ("counts", models.JSONField()),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "begins_at"), name="kept_week_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "week",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touches",
                        to="reporting.keptweek",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(TOUCH, LET_BE),
    ]
