"""The AGS platform's addresses (1EdTech LTI-AGS 2.0; tokens: Security Framework 1.0, 4.1). No cookies, no sessions.

POST /lti/token                        a client's assertion → an access token
GET, POST /lti/lineitems               line items, filtered and paged; make one
GET, PUT, DELETE /lti/lineitems/<id>
POST /lti/lineitems/<id>/scores        200 taken (again: 200); 409 taken, and the result stays as it is
GET /lti/lineitems/<id>/results
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from mobility_bridge import instants, strictjson
from mobility_bridge.ags import parse_ags_score
from mobility_record import clock
from mobility_record.lti import line_items, outcomes, paging, reports, scopes, tokens
from mobility_record.lti.refusals import Refused, invalid_token
from mobility_record.people import throttle
from mobility_record.web.machines import for_machines

WRONG_ASSERTIONS = 60
_JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_FORM = "application/x-www-form-urlencoded"
_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
_SCORE = "application/vnd.ims.lis.v1.score+json"
_RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
_MOST_FORM = 16 * 1024
_LONGEST_QUERY = 2000

View = Callable[..., HttpResponse]


def endpoint(**by_method: View) -> View:
    """A view that hands each method to its function and words every refusal."""

    @for_machines
    @csrf_exempt
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            chosen = by_method.get(str(request.method))
            response = _not_allowed(by_method) if chosen is None else chosen(request, **kwargs)
        except Refused as refusal:
            response = _refusal(refusal)
        except strictjson.TooLarge as error:
            response = _error(413, "too_large", str(error))
        except strictjson.MessageError as error:
            response = _error(400, "malformed", str(error))
        except (UnreadablePostError, RawPostDataException):
            response = _error(400, "malformed", "The body broke off.")
        except OperationalError:
            response = _error(503, "busy", "The record is busy; send the same again later.")
            response["Retry-After"] = "1"
        response["Cache-Control"] = "no-store"
        return response

    return view


def _token(request: HttpRequest) -> HttpResponse:
    """`client_credentials` with `private_key_jwt`: RFC 6749 4.4, RFC 7523."""
    form = _form(request)
    if form.get("grant_type") != "client_credentials":
        raise Refused(400, "unsupported_grant_type", "grant_type must be client_credentials.")
    if form.get("client_assertion_type") != _JWT_BEARER:
        raise Refused(400, "invalid_request", f"client_assertion_type must be {_JWT_BEARER}.")
    assertion = form.get("client_assertion", "")
    # Each client is counted by itself: behind one address stand many schools, and one of them may have lost its key.
    subject = f"{throttle.address(request)} {tokens.claimed(assertion)}"
    if throttle.too_many("lti-token", subject, WRONG_ASSERTIONS):
        raise Refused(429, "slow_down", "Too many wrong assertions from this address; try again in 15 minutes.")
    try:
        token, granted = tokens.grant(assertion, form.get("scope", ""))
    except Refused as refusal:
        if refusal.error == "invalid_client":
            throttle.note_wrong("lti-token", subject, WRONG_ASSERTIONS)
        raise
    told = {"access_token": token, "token_type": "Bearer", "expires_in": tokens.EXPIRES_IN, "scope": " ".join(granted)}
    response = JsonResponse(told)
    response["Pragma"] = "no-cache"
    return response


def _list(request: HttpRequest) -> HttpResponse:
    bearer = _bearer(request, scopes.LINE_ITEM, scopes.LINE_ITEM_READONLY)
    asked = _query(request, {"resource_link_id", "resource_id", "tag", "limit", "after"})
    rows, link = paging.page(line_items.filtered(line_items.seen_by(bearer), asked), line_items.PATH, asked)
    return _linked(_json([line_items.serialise(row) for row in rows], _ITEMS), link)


def _make(request: HttpRequest) -> HttpResponse:
    bearer = _bearer(request, scopes.LINE_ITEM)
    item = line_items.make(bearer, line_items.read(_body(request, _ITEM)))
    response = _json(line_items.serialise(item), _ITEM, status=201)
    response["Location"] = line_items.address(item)
    return response


def _show(request: HttpRequest, item: UUID) -> HttpResponse:
    bearer = _bearer(request, scopes.LINE_ITEM, scopes.LINE_ITEM_READONLY)
    return _json(line_items.serialise(line_items.find(bearer, item)), _ITEM)


def _change(request: HttpRequest, item: UUID) -> HttpResponse:
    bearer = _bearer(request, scopes.LINE_ITEM)
    found = line_items.find(bearer, item)
    changed = line_items.change(bearer, found, line_items.read(_body(request, _ITEM)))
    return _json(line_items.serialise(changed), _ITEM)


def _delete(request: HttpRequest, item: UUID) -> HttpResponse:
    bearer = _bearer(request, scopes.LINE_ITEM)
    line_items.delete(bearer, line_items.find(bearer, item))
    return HttpResponse(status=204)


def _score(request: HttpRequest, item: UUID) -> HttpResponse:
    bearer = _bearer(request, scopes.SCORE)
    score = parse_ags_score(_body(request, _SCORE))
    appended = reports.report(bearer, item, score, clock.now_us())
    if reports.late(appended, score):
        last = instants.text(appended.last_seq)
        raise Refused(409, "stale_timestamp", "Kept. The result stays: it is of this time or later.", last=last)
    return JsonResponse({"resultMoved": appended.moved, "known": not appended.new})


def _results(request: HttpRequest, item: UUID) -> HttpResponse:
    bearer = _bearer(request, scopes.RESULT_READONLY)
    found = line_items.find(bearer, item)
    asked = _query(request, {"user_id", "limit", "after"})
    path = f"{line_items.PATH}/{item}/results"
    rows, link = paging.page(outcomes.of(bearer, found, asked), path, asked)
    names = outcomes.users(bearer, rows)
    told = [outcomes.serialise(found, row, names[row.person_id]) for row in rows if row.person_id in names]
    return _linked(_json(told, _RESULTS), link)


token = endpoint(POST=_token)
collection = endpoint(GET=_list, POST=_make)
member = endpoint(GET=_show, PUT=_change, DELETE=_delete)
scores = endpoint(POST=_score)
results = endpoint(GET=_results)


def _bearer(request: HttpRequest, *wanted: str) -> tokens.Bearer:
    if "access_token" in request.GET:
        raise invalid_token()  # RFC 6750 2.3: a token in an address ends up in logs
    found = tokens.bearer(request.headers.get("Authorization", ""))
    found.must(*wanted)
    return found


def _body(request: HttpRequest, media_type: str) -> object:
    if request.content_type != media_type:
        raise Refused(415, "unsupported_media_type", f"Send {media_type}.")
    return strictjson.loads(_read(request, strictjson.MAX_BYTES))


def _read(request: HttpRequest, most: int) -> bytes:
    """The body and, past the limit, one byte more; WSGI knows no body without a length."""
    if "Transfer-Encoding" in request.headers:
        raise Refused(411, "length_required", "Send the body with a Content-Length, not in chunks.")
    return request.read(most + 1)


def _form(request: HttpRequest) -> Mapping[str, str]:
    """The form's fields, each at most once (RFC 6749 3.2)."""
    if request.content_type != _FORM:
        raise Refused(400, "invalid_request", f"Send {_FORM}.")
    body = _read(request, _MOST_FORM)
    if len(body) > _MOST_FORM:
        raise Refused(413, "invalid_request", "The request is too large.")
    return _once(QueryDict(body), "invalid_request")


def _query(request: HttpRequest, known: set[str]) -> dict[str, str]:
    """What the address asks for; unknown names are passed over, as other platforms do."""
    if len(request.META.get("QUERY_STRING", "")) > _LONGEST_QUERY:
        raise Refused(400, "malformed", "The query is too long.")
    return {name: value for name, value in _once(request.GET, "malformed").items() if name in known}


def _once(given: QueryDict, error: str) -> dict[str, str]:
    for name, values in given.lists():
        if len(values) != 1:
            raise Refused(400, error, f"{name[:80]!r} is there more than once.")
        if "\0" in values[0]:
            raise Refused(400, error, f"{name[:80]!r} holds a NUL character.")
    return {name: str(value) for name, value in given.items()}


def _json(value: object, media_type: str, status: int = 200) -> HttpResponse:
    return JsonResponse(value, safe=False, content_type=media_type, status=status)


def _linked(response: HttpResponse, link: str) -> HttpResponse:
    if link:
        response["Link"] = link
    return response


def _not_allowed(by_method: Mapping[str, View]) -> HttpResponse:
    response = _error(405, "method", f"Only {', '.join(by_method)}.")
    response["Allow"] = ", ".join(by_method)
    return response


def _refusal(refusal: Refused) -> HttpResponse:
    response = _error(refusal.status, refusal.error, refusal.message, **refusal.more)
    if refusal.error in ("invalid_token", "insufficient_scope"):
        response["WWW-Authenticate"] = f'Bearer realm="record", error="{refusal.error}"'
    elif refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="record"'
    elif refusal.status == 429:
        response["Retry-After"] = str(throttle.WINDOW // clock.SECOND)
    return response


def _error(status: int, error: str, message: str, **more: object) -> HttpResponse:
    """`error_description` is OAuth's name for the sentence (RFC 6749 5.2)."""
    return JsonResponse({"error": error, "error_description": message, **more}, status=status)
