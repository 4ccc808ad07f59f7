from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0026_channels_followed_by_teams'),
    ]

    operations = [
        migrations.AddField(
            model_name='periodicpaper',
            name='counties',
            field=models.BooleanField(default=False),
        ),
    ]
