"""Work orders between us and the hotline."""

import django.db.models.deletion
from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_withheld")]

    operations = [
        migrations.CreateModel(
            name="HotlineOrder",
            fields=[
                _ID,
                ("direction", models.CharField(max_length=3)),
                ("external_id", models.CharField(blank=True, max_length=48)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("state", models.CharField(blank=True, max_length=12)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hotline_order",
                        to="intake.report",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["made_at"], name="order_made")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("direction", "external_id"),
                        name="order_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                _ID,
                ("kind", models.CharField(max_length=8)),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=40)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="intake.hotlineorder",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["due_at"], name="parcel_due")
                ],
                "constraints": [models.UniqueConstraint(fields=("order", "kind"), name="parcel_once")],
            },
        ),
        migrations.CreateModel(
            name="SeenNonce",
            fields=[
                ("nonce", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                _ID,
                ("day", models.DateField(unique=True)),
                ("ran_at", models.DateTimeField()),
                ("ours", models.PositiveIntegerField(default=0)),
                ("theirs", models.PositiveIntegerField(default=0)),
                ("differences", models.JSONField(default=list)),
                ("failed", models.CharField(blank=True, max_length=40)),
            ],
        ),
    ]
