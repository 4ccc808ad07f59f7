"""How a case came in and who took it in: columns first, empty where the program doesn't know it yet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_matter_and_dispatch"), ("organisations", "0001_register")]

    operations = [
        migrations.AddField("case", "channel", models.CharField(max_length=20, default="web"), preserve_default=False),
        migrations.AddField(
            "case",
            "acceptor",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
    ]
