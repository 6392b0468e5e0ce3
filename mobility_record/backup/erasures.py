"""Erasures outlive backups: the list of the erased, as opaque ids, and its use on a restored database."""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from mobility_record.backup.manifest import BackupError
from mobility_record.people.erasure import erase
from mobility_record.people.models import Person


def erased() -> list[UUID]:
    """The public ids of everyone who was erased, first to last."""
    return list(Person.objects.exclude(erased_us=None).order_by("erased_us", "pk").values_list("public_id", flat=True))


def read(file: Path) -> list[UUID]:
    """The ids in a list that `mobility record erased` printed, one a line; `BackupError` for any other line."""
    try:
        lines = file.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"{file} can't be read as a list of erased people.") from error
    ids = []
    for number, line in enumerate(lines, 1):
        try:
            ids += [UUID(line.strip())] if line.strip() else []
        except ValueError as error:
            raise BackupError(f"{file}, line {number}: not an id as `mobility record erased` prints them.") from error
    return ids


def apply(ids: list[UUID]) -> tuple[int, int]:
    """Erase these people again; return how many were brought back by the backup, and how many it does not know."""
    back = unknown = 0
    with transaction.atomic():
        for public_id in ids:
            person = Person.objects.filter(public_id=public_id).first()
            unknown += person is None
            if person is not None and person.erased_us is None:
                erase(person)
                back += 1
    return back, unknown
