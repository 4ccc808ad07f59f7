"""How many groups there are of what figures are counted by: without it every case is sorted, on disk, to be grouped."""

from django.db import migrations

GROUPS = "system, level, problem_type, organ_id, identity_mode, channel"
WEEK = "(date_trunc('week', {} AT TIME ZONE 'Asia/Shanghai'))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_recountings")]

    operations = [
        migrations.RunSQL(
            f"CREATE STATISTICS case_groups (ndistinct) ON {GROUPS} FROM cases_case", "DROP STATISTICS case_groups"
        ),
        *(
            migrations.RunSQL(
                f"CREATE STATISTICS case_week_{name} ON {WEEK.format(column)} FROM cases_case",
                f"DROP STATISTICS case_week_{name}",
            )
            for name, column in (("came", "received_at"), ("went", "answered_at"))
        ),
    ]
