"""Receipts on paper, as a teacher or coordinator types them in: whose they are, and whether this viewer may.

A code that is unknown, and a code of someone whom this viewer doesn't see, get the same answer.
"""

from dataclasses import dataclass

from django.db import transaction

from mobility_bridge import claimcode
from mobility_record import clock
from mobility_record.people.models import Person
from mobility_record.results.receipts import Paper, Refused, Taken, take_in
from mobility_record.stays.codes import can_be_claimed, find_code
from mobility_record.stays.models import ClaimCode, Mobility, Package
from mobility_record.visibility import Ability
from mobility_record.web.seen import NotSeen, SeenMobility, one_seen_by, seen_by

__all__ = ["NotReceived", "Received", "Refused", "Taken", "packages_of", "receive"]


class NotReceived(ValueError):
    """No receipt is looked at; `reason` is `mistyped`, `unknown`, `gone`, `ended`, `expired` or `not-enrolled`.

    `seen` is the mobility of the code, where this viewer sees it.
    """

    def __init__(self, reason: str, seen: SeenMobility | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seen = seen


@dataclass(frozen=True)
class Received:
    """Whose receipts they were, and what became of each."""

    seen: SeenMobility
    outcomes: list[Taken | Refused]


def may_type(seen: SeenMobility) -> bool:
    """Whether the viewer handles both what a receipt is made with and what it says: claim codes and all results."""
    return seen.may(Ability.PRINT_CODES) and seen.may(Ability.SEE_GRADES)


def packages_of(viewer: Person) -> list[tuple[str, str]]:
    """Package id and title of everything this viewer may type receipts for, by title."""
    allowed = [seen for seen in seen_by(viewer) if may_type(seen)]
    found = {package.package_id: package.title for seen in allowed for package in seen.packages}
    return sorted(found.items(), key=lambda each: (each[1].casefold(), each[0]))


def receive(viewer: Person, code: str, package_id: str, written: list[str]) -> Received:
    """Keep the receipts of the person whose claim code was typed. Raises `NotReceived`."""
    symbols = claimcode.read(code)
    if symbols is None:
        raise NotReceived("mistyped")
    found = find_code(symbols)
    if found is None:
        raise NotReceived("unknown")
    with transaction.atomic():
        now_us = clock.now_us()
        seen = _allowed(viewer, _locked(found.mobility_id))
        valid = _valid(seen, ClaimCode.objects.select_related("mobility__participant").get(pk=found.pk), now_us)
        package = Package.objects.filter(package_id=package_id, enrolments__mobility=valid.mobility).first()
        if package is None:
            raise NotReceived("not-enrolled", seen)
        return Received(seen, take_in(Paper(valid, symbols, package), written, now_us))


def _locked(pk: int) -> Mobility:
    """The mobility, its row and its person's locked: nobody is erased, and nothing is typed, at the same time."""
    mobilities = Mobility.objects.select_related("participant")
    mobility = mobilities.select_for_update(of=("self", "participant"), no_key=True).get(pk=pk)
    if mobility.participant.erased_us is not None:
        raise NotReceived("gone")
    return mobility


def _allowed(viewer: Person, mobility: Mobility) -> SeenMobility:
    try:
        seen = one_seen_by(viewer, mobility.public_id)
    except NotSeen as error:
        raise NotReceived("unknown") from error
    if not may_type(seen):
        raise NotReceived("unknown")
    return seen


def _valid(seen: SeenMobility, code: ClaimCode, now_us: int) -> ClaimCode:
    if code.ended_us is not None:
        raise NotReceived("ended", seen)
    if not can_be_claimed(code, code.mobility.return_date, now_us):
        raise NotReceived("expired", seen)
    return code
