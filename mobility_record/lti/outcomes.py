"""Results as a client reads them (AGS 2.0, 3.3): those of its own reports, never what others said."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from mobility_record.lti import line_items
from mobility_record.lti.models import OwnLineItem
from mobility_record.lti.tokens import Bearer
from mobility_record.people.models import Pseudonym
from mobility_record.results.models import Result
from mobility_record.stays.models import LineItem, Source

_THOUSANDTH = Decimal("0.001")


def of(bearer: Bearer, item: LineItem, asked: Mapping[str, str]) -> QuerySet[Result]:
    """The client's results of one line item, in the order in which they began; `user_id` asks for one person's."""
    found = Result.objects.filter(
        line_item=item,
        source__kind=Source.Kind.LMS,
        source__device=bearer.client_id,
        person__pseudonyms__client=bearer.client_id,
        person__erased_us=None,
    )
    if "user_id" in asked:
        known = Pseudonym.objects.filter(client=bearer.client_id, value=asked["user_id"])
        newest = found.filter(person__in=known.values("person")).order_by("-source__pk").values("pk")[:1]
        return Result.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
    return found.order_by("pk")


def users(bearer: Bearer, results: list[Result]) -> dict[int, str]:
    """What the client calls the people of these results, by primary key."""
    wanted = Pseudonym.objects.filter(client=bearer.client_id, person__in=[result.person_id for result in results])
    return dict(wanted.values_list("person_id", "value"))


def serialise(item: LineItem, result: Result, user: str) -> dict[str, Any]:
    """A result in AGS's form; a cleared one has no score."""
    own: OwnLineItem | None = getattr(item, "own", None)
    maximum = Decimal(item.maximum) if own is None else own.score_maximum
    address = line_items.address(item)
    told: dict[str, Any] = {"id": f"{address}/results/{result.pk}", "scoreOf": address, "userId": user}
    if result.per_mille is not None:
        score = (maximum * result.per_mille / item.maximum).quantize(_THOUSANDTH, ROUND_HALF_UP)
        told |= {"resultScore": line_items.number(score), "resultMaximum": line_items.number(maximum)}
    return told
