"""A version knows its own line items in their order, and a source may be the receipts on paper of a mobility."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill_newest(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The newest version of a package has the current line items; of older ones the order is not known any more."""
    package_version = apps.get_model("stays", "PackageVersion")
    for package in apps.get_model("stays", "Package").objects.all():
        newest = package_version.objects.filter(package=package).order_by("-registered_us", "-pk").first()
        if newest is not None:
            items = package.line_items.filter(current=True).order_by("position")
            newest.line_items = list(items.values_list("tag", flat=True))
            newest.save(update_fields=["line_items"])


class Migration(migrations.Migration):
    dependencies = [("stays", "0002_line_items_of_the_newest_version")]

    operations = [
        migrations.AddField("packageversion", "line_items", models.JSONField(null=True)),
        migrations.AddField(
            "source",
            "kind",
            models.CharField(
                max_length=10, choices=[("device", "a device"), ("receipts", "receipts on paper")], default="device"
            ),
        ),
        migrations.RemoveConstraint("source", "one_live_source_per_device"),
        migrations.AddConstraint(
            "source",
            models.UniqueConstraint(
                fields=["mobility", "package", "device"],
                condition=models.Q(ended_us__isnull=True, kind="device"),
                name="one_live_source_per_device",
            ),
        ),
        migrations.AddConstraint(
            "source",
            models.UniqueConstraint(
                fields=["mobility", "package"],
                condition=models.Q(kind="receipts"),
                name="one_source_of_receipts_per_package",
            ),
        ),
        migrations.RunPython(fill_newest, migrations.RunPython.noop),
    ]
