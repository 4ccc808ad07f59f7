import django.db.models.deletion
from django.db import migrations, models

OPEN = ["received", "referred", "assigned", "locked", "verifying", "submitted", "approved", "joined", "answered"]


class Migration(migrations.Migration):
    """A case may be joined under another; the index of what is open knows the new state."""

    dependencies = [
        ("cases", "0010_open_and_own"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="main",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="cases.case"
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="case_open"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", OPEN)),
                fields=["committee", "received_at", "report"],
                name="case_open",
            ),
        ),
    ]
