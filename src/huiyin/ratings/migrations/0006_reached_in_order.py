"""Who was reached by telephone in a time is found without reading every call."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ratings", "0005_ratings_by_their_day")]

    operations = [
        migrations.AddIndex(
            model_name="revisit",
            index=models.Index(fields=["at"], name="revisit_reached", condition=models.Q(result="reached")),
        ),
    ]
