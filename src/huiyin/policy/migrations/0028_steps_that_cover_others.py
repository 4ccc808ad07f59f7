from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0027_papers_of_counties'),
    ]

    operations = [
        migrations.AddField(
            model_name='demeritstep',
            name='covers',
            field=models.JSONField(default=list),
        ),
    ]
