"""Pages of a list (AGS 2.0, 3.2.9): as many as asked for, and a Link header (RFC 8288) to the next ones."""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet

from mobility_record.lti.refusals import Refused

MOST = 100
_T = TypeVar("_T", bound=Model)


def page(found: QuerySet[_T], path: str, asked: Mapping[str, str]) -> tuple[list[_T], str]:
    """The rows of one page, and the Link header's value (empty on the last); raises `Refused` (400)."""
    limit = min(_number(asked, "limit", 1), MOST) if "limit" in asked else MOST
    after = _number(asked, "after", 0) if "after" in asked else 0
    rows = list(found.filter(pk__gt=after).order_by("pk")[: limit + 1])
    if len(rows) <= limit:
        return rows, ""
    rows = rows[:limit]
    query = urlencode({**asked, "limit": limit, "after": rows[-1].pk})
    return rows, f'<{settings.MOBILITY_ORIGIN}{path}?{query}>; rel="next"'


def _number(asked: Mapping[str, str], name: str, least: int) -> int:
    value = asked[name]
    if not value.isascii() or not value.isdecimal() or len(value) > 18 or int(value) < least:
        raise Refused(400, "malformed", f"{name} must be a whole number from {least}.")
    return int(value)
