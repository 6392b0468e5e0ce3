"""Calls that need an access token, without sockets: fetch one, use it, renew it once; read lists page by page."""

import random
import time
from dataclasses import dataclass, field, replace
from typing import Protocol

from mobility_bridge import addresses, lineitems, results, strictjson, tokens
from mobility_bridge.assertion import Signer
from mobility_bridge.errors import GiveUp, StopSending, TryLater
from mobility_bridge.exchange import Answer, Flow, Request, answered, trouble
from mobility_bridge.lineitems import LineItem, LineItemCache, Wanted
from mobility_bridge.outcomes import Reason
from mobility_bridge.platforms import LINE_ITEMS, RESULTS, Platform, covers
from mobility_bridge.results import Result
from mobility_bridge.stamps import Memory, Timestamps
from mobility_bridge.tokens import Token, TokenCache

MOST_PAGES = 100


class Clock(Protocol):
    """What the module `time` offers."""

    def time(self) -> float:
        """Seconds since 1970, UTC."""

    def monotonic(self) -> float:
        """Seconds that only rise."""


@dataclass(frozen=True)
class Desk:
    """All that a dialogue with one platform needs: who we are, what we remember, what time it is."""

    platform: Platform
    signer: Signer
    patience: float
    memory: Memory = field(default_factory=Timestamps)
    tokens: TokenCache = field(default_factory=TokenCache)
    items: LineItemCache = field(default_factory=LineItemCache)
    clock: Clock = time
    chance: random.Random = field(default_factory=random.SystemRandom)


def authorised(desk: Desk, scope: str, request: Request) -> Flow[Answer]:
    """The answer to `request` with a token; 401 drops the token and tries once more."""
    token = yield from _token(desk, scope)
    answer = answered((yield _with(request, token)))
    if answer.status != 401:
        return answer
    desk.tokens.drop(tokens.key(desk.platform), token)
    token = yield from _token(desk, scope)
    return answered((yield _with(request, token)))


def pages(desk: Desk, scope: str, media: str, first: str) -> Flow[list[object]]:
    """What all pages of a list hold, by `Link: …; rel="next"` (RFC 8288), never off the platform's origin."""
    found: list[object] = []
    seen: set[str] = set()
    url: str | None = first
    while url is not None:
        if url in seen or len(seen) == MOST_PAGES:
            raise TryLater(Reason.NOT_UNDERSTOOD)
        seen.add(url)
        answer = yield from authorised(desk, scope, Request("GET", url, {"Accept": media}))
        if not answer.good:
            raise trouble(answer, desk.platform.profile, desk.clock.time())
        found += _list(answer)
        url = _next(answer, url)
    return found


def find(desk: Desk, where: Wanted | LineItem) -> Flow[LineItem]:
    """The line item; raises `GiveUp` when the platform has none or several, `StopSending` when it can't be asked."""
    container = desk.platform.line_items_url
    if isinstance(where, LineItem):
        return LineItem(_pinned(where.id, container))
    held = desk.items.get(container, where, desk.clock.monotonic())
    if held is not None:
        return held
    url = addresses.with_query(container, tag=where.tag, resource_id=where.resource_id)
    try:
        found = yield from pages(desk, LINE_ITEMS, lineitems.CONTAINER, url)
    except GiveUp as error:  # the list itself, not one message
        raise StopSending(error.reason, error.status) from None
    item = lineitems.choose(found, where, container)
    desk.items.put(container, where, item, desk.clock.monotonic())
    return item


def read_results(desk: Desk, item: LineItem, user: str) -> Flow[list[Result]]:
    """What the platform holds for one person at one line item."""
    url = addresses.with_query(addresses.below(item.id, "results"), user_id=user)
    found = yield from pages(desk, RESULTS, results.CONTAINER, url)
    return results.of_person(found, user)


def _token(desk: Desk, scope: str) -> Flow[Token]:
    key = tokens.key(desk.platform)
    token = desk.tokens.get(key, desk.clock.monotonic())
    if token is None:
        with desk.tokens.alone(key, desk.patience):
            token = desk.tokens.get(key, desk.clock.monotonic())
            if token is None:
                now = desk.clock.monotonic()
                token = yield from tokens.fetch(desk.platform, desk.signer, desk.clock.time(), now)
                desk.tokens.put(key, token)
    if not covers(token.scopes, scope):
        raise StopSending(Reason.SCOPE)
    return token


def _with(request: Request, token: Token) -> Request:
    return replace(request, headers={**request.headers, **token.header})


def _list(answer: Answer) -> list[object]:
    try:
        value = strictjson.loads(answer.body, max_bytes=len(answer.body))
    except strictjson.MessageError:
        value = None
    if not isinstance(value, list):
        raise TryLater(Reason.NOT_UNDERSTOOD, answer.status)
    return value


def _next(answer: Answer, url: str) -> str | None:
    target = addresses.next_page(answer.headers.get("link", ""))
    return None if target is None else _pinned(target, url)


def _pinned(url: str, base: str) -> str:
    try:
        return addresses.pinned(url, base)
    except ValueError:
        raise StopSending(Reason.FOREIGN_ADDRESS) from None
