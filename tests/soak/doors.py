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
    _mine(judge)
    _results(judge)


def _mine(judge: Judge) -> None:
    """All devices of a stay that run a package are told the same: how many messages, what counts."""
    sender = Package(judge.bench, judge.plan, judge.journal, 0, {})
    sender.wire = Wire(judge.bench.record.port, Random(0), badly=0)
    told: dict[tuple[int, int], int] = defaultdict(int)
    for said in judge.plan.wanted.values():
        if said.source[2] == "device":
            told[said.source[:2]] += 1
    standing = _standing(judge)
    for (stay, package), count in told.items():
        sender.claim((stay, package, "device", 0))
        token = sender.secrets_of[stay, package, "device", 0][0]
        _, answer = sender.bridge("mine", {"token": token})
        judge.expect("mine", answer["messages"] == count, f"{answer['messages']} messages, not {count}")
        seen = {each["lineitem"]: (each["per_mille"], each["assurance"]) for each in answer["results"]}
        wanted = {tag: model.effective(tag, standing[stay, package, tag]) for tag in seen}
        judge.expect("mine", seen == wanted, f"{(stay, package)}: {seen}, not {wanted}")


def _standing(judge: Judge) -> dict[tuple[int, int, str], list[tuple[int | None, str, int]]]:
    """What each device's result is by the model, with the time of its receipt."""
    received = {kept.number: kept.received_us for kept in judge.kept.values()}
    found = defaultdict(list)
    for (source, tag), numbers in model.candidates(judge.plan.wanted, frozenset(), frozenset()).items():
        if source[2] == "device":
            (number,) = numbers
            value = judge.plan.said[number].per_mille
            found[source[0], source[1], tag].append((value, "self-reported", received.get(number, 0)))
    return found


def _results(judge: Judge) -> None:
    """Each platform reads back its own results, and no others."""
    sender = Platform(judge.bench, judge.plan, judge.journal, 0, {})
    sender.wire = Wire(judge.bench.record.port, Random(0), badly=0)
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
