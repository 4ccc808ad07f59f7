"""What was promised for a period is found without reading every case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_answered_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["promised_at"], name="case_promised")
        ),
    ]
