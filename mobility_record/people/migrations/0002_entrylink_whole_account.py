from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='entrylink',
            name='whole_account',
            field=models.BooleanField(default=False),
        ),
    ]
