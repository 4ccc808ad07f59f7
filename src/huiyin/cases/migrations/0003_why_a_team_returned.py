from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_warnings'),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='returned_because',
            field=models.TextField(blank=True),
        ),
    ]
