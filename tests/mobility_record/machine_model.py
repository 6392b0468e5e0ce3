"""CONTRACTS 5–8 as a plain model: stays with their codes and sources, every message in the order of its arrival.

Written from the contracts; it shares no code with the record. `test_machine.py` holds the record against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

HOUR = 3_600_000_000
MOST_DEVICES = 5
TAGS = ("progress", "grade", "gate:work-safety")
ASSURANCE = {"device": "self-reported", "receipts": "self-reported", "lms": "lms-reported"}


@dataclass(frozen=True)
class Told:
    """A message that was taken. `order` decides within its source; `reached_us` is its time as a result."""

    identity: object
    tag: str
    order: int
    per_mille: int | None
    reached_us: int
    evidence: tuple[dict[str, Any], ...] = ()


@dataclass
class Source:
    """A device, the receipts or the learning platform of one stay."""

    kind: str
    name: str  # the device's UUID
    code: "Code | None" = None
    told: list[Told] = field(default_factory=list)
    end: str = ""
    tokens: dict[str, int] = field(default_factory=dict)  # token → when it expires
    refreshes: list[str] = field(default_factory=list)
    source_id: str = ""

    def take(self, told: Told) -> str:
        """What becomes of a message: `known`, `moved` or `late`."""
        if any(told.identity == each.identity for each in self.told):
            return "known"
        before = self.result(told.tag)
        self.told.append(told)
        return "moved" if before is None or told.order > before.order else "late"

    def result(self, tag: str) -> Told | None:
        """The highest order; of equal ones the first."""
        of_tag = [each for each in self.told if each.tag == tag]
        return max(of_tag, key=lambda each: each.order, default=None)

    @property
    def next_seq(self) -> int:
        """The number of the device's next event."""
        return max((each.order for each in self.told), default=0) + 1


@dataclass
class Code:
    """A claim code as it was printed."""

    text: str
    claimed: bool = False
    ended: bool = False


@dataclass
class Stay:
    """One mobility; `row` is the record's own."""

    row: Any
    person: "Person"
    codes: list[Code] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)  # by when they were claimed
    decisions: dict[str, list[tuple[str, int | None]]] = field(default_factory=lambda: {tag: [] for tag in TAGS})

    def new_code(self, text: str) -> None:
        """Codes that nobody has claimed stop working."""
        for code in self.codes:
            code.ended = code.ended or not code.claimed
        self.codes.append(Code(text))

    def live(self) -> list[Source]:
        """The devices that report."""
        return [each for each in self.sources if each.kind == "device" and not each.end]

    def one(self, kind: str, name: str = "") -> Source:
        """The stay's one source of receipts, or of a learning platform, made now if need be."""
        for source in self.sources:
            if source.kind == kind:
                return source
        self.sources.append(Source(kind, name))
        return self.sources[-1]

    def claim(self, code: Code, device: str) -> Source | None:
        """The source of a claim; None: the code is refused."""
        if code.ended:
            return None
        known = next((each for each in self.live() if each.name == device), None)
        if known is None:
            if any((each.code, each.name, each.end) == (code, device, "revoked") for each in self.sources):
                return None
            for old in self.live()[: max(0, len(self.live()) + 1 - MOST_DEVICES)]:
                old.end = "replaced"
            known = Source("device", device, code)
            self.sources.append(known)
        code.claimed = True
        return known

    def reported(self, tag: str) -> tuple[int | None, str] | None:
        """What counts over all sources: assurance, then the latest grade or the greatest progress."""
        found = [(source, told) for source in self.sources if (told := source.result(tag)) is not None]

        def rank(each: tuple[Source, Told]) -> tuple[Any, ...]:
            points = -1 if each[1].per_mille is None else each[1].per_mille
            within = (each[1].reached_us, points) if tag == "grade" else (points, each[1].reached_us)
            return (each[0].kind == "lms", *within)

        best = max(found, key=rank, default=None)
        return best and (best[1].per_mille, ASSURANCE[best[0].kind])

    def effective(self, tag: str) -> tuple[int | None, str, str] | None:
        """Value, assurance and the decision behind it: a person's last word beats all."""
        kind, value = self.decisions[tag][-1] if self.decisions[tag] else ("withdraw", None)
        if kind != "withdraw":
            return value, "mentor-confirmed", kind
        reported = self.reported(tag)
        return reported and (*reported, "")

    def checklists(self) -> dict[str, Any]:
        """The newest checklist per block: within a source by its order, over sources by what arrived last."""
        newest: dict[str, tuple[int, Any]] = {}
        for source in self.sources:
            within: dict[str, tuple[int, int, Any]] = {}
            for told in source.told:
                for one in told.evidence:
                    known = within.get(one["block"])
                    if one["type"] == "checklist.state" and (known is None or told.order >= known[0]):
                        within[one["block"]] = (told.order, told.reached_us, one["data"])
            for block, (_order, arrived, data) in within.items():
                if block not in newest or arrived > newest[block][0]:
                    newest[block] = arrived, data
        return {block: data for block, (_arrived, data) in newest.items()}

    def passed(self) -> int:
        """How many checks were passed: occurrences are never collapsed."""
        evidence = (one for source in self.sources for told in source.told for one in told.evidence)
        return sum(one["type"] == "check.passed" for one in evidence)


@dataclass
class Person:
    """Someone, until they are erased."""

    row: Any
    user: str  # as the learning platform calls them
    stays: list[Stay] = field(default_factory=list)
    erased: bool = False


def sources(people: list[Person]) -> Iterator[tuple[Stay, Source]]:
    """Every source of everyone."""
    for person in people:
        for stay in person.stays:
            for source in stay.sources:
                yield stay, source
