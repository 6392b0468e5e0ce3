"""Holds the database, and every answer, against the plain model. Each difference is one sentence."""

import bisect
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from tests.soak import dice, model
from tests.soak.bench import Bench
from tests.soak.journal import Attempt, Journal
from tests.soak.messages import Said, SourceKey
from tests.soak.sender import device_of
from tests.soak.troubles import Window

_SOURCES = """
SELECT s.id, s.source_id, m.public_id, p.package_id, s.kind, s.device, m.participant_id, s.ended_us
FROM stays_source s JOIN stays_mobility m ON m.id = s.mobility_id JOIN stays_package p ON p.id = s.package_id
"""
_MESSAGES = """
SELECT m.id, m.source_id, m.person_id, l.tag, m.event_id, m.seq, m.claimed_us, m.at_us, m.received_us, m.activity,
       m.grading, m.given, m.maximum
FROM results_message m JOIN stays_lineitem l ON l.id = m.line_item_id
"""
_EVIDENCE = """
SELECT message_id, position, source_id, type, version, kind, block, at_us, data
FROM results_evidence ORDER BY message_id, position
"""
_RESULTS = """
SELECT r.source_id, l.tag, r.person_id, r.message_id, r.seq, r.per_mille, r.at_us, r.assurance
FROM results_result r JOIN stays_lineitem l ON l.id = r.line_item_id
"""
_KINDS = {"check.passed": "occurrence", "checklist.state": "snapshot"}
_ASSURANCE = {"device": "self-reported", "lms": "lms-reported"}


@dataclass
class Kept:
    """A message in the database: which one of the plan it is, and when it was received."""

    number: int
    received_us: int


@dataclass
class Judge:
    """`faults`: what is wrong; `checks`: how many things were compared."""

    bench: Bench
    plan: dice.Plan
    journal: Journal
    windows: list[Window]
    faults: list[str] = field(default_factory=list)
    checks: Counter[str] = field(default_factory=Counter)
    standing: dict[tuple[SourceKey, str], Kept] = field(default_factory=dict)

    def expect(self, kind: str, holds: bool, otherwise: object) -> bool:
        """Count one comparison."""
        self.checks[kind] += 1
        if not holds:
            self.faults.append(f"{kind}: {otherwise}")
        return holds

    def judge(self) -> None:
        """Compare everything."""
        self.sources = self._sources()
        self.kept = self._messages()
        self._evidence()
        self._results()
        self._answers()
        self._errors()

    # What the database holds

    def _sources(self) -> dict[int, SourceKey]:
        """Sources by primary key: one per device that claimed, one per platform that reported about a stay."""
        stays = {UUID(stay["stay"]): number for number, stay in enumerate(self.bench.world["stays"])}
        clients = {UUID(client): number for number, client in enumerate(self.bench.world["clients"])}
        found, named = {}, {}
        for pk, source_id, stay, package, kind, device, person, ended in self.bench.rows(_SOURCES):
            number = stays[_uuid(stay)]
            speakers = {UUID(device_of((number, 0, "device", each))): each for each in range(dice.DEVICES)}
            speaker = (clients if kind == "lms" else speakers)[_uuid(device)]
            found[pk] = (number, dice.PACKAGES.index(package), kind, speaker)
            named[source_id] = found[pk]
            known = self.bench.world["stays"][number]["person"]
            self.expect("sources", person == known and ended is None, f"{found[pk]} is of {person}, ended {ended}")
        expected = {said.source for said in self.plan.wanted.values()}
        expected |= {source for source, _ in self.journal.sources}
        self.expect("sources", Counter(found.values()) == Counter(expected), _difference(found.values(), expected))
        for source, source_id in self.journal.sources:
            self.expect("sources", named.get(source_id) == source, f"{source} was told it is {source_id}")
        return found

    def _messages(self) -> dict[int, Kept]:
        """Messages by primary key: every wanted one once, as it was said."""
        wanted = self.plan.wanted
        by_id = {said.body["id"]: number for number, said in wanted.items() if "id" in said.body}
        by_content = {_content(said): number for number, said in wanted.items() if "id" not in said.body}
        found: dict[int, Kept] = {}
        for pk, source, person, tag, event, seq, claimed, at, received, *told in self.bench.rows(_MESSAGES):
            activity, grading, given, maximum = told
            key = self.sources[source]
            points = None if given is None else Fraction(given, maximum)
            content = (key, tag, claimed, points)
            number = by_content.get(content) if key[2] == "lms" else by_id.get(str(_uuid(event)))
            if not self.expect("messages", number is not None, f"nobody said {event} {content}"):
                continue
            assert number is not None
            said = wanted[number]
            stay = self.bench.world["stays"][key[0]]
            same = (key, tag, seq, claimed, activity, grading, points, person, at) == (
                *(said.source, said.tag, said.order, said.claimed_us, said.activity, said.grading, said.points),
                *(stay["person"], min(claimed, received)),
            )
            self.expect("messages", same, f"{number} is not as it was said")
            found[pk] = Kept(number, received)
        counts = Counter(kept.number for kept in found.values())
        self.expect("none lost", not wanted.keys() - counts, f"lost: {sorted(wanted.keys() - counts.keys())[:20]}")
        doubled = [number for number, count in counts.items() if count > 1]
        self.expect("none doubled", not doubled, f"doubled: {doubled[:20]}")
        self.checks["none lost"] += len(wanted)
        self.checks["none doubled"] += len(counts)
        return found

    def _evidence(self) -> None:
        """Evidence stands beside each message once, in its order."""
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for message, position, source, kind, *told in self.bench.rows(_EVIDENCE):
            data = told[4] if isinstance(told[4], dict) else json.loads(told[4])
            found[message].append((position, self.sources[source], kind, *told[:4], data))
        for pk, kept in self.kept.items():
            said = self.plan.said[kept.number]
            wanted = [
                (position, said.source, one["type"], 1, _KINDS[one["type"]], one["block"], at, one["data"])
                for position, one in enumerate(said.evidence)
                for at in [min(dice.microseconds(one["at"]), kept.received_us)]
            ]
            self.expect("evidence", found.pop(pk, []) == wanted, f"of message {kept.number}")
        self.expect("evidence", not found, f"without a message: {len(found)}")

    def _results(self) -> None:
        """Each result is the message that the model says."""
        outcomes = self.outcomes()
        candidates = model.candidates(self.plan.wanted, outcomes["moved"], outcomes["late"])
        places = []
        for source, tag, person, message, *told in self.bench.rows(_RESULTS):
            key = self.sources[source]
            places.append((key, tag))
            kept = self.kept.get(message)
            if not self.expect("results", kept is not None, f"{key} {tag} is of message {message}") or kept is None:
                continue
            self.standing[key, tag] = kept
            allowed = candidates.get((key, tag), set())
            said = self.plan.said[kept.number]
            why = f"{key} {tag} is message {kept.number} of {said.order}, not {sorted(allowed)[:5]}"
            self.expect("results", kept.number in allowed, why)
            wanted = [said.order, said.per_mille, kept.received_us, _ASSURANCE[key[2]]]
            self.expect("results", told == wanted, f"{key} {tag}: {told}, not {wanted}")
            self.expect("results", person == self.bench.world["stays"][key[0]]["person"], f"{key} is of {person}")
        self.expect("results", Counter(places) == Counter(candidates.keys()), _difference(places, candidates.keys()))

    # What was answered

    def outcomes(self) -> dict[str, frozenset[int]]:
        """The messages that were answered so, by answer."""
        found: dict[str, set[int]] = defaultdict(set)
        for attempt in self.journal.attempts:
            found[attempt.outcome].add(attempt.message)
        return {kind: frozenset(found[kind]) for kind in ("moved", "late", "accepted", "rejected", "refused")}

    def _answers(self) -> None:
        by_message: dict[int, list[Attempt]] = defaultdict(list)
        for attempt in self.journal.attempts:
            by_message[attempt.message].append(attempt)
        for number, said in self.plan.said.items():
            self._answers_to(number, said, by_message[number])
        places: dict[tuple[SourceKey, str], list[int]] = defaultdict(list)
        for number, said in self.plan.wanted.items():
            if said.source[2] == "lms":
                places[said.source, said.tag].append(number)
        for numbers in places.values():
            self._moves(numbers, by_message)

    def _answers_to(self, number: int, said: Said, attempts: list[Attempt]) -> None:
        """A message is new at most once, and first: what is known had been sent before."""
        outcomes = Counter(attempt.outcome for attempt in attempts)
        if said.refused:
            self.expect("answers", outcomes.keys() <= {"", "rejected", "refused"}, f"{number}: {outcomes}")
            return
        new = sum(outcomes[kind] for kind in ("accepted", "moved", "late"))
        self.expect("answers", new <= 1, f"{number} was new {new} times")
        self.expect("answers", not outcomes["rejected"] and not outcomes["refused"], f"{number}: {outcomes}")
        self.expect("answers", any(attempt.outcome for attempt in attempts), f"{number} was never answered")
        self.expect("answers", new == 1 or outcomes[""] > 0, f"{number} was known before it was new: {outcomes}")

    def _moves(self, numbers: list[int], attempts: dict[int, list[Attempt]]) -> None:
        """Over AGS: whoever moved the result was ahead of all that was answered before; whoever was late was not.

        An answer of 409 also says what the result stood at: the time of a message that was on its way or there.
        """
        sent = {number: min(attempt.sent for attempt in attempts[number]) for number in numbers if attempts[number]}
        answered = {n: min((a.got for a in attempts[n] if a.outcome), default=None) for n in sent}
        before = _Highest((at, self.plan.said[n].order) for n, at in answered.items() if at is not None)
        for number in sent:
            order = self.plan.said[number].order
            for attempt in attempts[number]:
                if attempt.outcome == "moved":
                    holds = before.until(attempt.sent) < order
                    self.expect("moved", holds, f"{number} of {order} moved the result, which stood there or later")
                elif attempt.outcome == "late":
                    last = dice.microseconds(attempt.last)
                    rivals = [n for n in numbers if n != number and self.plan.said[n].order == last]
                    holds = last >= order and any(sent[n] < attempt.got for n in rivals if n in sent)
                    self.expect("late", holds, f"{number} of {order} was told 409 because of {last}")

    def _errors(self) -> None:
        """The server is busy (503) while PostgreSQL is away, and at no other time; it never fails in another way."""
        for error in self.journal.errors:
            away = any(w.what == "PostgreSQL" and error.sent < w.end and error.got > w.start for w in self.windows)
            self.expect("errors", away and error.status == 503, f"{error.status} from {error.path}, away: {away}")
        log = self.bench.log()
        for word in ("deadlock detected", "TransactionManagementError"):
            self.expect("logs", word not in log, f"{word} × {log.count(word)}")


class _Highest:
    """The highest order among what had been answered until a moment."""

    def __init__(self, answered: Iterable[tuple[float, int]]) -> None:
        self.times: list[float] = []
        self.orders: list[int] = []
        for at, order in sorted(answered):
            self.times.append(at)
            self.orders.append(max(order, self.orders[-1] if self.orders else order))

    def until(self, moment: float) -> float:
        found = bisect.bisect_left(self.times, moment)
        return self.orders[found - 1] if found else float("-inf")


def _content(said: Said) -> tuple[object, ...]:
    return said.source, said.tag, said.claimed_us, said.points


def _difference(found: Iterable[Any], wanted: Iterable[Any]) -> str:
    seen, expected = Counter(found), Counter(wanted)
    return f"too many: {list(seen - expected)[:5]}, missing: {list(expected - seen)[:5]}"


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
