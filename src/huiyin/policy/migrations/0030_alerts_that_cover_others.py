from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0029_floods'),
    ]

    operations = [
        migrations.AddField(
            model_name='alertrule',
            name='covers',
            field=models.JSONField(default=list),
        ),
    ]
