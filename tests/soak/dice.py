"""Throws the dice: everything that 16 senders will say, and who sends what when, from one seed."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from random import Random
from typing import Any
from uuid import UUID

from tests.soak.messages import Delivery, Said, SourceKey

TAGS = ("progress", "grade", "gate:work-safety")
PACKAGES = ("BlendedMobility+APP", "BlendedMobility+SAFE")
DEVICES = 3
CLIENTS = 4
SENDERS = 8  # per door
EVIDENCE = "https://w3id.org/blended-mobility/evidence"
_ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
_GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR = 365 * 24 * 3600 * 1_000_000
_AHEAD = 4 * 60 * 1_000_000


@dataclass
class Plan:
    """All messages by number, and per door and sender the deliveries in their order."""

    seed: int
    stays: int
    said: dict[int, Said] = field(default_factory=dict)
    deliveries: dict[str, list[list[Delivery]]] = field(default_factory=dict)

    @property
    def wanted(self) -> dict[int, Said]:
        """The messages that the record must hold in the end."""
        return {number: message for number, message in self.said.items() if not message.refused}


def throw(seed: int, messages: int) -> Plan:
    """A plan of about `messages` messages: two of five over AGS, the others from packages in batches."""
    dice = Random(seed)
    plan = Plan(seed, stays=max(4, messages // 2500))
    numbers = iter(range(10 * messages))
    platforms, packages = _Platforms(dice, plan), _Packages(dice, plan)
    platform_messages, package_messages = messages * 2 // 5, messages - messages * 2 // 5
    made = [platforms.cluster(numbers) for _ in range(int(platform_messages / platforms.MEAN))]
    plan.deliveries["ags"] = _shared_out(dice, [delivery for group in made for delivery in group])
    plan.deliveries["bridge"] = _shared_out(dice, packages.batches(numbers, package_messages))
    return plan


class _Platforms:
    """Scores over AGS."""

    MEAN = 1.1  # messages per cluster

    def __init__(self, dice: Random, plan: Plan) -> None:
        self.dice, self.plan = dice, plan
        self.now_us = time.time_ns() // 1000
        self.known: set[tuple[object, ...]] = set()

    def cluster(self, numbers: Any) -> list[Delivery]:
        """One score with its repetitions; sometimes others with the same timestamp that race it."""
        dice = self.dice
        source = (dice.randrange(self.plan.stays), dice.randrange(len(PACKAGES)), "lms", dice.randrange(CLIENTS))
        tag, at_us, place = dice.choice(TAGS), self._time(), dice.random()
        found = []
        for _ in range(dice.choices((1, 2, 4), (93, 5, 2))[0]):
            said = self._said(source, tag, at_us)
            if said is None:
                continue
            number = next(numbers)
            self.plan.said[number] = said
            found.append(Delivery(place, (number,)))
            found += _repetitions(dice, place, (number,))
        return found

    def _time(self) -> int:
        """From a year ago to four minutes ahead, often near now, often one that was used before."""
        kind = self.dice.random()
        if kind < 0.2:  # a coarse clock: many scores of the same moment
            return self.now_us // 86_400_000_000 * 86_400_000_000 - self.dice.randrange(10) * 86_400_000_000
        if kind < 0.6:
            return self.now_us - self.dice.randrange(_YEAR)
        return self.now_us + self.dice.randrange(-_AHEAD, _AHEAD)

    def _said(self, source: SourceKey, tag: str, at_us: int) -> Said | None:
        dice = self.dice
        refused = "future_timestamp" if dice.random() < 0.005 else ""
        at_us = self.now_us + _YEAR if refused else at_us
        points, told = _points(dice, decimals=True)
        identity = (source, tag, at_us, points)
        if identity in self.known:
            return None
        self.known.add(identity)
        activity, grading, evidence = dice.choice(_ACTIVITY), dice.choice(_GRADING), _evidence(dice)
        body = {"timestamp": written(at_us), "activityProgress": activity, "gradingProgress": grading, **told}
        if evidence:
            body[EVIDENCE] = list(evidence)
        return Said(source, tag, at_us, at_us, activity, grading, points, body, evidence, refused)


class _Packages:
    """Events of packages on devices."""

    def __init__(self, dice: Random, plan: Plan) -> None:
        self.dice, self.plan = dice, plan

    def batches(self, numbers: Any, messages: int) -> list[Delivery]:
        """All events of all devices in batches of 1 to 50, with repetitions and mixtures of what was sent already."""
        keys = [(s, p, "device", d) for s in range(self.plan.stays) for p in range(2) for d in range(DEVICES)]
        found: list[Delivery] = []
        for key in keys:
            told = [next(numbers) for _ in range(round(messages / len(keys) * self.dice.uniform(0.5, 1.5)))]
            self.plan.said |= {number: self._said(key, seq + 1) for seq, number in enumerate(told)}
            found += self._in_batches(told)
        return found

    def _in_batches(self, told: list[int]) -> list[Delivery]:
        dice, found, start = self.dice, [], 0
        while start < len(told):
            end = start + dice.choice((1, dice.randint(2, 10), dice.randint(11, 50)))
            batch = told[start:end]
            if dice.random() < 0.2:  # what went before once more, or something twice in one batch
                batch += dice.choices(told[:end], k=dice.randint(1, 5))
            if dice.random() < 0.3:
                dice.shuffle(batch)
            for part in (tuple(batch[:50]), tuple(batch[50:])):
                place = dice.random()
                found += [Delivery(place, part), *_repetitions(dice, place, part)] if part else []
            start = end
        return found

    def _said(self, source: SourceKey, seq: int) -> Said:
        dice = self.dice
        at_us = dice.choice((dice.randrange(-(10**15), 10**17), dice.randrange(10**15, 2 * 10**15)))
        points, told = _points(dice, decimals=False)
        activity, grading, evidence = dice.choice(_ACTIVITY), dice.choice(_GRADING), _evidence(dice)
        score = {"timestamp": written(at_us), "activityProgress": activity, "gradingProgress": grading, **told}
        if evidence:
            score[EVIDENCE] = list(evidence)
        tag = dice.choice(TAGS)
        event = {"id": str(UUID(int=dice.getrandbits(128), version=4)), "seq": seq, "lineitem": tag, "score": score}
        refused = _spoil(dice, event) if dice.random() < 0.005 else ""
        return Said(source, tag, seq, at_us, activity, grading, points, event, evidence, refused)


def _spoil(dice: Random, event: dict[str, Any]) -> str:
    name, value = dice.choice((("lineitem", "gate:nobody-knows"), ("seq", 0), ("seq", 1.5)))
    event[name] = value
    return name


def _points(dice: Random, *, decimals: bool) -> tuple[Fraction | None, dict[str, Any]]:
    """The share of the maximum, and how it is written."""
    kind = dice.random()
    if kind < 0.05:
        return None, {}
    if decimals and kind < 0.3:
        hundredths = dice.randrange(12_00)
        return Fraction(hundredths, 1000), {"scoreGiven": hundredths / 100, "scoreMaximum": 10}
    maximum = dice.choice((1000, 1000, 1000, 3, 7, 100, 999_983))
    given = dice.randint(0, maximum) if kind < 0.95 else dice.randint(maximum, 1_000_000)
    return Fraction(given, maximum), {"scoreGiven": given, "scoreMaximum": maximum}


def _evidence(dice: Random) -> tuple[dict[str, Any], ...]:
    return tuple(_one_evidence(dice) for _ in range(dice.choices((0, 1, 2, 3), (70, 15, 10, 5))[0]))


def _one_evidence(dice: Random) -> dict[str, Any]:
    told: dict[str, Any] = {"v": 1, "block": f"problem/p{dice.randrange(5)}"}
    told["at"] = written(dice.randrange(10**15, 4 * 10**15))
    if dice.random() < 0.5:
        return told | {"type": "check.passed", "data": {"score": dice.randint(0, 1000), "attempts": dice.randint(1, 9)}}
    counts = {name: dice.randrange(9) for name in ("not_yet", "in_hand", "done", "not_needed")}
    return told | {"type": "checklist.state", "data": {"counts": counts, "readiness": dice.randint(0, 1000)}}


def _repetitions(dice: Random, place: float, messages: tuple[int, ...]) -> list[Delivery]:
    """The same once more by another sender: at the same moment, or at any; as it was, or in other words."""
    found = []
    for _ in range(dice.choices((0, 1, 3), (85, 12, 3))[0]):
        when = place if dice.random() < 0.4 else dice.random()
        found.append(Delivery(when, messages, reworded=dice.random() < 0.5))
    return found


def _shared_out(dice: Random, deliveries: list[Delivery]) -> list[list[Delivery]]:
    """By place, to one sender after the other: what has one place goes to several senders at the same moment."""
    dice.shuffle(deliveries)
    ordered = sorted(deliveries, key=lambda delivery: delivery.place)
    return [ordered[sender::SENDERS] for sender in range(SENDERS)]


def written(us: int, zone: int = 0) -> str:
    """A moment as it crosses the wire; `zone` in hours other than 0 says the same in another zone's words."""
    moment = _EPOCH + timedelta(microseconds=us)
    if zone:
        return moment.astimezone(timezone(timedelta(hours=zone))).isoformat(timespec="microseconds")
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def reworded(body: dict[str, Any], at_us: int, *, ags: bool) -> dict[str, Any]:
    """The same score in other words: other order, whole numbers with a point; over AGS another zone and a comment."""
    told = dict(reversed(body.items()))
    if "scoreGiven" in told:
        told |= {"scoreGiven": float(told["scoreGiven"]), "scoreMaximum": float(told["scoreMaximum"])}
    if ags:
        told |= {"timestamp": written(at_us, zone=2), "comment": "Once more.", "https://lms.example/sent": 2}
    return told


def microseconds(text: str) -> int:
    """The moment that `written` wrote."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)
