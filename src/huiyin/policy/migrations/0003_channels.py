"""The ways in which a matter can reach the city."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policy", "0002_problem_types_in_versions")]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("way", models.CharField(max_length=12)),
                ("acceptor", models.CharField(blank=True, max_length=40)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("problem_type", models.CharField(blank=True, max_length=10)),
                ("reply", models.CharField(max_length=10)),
                ("limit", models.CharField(blank=True, max_length=40)),
                ("promise", models.CharField(max_length=10)),
                ("position", models.PositiveSmallIntegerField()),
                ("active", models.BooleanField(default=True)),
            ],
        ),
    ]
