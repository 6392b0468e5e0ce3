"""A line item has a public id, and a source may be a learning platform."""

import uuid

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = [("device", "a device"), ("receipts", "receipts on paper"), ("lms", "a learning platform")]


def give_ids(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each line item gets an id of its own."""
    for item in apps.get_model("stays", "LineItem").objects.all():
        item.public_id = uuid.uuid4()
        item.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [("stays", "0003_receipts")]

    operations = [
        migrations.AddField("lineitem", "public_id", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            "lineitem", "public_id", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
        ),
        migrations.AlterField("source", "kind", models.CharField(max_length=10, choices=KINDS, default="device")),
        migrations.AlterField(
            "source",
            "code",
            models.ForeignKey("stays.ClaimCode", models.PROTECT, null=True, related_name="sources"),
        ),
        migrations.AddConstraint(
            "source",
            models.UniqueConstraint(
                fields=["mobility", "package", "device"],
                condition=models.Q(kind="lms"),
                name="one_source_per_platform",
            ),
        ),
    ]
