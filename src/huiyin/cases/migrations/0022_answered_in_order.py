"""What was answered in a period is found without reading every case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_what_is_counted_together")]

    operations = [
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["answered_at"], name="case_answered")
        ),
    ]
