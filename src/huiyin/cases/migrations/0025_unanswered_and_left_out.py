"""What is promised and unanswered, and the cases on somebody or that they withdrew from, are found at once."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_papers_of_a_talk")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["promised_at"], name="case_unanswered", condition=models.Q(answered_at=None)
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["accused"], name="case_accused", opclasses=["jsonb_path_ops"], condition=~models.Q(accused=[])
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["recused"], name="case_recused", opclasses=["jsonb_path_ops"], condition=~models.Q(recused=[])
            ),
        ),
    ]
