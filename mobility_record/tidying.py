"""What the record throws away when its time has passed: one list, to which each app adds what is its own.

An app names its rubbish in a module `rubbish` with a tuple `RUBBISH`; whatever is in it is found by `everything`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

# A short transaction each, so that nobody waits long for SQLite's lock.
_AT_ONCE = 500


@dataclass(frozen=True)
class Rubbish:
    """One kind of rows to throw away: what the operator calls it, and which they are at a time (microseconds UTC)."""

    name: str
    rows: Callable[[int], QuerySet[Any]]


def everything() -> list[Rubbish]:
    """All kinds, of all apps."""
    modules = [f"{app.name}.rubbish" for app in apps.get_app_configs() if app.name.startswith("mobility_record.")]
    return [kind for module in modules if find_spec(module) for kind in import_module(module).RUBBISH]


def tidy(kind: Rubbish, now_us: int) -> int:
    """Throw the rows of `kind` away; return how many there were."""
    gone = 0
    while keys := list(kind.rows(now_us).values_list("pk", flat=True)[:_AT_ONCE]):
        model: type[Model] = kind.rows(now_us).model
        with transaction.atomic():
            gone += model._base_manager.filter(pk__in=keys).delete()[0]
    return gone
