"""A month's ratings of answers are read without those of the years before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ratings", "0004_second_verification")]

    operations = [
        migrations.AddIndex("rating", models.Index(fields=["at"], name="rating_at")),
    ]
