import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What may not be read: not yet, or never again. Additions from before were read already."""

    dependencies = [("intake", "0009_names_found")]
    operations = [
        migrations.AddField("attachment", "marked", models.BooleanField(default=False)),
        migrations.AddField("upload", "marked", models.BooleanField(default=False)),
        migrations.AddField("supplement", "cleared", models.BooleanField(default=True)),
        migrations.AlterField("supplement", "cleared", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("removed_by", models.CharField(max_length=40)),
                ("removed_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("basis", models.TextField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tombstones", to="intake.report"
                    ),
                ),
                (
                    "supplement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tombstone",
                        to="intake.supplement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supplement__isnull", True)), fields=("report",), name="tombstone_once"
                    )
                ],
            },
        ),
    ]
