from django.db import migrations, models


class Migration(migrations.Migration):
    """A password that somebody else chose is changed before anything else. Accounts from before keep theirs."""

    dependencies = [("organisations", "0001_register")]
    operations = [
        migrations.AddField("account", "must_change", models.BooleanField(default=False)),
    ]
