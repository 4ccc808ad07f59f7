"""Cases opened before: the channel of their report; accepted by their committee."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_channel_and_acceptor")]

    operations = [
        migrations.RunSQL(
            "UPDATE cases_case SET acceptor_id = committee_id, channel = r.channel "
            "FROM intake_report r WHERE r.id = cases_case.report_id",
            migrations.RunSQL.noop,
        ),
    ]
