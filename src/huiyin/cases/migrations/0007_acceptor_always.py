"""Every case has an accepting body."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_channel_and_acceptor_filled")]

    operations = [
        migrations.AlterField(
            "case",
            "acceptor",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
    ]
