"""A nudge by hand is asked for as on the daily round: there is one kind of it, and it stands in the case's file."""

from typing import Any

from django.db import migrations


def move(apps: Any, schema_editor: Any) -> None:
    by_hand = apps.get_model("supervision", "Climb").objects.filter(rung="")
    follow_ups = apps.get_model("supervision", "FollowUp").objects
    for climb in by_hand.iterator():
        follow_ups.create(case_id=climb.case_id, kind="nudge", note=climb.note, by_id=climb.by_id, at=climb.at)
    by_hand.delete()


class Migration(migrations.Migration):
    dependencies = [("supervision", "0007_standing_per_lapse")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
