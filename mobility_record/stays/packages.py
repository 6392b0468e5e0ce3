"""Packages the record knows: registered from a zip with their versions and line items (CONTRACTS 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from mobility_record import clock
from mobility_record.stays.models import Enrolment, LineItem, Mobility, Package, PackageVersion
from mobility_record.stays.package_zip import Statement


@dataclass(frozen=True)
class Registered:
    """What registering changed."""

    package: Package
    new_package: bool
    new_version: bool


def register(statement: Statement) -> Registered:
    """The package of `statement`, known from now on; registering the same again changes nothing.

    A newer version brings its title and its line items; those that it lacks stay with their results, no longer current.
    A version that was registered before receipts were known learns the order of its line items.
    """
    with transaction.atomic():
        package, new_package = Package.objects.get_or_create(
            package_id=statement.package, defaults={"title": statement.title}
        )
        version, new_version = PackageVersion.objects.get_or_create(
            package=package,
            version=statement.version,
            defaults={"registered_us": clock.now_us(), "line_items": list(statement.line_items)},
        )
        if version.line_items is None:
            version.line_items = list(statement.line_items)
            version.save(update_fields=["line_items"])
        if new_version:
            Package.objects.filter(pk=package.pk).update(title=statement.title)
            _take_line_items(package, statement.line_items)
    package.refresh_from_db()
    return Registered(package, new_package, new_version)


def _take_line_items(package: Package, tags: Sequence[str]) -> None:
    """The newest version's line items are current; a gate that it dropped keeps its results and blocks nobody."""
    dropped = LineItem.objects.filter(package=package).exclude(tag__in=tags).exclude(tag__startswith=LineItem.OWN)
    dropped.update(current=False)
    for position, tag in enumerate(tags):
        values = {"label": _label(tag), "position": position, "current": True}
        LineItem.objects.update_or_create(package=package, tag=tag, defaults=values)


def enrol(mobility: Mobility, package: Package) -> None:
    """`mobility` takes `package`; saying it again is harmless."""
    Enrolment.objects.get_or_create(mobility=mobility, package=package)


def _label(tag: str) -> str:
    """What people call a line item: `gate:work-safety` is "Work safety"."""
    name = tag.removeprefix("gate:").replace("-", " ").replace("_", " ")
    return name[:1].upper() + name[1:]
