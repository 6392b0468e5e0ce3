"""Line items as a client sees them (AGS 2.0, 3.2): those of its packages, and those it made itself.

A package's own line items (CONTRACTS 4) can be read and scored, and belong to the record; a client changes and deletes
what it made. Deleting hides: messages and results stay, as they must.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet

from mobility_bridge import instants
from mobility_bridge.ags import decimal_number
from mobility_bridge.strictjson import MessageError
from mobility_record import clock
from mobility_record.identifiers import opaque
from mobility_record.lti.models import Client, Grant, OwnLineItem
from mobility_record.lti.refusals import Refused, not_found
from mobility_record.lti.tokens import Bearer
from mobility_record.stays.models import LineItem, Package

PATH = "/lti/lineitems"
_LONGEST = {"label": 200, "tag": 100, "resourceId": 255}
_MEMBERS = {"label", "scoreMaximum"}
_OPTIONAL = frozenset({"id", "tag", "resourceId", "resourceLinkId", "startDateTime", "endDateTime", "gradesReleased"})
_EXTENSION = re.compile(r"https?://[^\s]+")
#: Control characters, and those that turn the direction of what follows: pages show labels.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: Line items that one client may make: more is a program that ran wild.
_MOST_OWN = 10_000


@dataclass(frozen=True)
class Wanted:
    """A line item as a client described it, checked."""

    label: str
    score_maximum: Decimal
    tag: str
    resource_id: str
    start: str
    end: str


def seen_by(bearer: Bearer) -> QuerySet[LineItem]:
    """The line items of this client, in the order in which they were made."""
    granted = Q(package__grants__client=bearer.pk)
    ours = Q(own=None) | Q(own__client=bearer.pk, own__deleted_us=None)
    return LineItem.objects.filter(granted & ours, current=True).select_related("package", "own").order_by("pk")


def find(bearer: Bearer, public_id: UUID) -> LineItem:
    """One of them; raises `Refused` (404) for what does not exist and what is another client's."""
    found = seen_by(bearer).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def filtered(items: QuerySet[LineItem], asked: Mapping[str, str]) -> QuerySet[LineItem]:
    """Those that fit `resource_id`, `tag` and `resource_link_id`, all that are asked for."""
    if "resource_link_id" in asked:
        return items.none()  # the record launches nothing as a platform, so it has no resource links
    if "resource_id" in asked:
        wanted = asked["resource_id"]
        items = items.filter(Q(own=None, package__package_id=wanted) | Q(own__resource_id=wanted))
    if "tag" in asked:
        items = items.filter(Q(own=None, tag=asked["tag"]) | Q(own__tag=asked["tag"]))
    return items


def address(item: LineItem) -> str:
    """The line item's URL, which is its id."""
    return f"{settings.MOBILITY_ORIGIN}{PATH}/{item.public_id}"


def serialise(item: LineItem) -> dict[str, Any]:
    """A line item in AGS's form; members without a value are left out."""
    own: OwnLineItem | None = getattr(item, "own", None)
    if own is None:
        return {
            "id": address(item),
            "label": item.label,
            "scoreMaximum": item.maximum,
            "resourceId": item.package.package_id,
            "tag": item.tag,
        }
    told = {
        "id": address(item),
        "label": item.label,
        "scoreMaximum": number(own.score_maximum),
        "resourceId": own.resource_id,
        "tag": own.tag,
        "startDateTime": own.start,
        "endDateTime": own.end,
    }
    return {name: value for name, value in told.items() if value != ""}


def number(value: Decimal) -> int | float:
    """A decimal as JSON writes it: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def read(value: object) -> Wanted:
    """Check a line item in a body; raises `MessageError`, or `Refused` (404) for a resource link: there are none."""
    if not isinstance(value, dict):
        raise MessageError("$", "must be an object")
    for name in sorted(_MEMBERS - value.keys()):
        raise MessageError("$", f"lacks {name}")
    for name in value.keys() - _MEMBERS - _OPTIONAL:
        if not _EXTENSION.fullmatch(name):
            raise MessageError("$", f"has an unknown member {name[:80]!r}; extensions are named by a full URL")
    if value.get("resourceLinkId") is not None:
        raise Refused(404, "not_found", "There is no such resource link.")
    maximum = decimal_number(value["scoreMaximum"], "$.scoreMaximum")
    if maximum <= 0:
        raise MessageError("$.scoreMaximum", "must be more than 0")
    texts = {name: _text(value.get(name, ""), name) for name in _LONGEST}
    texts["label"] = " ".join(_UNSEEN.sub(" ", texts["label"]).split())
    if not texts["label"]:
        raise MessageError("$.label", "must not be empty")
    start, end = (_time(value.get(name), name) for name in ("startDateTime", "endDateTime"))
    return Wanted(texts["label"], maximum, texts["tag"], texts["resourceId"], start, end)


def make(bearer: Bearer, wanted: Wanted) -> LineItem:
    """A new line item of the client; raises `Refused`: 409 for a tag that it has already, 403 for too many."""
    with transaction.atomic():
        client = Client.objects.select_for_update().get(pk=bearer.pk)
        if client.own_line_items.filter(deleted_us=None).count() >= _MOST_OWN:
            raise Refused(403, "too_many", f"A client may have {_MOST_OWN} line items of its own.")
        package = _package(client, wanted.resource_id)
        _refuse_twin(client, package, wanted)
        last: int | None = LineItem.objects.filter(package=package).aggregate(last=Max("position"))["last"]
        try:
            with transaction.atomic():
                item = LineItem.objects.create(
                    package=package,
                    tag=LineItem.OWN + opaque("i"),
                    label=wanted.label,
                    position=(last or 0) + 1,
                )
        except IntegrityError as error:  # pragma: no cover - 128 random bits
            raise Refused(409, "conflict", "Try again.") from error
        own = OwnLineItem(
            line_item=item,
            client=client,
            resource_id=wanted.resource_id,
            tag=wanted.tag,
            score_maximum=wanted.score_maximum,
            start=wanted.start,
            end=wanted.end,
        )
        own.save()
    item.own = own
    return item


def change(bearer: Bearer, item: LineItem, wanted: Wanted) -> LineItem:
    """Label, maximum and dates as asked for; `tag` and `resourceId` never change. Raises `Refused`."""
    own = _own(bearer, item)
    for name, now, asked in (("tag", own.tag, wanted.tag), ("resourceId", own.resource_id, wanted.resource_id)):
        if asked not in ("", now):
            raise Refused(409, "conflict", f"{name} can't be changed; make a new line item.")
    with transaction.atomic():
        LineItem.objects.filter(pk=item.pk).update(label=wanted.label)
        OwnLineItem.objects.filter(pk=own.pk).update(
            score_maximum=wanted.score_maximum, start=wanted.start, end=wanted.end
        )
    return find(bearer, item.public_id)


def delete(bearer: Bearer, item: LineItem) -> None:
    """The line item is gone for the client; what was said of it stays in the record."""
    own = _own(bearer, item)
    OwnLineItem.objects.filter(pk=own.pk, deleted_us=None).update(deleted_us=clock.now_us())
    LineItem.objects.filter(pk=item.pk).update(current=False)


def _own(bearer: Bearer, item: LineItem) -> OwnLineItem:
    own: OwnLineItem | None = getattr(item, "own", None)
    if own is None or own.client_id != bearer.pk:
        raise Refused(403, "not_yours", "This line item belongs to its package and can't be changed.")
    return own


def _package(client: Client, resource_id: str) -> Package:
    """The package that `resourceId` names; without one, the client's own activities are a package of their own."""
    if resource_id:
        granted = Package.objects.filter(package_id=resource_id, grants__client=client).first()
        if granted is not None:
            return granted
    own, made = Package.objects.get_or_create(package_id=f"lti:{client.public_id}", defaults={"title": client.name})
    if made:
        Grant.objects.create(client=client, package=own)
    return own


def _refuse_twin(client: Client, package: Package, wanted: Wanted) -> None:
    """A second line item of the same resource and tag is a retry or a slip: an answer of 409 names the first."""
    if not wanted.tag:
        return
    twins = LineItem.objects.filter(package=package, current=True)
    same = Q(own=None, tag=wanted.tag) if package.package_id == wanted.resource_id else Q(pk=None)
    mine = Q(own__client=client, own__deleted_us=None, own__tag=wanted.tag, own__resource_id=wanted.resource_id)
    twin = twins.filter(same | mine).first()
    if twin is not None:
        raise Refused(409, "conflict", "There is a line item with this tag and resourceId.", id=address(twin))


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise MessageError(f"$.{name}", "must be text")
    if len(value) > _LONGEST[name]:
        raise MessageError(f"$.{name}", f"must be text of at most {_LONGEST[name]} characters")
    return value


def _time(value: object, name: str) -> str:
    """A point in time as the client wrote it, once it can be read; empty for none."""
    if value is None:
        return ""
    instants.parse_any(value, f"$.{name}")
    return str(value)
