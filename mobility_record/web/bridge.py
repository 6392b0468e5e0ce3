"""The five bridge endpoints for packages (CONTRACTS 8): POST, JSON sent as text/plain, token in the body, no cookies.

Any origin may ask, without credentials; the origin is recorded and shown to the coordinator, not enforced.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from mobility_bridge import evidence as ev
from mobility_bridge import instants, strictjson
from mobility_bridge.strictjson import MessageError
from mobility_record import clock
from mobility_record.people import throttle
from mobility_record.results.intake import next_seq, take_in
from mobility_record.results.mine import reported_by_package
from mobility_record.stays import refusals, senders, sources, tokens
from mobility_record.stays.models import LineItem, Mobility, Source
from mobility_record.web.machines import for_machines

WRONG_CODES = 60
_MOST_EVENTS = 50
_DEVICE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._:-]{0,254}")
_VERSION = re.compile(r"[0-9a-f]{12}")

Answer = dict[str, object]
Endpoint = Callable[[HttpRequest, Any], Answer]


def endpoint(answer: Endpoint) -> Callable[[HttpRequest], HttpResponse]:
    """A Django view that reads strict JSON, calls `answer` with the decoded body, and words every refusal."""

    @for_machines
    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        status, body = _answer(answer, request)
        response = JsonResponse(body, status=status)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "no-store"
        if status == 405:
            response["Allow"] = "POST"
        return response

    return view


def _answer(answer: Endpoint, request: HttpRequest) -> tuple[int, Answer]:
    if request.method != "POST":
        return 405, _error("method", "Only POST.")
    try:
        return 200, answer(request, strictjson.loads(_body(request)))
    except strictjson.TooLarge as error:
        return 413, _error("too_large", str(error))
    except MessageError as error:
        return 400, _error("malformed", str(error))
    except refusals.Refused as refusal:
        return refusal.status, _error(refusal.error, refusal.message)
    except (UnreadablePostError, RawPostDataException):
        return 400, _error("malformed", "The body broke off.")
    except OperationalError:
        return 503, _error("busy", "The record is busy; send the same again later.")


def _body(request: HttpRequest) -> bytes:
    """The body, read no further than the limit."""
    return request.read(strictjson.MAX_BYTES + 1)


def _error(error: str, message: str) -> Answer:
    return {"error": error, "message": message}


def _now(us: int) -> Answer:
    return {"now": instants.text(us)}


@endpoint
def claim(request: HttpRequest, body: Any) -> Answer:
    """`{code, device, package, package_version}` → token, refresh, source, next_seq, line items, stay."""
    asked = _claim(request, body)
    address = throttle.address(request)
    if throttle.too_many("claim", address, WRONG_CODES):
        raise refusals.TooMany
    try:
        source, secrets = sources.claim(asked, clock.now_us())
    except refusals.CodeRefused:
        throttle.note_wrong("claim", address, WRONG_CODES)
        raise
    return {
        "token": secrets.token,
        "expires_in": tokens.EXPIRES_IN,
        "refresh": secrets.refresh,
        "source": source.source_id,
        "next_seq": next_seq(source),
        "line_items": _tags(source),
        "stay": _stay(source.mobility),
        **_now(clock.now_us()),
    }


@endpoint
def refresh(_request: HttpRequest, body: Any) -> Answer:
    """`{refresh}` → a new token; the refresh secret stays."""
    asked = ev.fields(body, "$", {"refresh"})
    with transaction.atomic():
        source = tokens.source_of_refresh(_secret(asked, "refresh"))
        token = tokens.issue_token(source, clock.now_us())
        return {"token": token, "expires_in": tokens.EXPIRES_IN, "next_seq": next_seq(source)}


@endpoint
def events(_request: HttpRequest, body: Any) -> Answer:
    """`{token, events}` → what became of each event."""
    asked = ev.fields(body, "$", {"token", "events"})
    token, told = _secret(asked, "token"), asked["events"]
    if not isinstance(told, list) or len(told) > _MOST_EVENTS:
        raise MessageError("$.events", f"must be a list of at most {_MOST_EVENTS}")
    now = clock.now_us()
    sender = senders.of_token(token, now)
    taken = take_in(sender, told, now)
    rejected = [{"id": event_id, "error": error} for event_id, error in taken.rejected]
    lists = {"accepted": taken.accepted, "duplicate": taken.duplicate, "rejected": rejected}
    return {**lists, "stay": _stay(sender.stay), **_now(now)}


@endpoint
def mine(_request: HttpRequest, body: Any) -> Answer:
    """`{token}` → what this package has reported about the person of the token."""
    asked = ev.fields(body, "$", {"token"})
    with transaction.atomic():
        now = clock.now_us()
        source = tokens.source_of_token(_secret(asked, "token"), now)
        return {**reported_by_package(source), **_now(now)}


@endpoint
def stop(_request: HttpRequest, body: Any) -> Answer:
    """`{token}` → reporting from this source ends; asking again is harmless."""
    asked = ev.fields(body, "$", {"token"})
    with transaction.atomic():
        now = clock.now_us()
        source = tokens.source_of_token(_secret(asked, "token"), now, ended_too=True)
        sources.end(source, Source.End.STOPPED)
    return {"source": source.source_id, "stopped": True, **_now(now)}


def _claim(request: HttpRequest, body: Any) -> sources.Claim:
    asked = ev.fields(body, "$", {"code", "device", "package", "package_version"})
    code = asked["code"]
    if not isinstance(code, str) or len(code) > 40:
        raise MessageError("$.code", "must be text of at most 40 characters")
    return sources.Claim(
        code=code,
        device=UUID(_form(asked, "device", _DEVICE, "a lower-case UUID")),
        package=_form(asked, "package", _PACKAGE, "a package id"),
        version=_form(asked, "package_version", _VERSION, "12 hex digits"),
        origin=_origin(request),
    )


def _origin(request: HttpRequest) -> str:
    """The Origin header, kept only when it looks like one; pages show it."""
    origin = request.headers.get("Origin", "")
    return origin if re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]{1,240}|null", origin) else ""


def _form(asked: dict[str, object], name: str, form: re.Pattern[str], what: str) -> str:
    value = asked[name]
    if not isinstance(value, str) or not form.fullmatch(value):
        raise MessageError(f"$.{name}", f"must be {what}")
    return value


def _secret(asked: dict[str, object], name: str) -> str:
    value = asked[name]
    if not isinstance(value, str) or not 1 <= len(value) <= 200:
        raise MessageError(f"$.{name}", "must be the text that the record gave")
    return value


def _stay(stay: Mobility | senders.Stay) -> Answer:
    dates = {"virtual_start": stay.virtual_start, "departure": stay.departure, "return": stay.return_date}
    return {name: day and day.isoformat() for name, day in dates.items()}


def _tags(source: Source) -> list[str]:
    """The line items of the package's newest version; what learning platforms added is no business of the package."""
    known = LineItem.objects.filter(package=source.package_id, current=True).exclude(tag__startswith=LineItem.OWN)
    return list(known.values_list("tag", flat=True))
