"""Packages the record knows: registered from a zip with their versions and line items (CONTRACTS 4)."""

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

    A newer version brings its title and may add line items; line items that it lacks stay, for the old results.
    """
    with transaction.atomic():
        package, new_package = Package.objects.get_or_create(
            package_id=statement.package, defaults={"title": statement.title}
        )
        _version, new_version = PackageVersion.objects.get_or_create(
            package=package, version=statement.version, defaults={"registered_us": clock.now_us()}
        )
        if new_version:
            Package.objects.filter(pk=package.pk).update(title=statement.title)
        for position, tag in enumerate(statement.line_items):
            LineItem.objects.update_or_create(
                package=package, tag=tag, defaults={"label": _label(tag), "position": position}
            )
    package.refresh_from_db()
    return Registered(package, new_package, new_version)


def enrol(mobility: Mobility, package: Package) -> None:
    """`mobility` takes `package`; saying it again is harmless."""
    Enrolment.objects.get_or_create(mobility=mobility, package=package)


def _label(tag: str) -> str:
    """What people call a line item: `gate:work-safety` is "Work safety"."""
    name = tag.removeprefix("gate:").replace("-", " ").replace("_", " ")
    return name[:1].upper() + name[1:]
