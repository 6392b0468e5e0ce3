"""A line item knows whether the newest version of its package still has it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stays", "0001_initial")]

    operations = [migrations.AddField("lineitem", "current", models.BooleanField(default=True))]
