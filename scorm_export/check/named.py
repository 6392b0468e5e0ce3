"""Tables of fields, written down as names per kind."""

from collections.abc import Mapping

from scorm_export.check import fields
from scorm_export.check.fields import Kind

_KINDS: Mapping[str, Kind] = {
    "text": fields.TEXT,
    "flag": fields.FLAG,
    "whole": fields.WHOLE,
    "number": fields.NUMBER,
    "date": fields.DATE,
    "list": fields.LIST,
    "object": fields.OBJECT,
    "any": fields.ANY,
}
# How blocks of the newer kind, which read YAML, take the same.
_LOOSE: Mapping[str, Kind] = {
    "flag": fields.LOOSE_FLAG,
    "list": fields.LOOSE_LIST,
    "object": fields.LOOSE_OBJECT,
}


def named(base: Mapping[str, Kind] | None = None, *, loose: bool = False, **groups: str | Kind) -> dict[str, Kind]:
    """Return fields by name: ``flag="a b"`` names two of one kind, ``mode=one_of(…)`` one of a kind of its own.

    >>> sorted(named(flag="a b"))
    ['a', 'b']
    """
    found = dict(base or {})
    for group, names in groups.items():
        if isinstance(names, Kind):
            found[group] = names
        else:
            kind = (_LOOSE if loose and group in _LOOSE else _KINDS)[group]
            found |= dict.fromkeys(names.split(), kind)
    return found
