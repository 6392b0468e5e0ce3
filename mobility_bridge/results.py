"""Results: what a platform holds for one person (AGS 2.0 3.3), and whether that is the score that was sent."""

from dataclasses import dataclass
from fractions import Fraction

from mobility_bridge.errors import TryLater
from mobility_bridge.messages import Score
from mobility_bridge.outcomes import Reason

CONTAINER = "application/vnd.ims.lis.v2.resultcontainer+json"
_ROUNDING = Fraction(1, 2000)  # platforms rescale and round: half of a per mille is the same score


@dataclass(frozen=True)
class Result:
    """The share of the maximum that one person has, from 0 up; None: an entry without points."""

    share: Fraction | None


def of_person(found: list[object], user: str) -> list[Result]:
    """The results of `user` among `found`; those of other people are ignored, whatever was asked for."""
    if not all(isinstance(item, dict) for item in found):
        raise TryLater(Reason.NOT_UNDERSTOOD)
    return [_result(item) for item in found if isinstance(item, dict) and _same(item.get("userId"), user)]


def holds(results: list[Result], score: Score, *, zero_is_silent: bool) -> bool:
    """Whether the platform's results say what `score` says. Above its maximum a platform may cut."""
    shares = [result.share for result in results]
    if score.given is None or not score.maximum:
        return all(share is None for share in shares)
    sent = min(Fraction(score.given, score.maximum), Fraction(1))
    if zero_is_silent and sent == 0:
        return bool(shares) and all(not share for share in shares)
    return any(share is not None and abs(min(share, Fraction(1)) - sent) <= _ROUNDING for share in shares)


def _same(value: object, user: str) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value) == user


def _result(item: dict[str, object]) -> Result:
    if item.get("resultScore") is None:
        return Result(None)
    given, maximum = _points(item["resultScore"]), _points(item.get("resultMaximum", 1))
    if not maximum:
        raise TryLater(Reason.NOT_UNDERSTOOD)
    return Result(given / maximum)


def _points(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise TryLater(Reason.NOT_UNDERSTOOD)
    return Fraction(value)
