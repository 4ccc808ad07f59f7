from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0028_steps_that_cover_others'),
    ]

    operations = [
        migrations.AddField(
            model_name='city',
            name='floods',
            field=models.JSONField(default=dict),
        ),
    ]
