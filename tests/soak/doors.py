"""At the end, what people and platforms are told through the doors must be what the model says, too."""

from collections import defaultdict
from random import Random
from typing import Any

from tests.soak import dice, model
from tests.soak.judge import Judge
from tests.soak.sender import Package, Platform
from tests.soak.wire import Wire


def compare(judge: Judge) -> None:
    """Ask `mine` for every device and `results` for every platform and line item."""
    packages = Package(judge.bench, judge.plan, judge.journal, 0, {})
    platforms = Platform(judge.bench, judge.plan, judge.journal, 0, {})
    for sender in (packages, platforms):
        sender.wire = Wire(judge.bench.record.port, Random(0), badly=0)
    try:
        _mine(judge, packages)
        _results(judge, platforms)
    finally:
        packages.wire.hang_up()
        platforms.wire.hang_up()


def _mine(judge: Judge, sender: Package) -> None:
    """What the package has reported about this person, from all their devices: how many messages, what counts.

    Whether the reports of learning platforms belong to it is for `tests/mobility_record/test_mine.py` to say.
    """
    for stay, package in sorted({said.source[:2] for said in judge.plan.wanted.values() if said.source[2] == "device"}):
        source = (stay, package, "device", 0)
        sender.claim(source)
        _, answer = sender.bridge("mine", {"token": sender.secrets_of[source][0]})
        counts = {each["lineitem"]: (each["per_mille"], each["assurance"]) for each in answer["results"]}
        seen = answer["messages"], counts
        wanted = [_told(judge, stay, package, kinds) for kinds in (("device",), ("device", "lms"))]
        judge.expect("mine", seen in wanted, f"{(stay, package)}: {seen}, not {wanted}")


def _told(judge: Judge, stay: int, package: int, kinds: tuple[str, ...]) -> tuple[int, dict[str, Any]]:
    """Messages and effective results of some kinds of sources, by the model."""
    said = judge.plan.said
    of = {kept.number for kept in judge.kept.values()}
    messages = sum(said[number].source[:2] == (stay, package) and said[number].source[2] in kinds for number in of)
    reported = defaultdict(list)
    for (source, tag), kept in judge.standing.items():
        if source[:2] == (stay, package) and source[2] in kinds:
            assurance = "lms-reported" if source[2] == "lms" else "self-reported"
            reported[tag].append((said[kept.number].per_mille, assurance, kept.received_us))
    return messages, {tag: model.effective(tag, told) for tag, told in reported.items()}


def _results(judge: Judge, sender: Platform) -> None:
    """Each platform reads back its own results, and no others."""
    outcomes = judge.outcomes()
    candidates = model.candidates(judge.plan.wanted, outcomes["moved"], outcomes["late"])
    for client in range(dice.CLIENTS):
        for (package, tag), item in judge.bench.items.items():
            seen = _pages(sender, client, f"/lti/lineitems/{item}/results?limit=50")
            stays = judge.bench.world["stays"]
            wanted = {
                stays[source[0]]["users"][client]: {judge.plan.said[number].per_mille for number in numbers}
                for (source, of), numbers in candidates.items()
                if source[1:] == (package, "lms", client) and of == tag
            }
            judge.expect("results read", seen.keys() == wanted.keys(), f"of {client} {tag}")
            for user in seen.keys() & wanted.keys():
                judge.expect("results read", seen[user] in wanted[user], f"{seen[user]}, not {wanted[user]}")


def _pages(sender: Platform, client: int, path: str) -> dict[str, Any]:
    """Results by user, over all pages."""
    found: dict[str, Any] = {}
    while path:
        headers = {"Authorization": f"Bearer {sender.token(client)}"}
        _status, answer = sender.wire.ask("GET", path, b"", headers)
        found |= {each["userId"]: each.get("resultScore") for each in answer}
        path = sender.wire.next_page
    return found
