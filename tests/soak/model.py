"""The plain sequential model: what the record must hold after all of it was said (CONTRACTS 5, 6, 8).

Written from the contracts alone; it shares no code with the record.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tests.soak.messages import Said, SourceKey

_Place = tuple[SourceKey, str]


def candidates(said: Mapping[int, Said], moved: frozenset[int], late: frozenset[int]) -> dict[_Place, set[int]]:
    """Per source and line item the messages that may be the result: the highest order, of equal ones the first.

    Which was first among equal ones only the answers can say: `moved` became the result, `late` did not.
    """
    places: dict[_Place, list[int]] = defaultdict(list)
    for number, message in said.items():
        places[message.source, message.tag].append(number)
    found = {}
    for place, numbers in places.items():
        highest = max(said[number].order for number in numbers)
        top = {number for number in numbers if said[number].order == highest}
        found[place] = top & moved or top - late
    return found


def effective(tag: str, reported: Iterable[tuple[int | None, str, int]]) -> tuple[int | None, str] | None:
    """What counts over sources of (per mille, assurance, when): assurance first; latest grade, else greatest progress."""
    best = None
    for value, assurance, at in reported:
        points = -1 if value is None else value
        rank = (assurance == "lms-reported", *((at, points) if tag == "grade" else (points, at)))
        if best is None or rank > best[0]:
            best = rank, (value, assurance)
    return best and best[1]
