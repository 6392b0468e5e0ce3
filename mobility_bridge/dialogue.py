"""What becomes of a score, without sockets: which request follows which answer (AGS 2.0 3.4), and the outcome.

Everything is a generator that yields requests and is sent replies (`exchange.Flow`): `client.Client` drives it over the
network, a test over a list. What each status means stands in docs/how-to/send-scores.md.
"""

import json
from dataclasses import replace

from mobility_bridge import addresses, backoff, results
from mobility_bridge.calls import Desk, authorised, find, read_results
from mobility_bridge.errors import ClientError, GiveUp, StopSending, TryLater
from mobility_bridge.exchange import Answer, Flow, Request, trouble
from mobility_bridge.lineitems import LineItem, Wanted
from mobility_bridge.messages import Score, serialise_score
from mobility_bridge.outcomes import (
    Attempt,
    Dead,
    Delivered,
    DeliveredAlready,
    Outcome,
    Paused,
    Reason,
    Retry,
    Superseded,
)
from mobility_bridge.platforms import SCORES, Profile

MEDIA = "application/vnd.ims.lis.v1.score+json"
_LAST_US = 253_402_300_800_000_000  # the year 10000
_LONGEST_USER = 255


def send(desk: Desk, score: Score, where: Wanted | LineItem, attempt: Attempt) -> Flow[Outcome]:
    """Try once to deliver `score`. Raises nothing for what a platform does."""
    tried = attempt
    item: LineItem | None = None
    try:
        _check(score)
        item = yield from find(desk, where)
        while True:
            kept_back = yield from _kept_back(desk, item, score)
            if kept_back is not None:
                return Superseded(score, kept_back)
            sent_us = _stamp(desk, item, score, attempt)
            if sent_us is None:
                return Superseded(score, Reason.SENT_NEWER)
            tried = replace(attempt, sent_us=sent_us)
            answer = yield from _post(desk, item, score, sent_us)
            moved = yield from _moved(desk, where, item, answer)
            if moved is None:
                return (yield from _outcome(desk, item, score, sent_us, answer))
            item, where = moved, moved
    except ClientError as error:
        if isinstance(error, GiveUp) and item is not None and tried.sent_us is not None:
            desk.memory.void(item.id, score.user or "", tried.sent_us)
        return _failed(desk, score, tried, error)


def body(score: Score, profile: Profile, sent_us: int) -> bytes:
    """The JSON of a score for a platform of `profile`, with the timestamp `sent_us`."""
    evidence = score.evidence if profile.sends_evidence else ()
    return json.dumps(serialise_score(replace(score, timestamp_us=sent_us, evidence=evidence))).encode()


def _check(score: Score) -> None:
    user, given, maximum = score.user, score.given, score.maximum
    if not user or len(user) > _LONGEST_USER or not user.isascii() or not user.isprintable():
        raise GiveUp(Reason.UNSENDABLE)
    if (
        (given is None) != (maximum is None)
        or (given is not None and given < 0)
        or (maximum is not None and maximum < 1)
    ):
        raise GiveUp(Reason.UNSENDABLE)
    if not 0 <= score.timestamp_us < _LAST_US:
        raise GiveUp(Reason.UNSENDABLE)


def _kept_back(desk: Desk, item: LineItem, score: Score) -> Flow[Reason | None]:
    """Why a score that is not fully graded stays here: the platform would clear the grade that stands."""
    profile = desk.platform.profile
    if score.given is None or score.grading in profile.grades:
        return None
    try:
        found = yield from read_results(desk, item, score.user or "")
    except StopSending as error:
        if error.reason is not Reason.SCOPE:
            raise
        return Reason.RESULT_UNREADABLE
    stands = any(result.share is not None for result in found) or (profile.zero_is_silent and found)
    return Reason.GRADE_STANDS if stands else None


def _stamp(desk: Desk, item: LineItem, score: Score, attempt: Attempt) -> int | None:
    profile = desk.platform.profile
    sent_us = desk.memory.stamp(item.id, score, profile.step_us, attempt.sent_us)
    if sent_us is None and profile.keeps_late:
        return score.timestamp_us if attempt.sent_us is None else attempt.sent_us
    return sent_us


def _post(desk: Desk, item: LineItem, score: Score, sent_us: int) -> Flow[Answer]:
    headers = {"Content-Type": MEDIA, "Accept": f"{MEDIA}, application/json"}
    content = body(score, desk.platform.profile, sent_us)
    url = addresses.below(item.id, "scores")
    return (yield from authorised(desk, SCORES, Request("POST", url, headers, content)))


def _moved(desk: Desk, where: Wanted | LineItem, item: LineItem, answer: Answer) -> Flow[LineItem | None]:
    """Where the line item is now, when the one that was found before is gone (404)."""
    if answer.status != 404 or isinstance(where, LineItem):
        return None
    desk.items.forget(desk.platform.line_items_url, where)
    found = yield from find(desk, where)
    return None if found == item else found


def _outcome(desk: Desk, item: LineItem, score: Score, sent_us: int, answer: Answer) -> Flow[Outcome]:
    profile = desk.platform.profile
    if answer.good:
        if answer.page:
            raise TryLater(Reason.NOT_UNDERSTOOD, answer.status)
        return Delivered(score, sent_us, answer.status)
    if not any(sign.fits(answer.status, answer.body) for sign in profile.stale):
        raise trouble(answer, profile, desk.clock.time())
    try:
        found = yield from read_results(desk, item, score.user or "")
    except (GiveUp, StopSending):
        return Superseded(score, Reason.RESULT_UNREADABLE)
    if results.holds(found, score, zero_is_silent=profile.zero_is_silent):
        return DeliveredAlready(score, sent_us)
    return Superseded(score, Reason.NEWER_RESULT)


def _failed(desk: Desk, score: Score, tried: Attempt, error: ClientError) -> Outcome:
    if isinstance(error, TryLater):
        number = tried.number + 1
        wait = backoff.seconds(number, error.after, desk.chance)
        return Retry(score, error.reason, wait, Attempt(number, tried.sent_us), error.status)
    if isinstance(error, StopSending):
        return Paused(score, error.reason, tried, error.status)
    return Dead(score, error.reason, error.status)
