"""Fills the demo's record: people and stays, and their history as real messages through the bridge's own code."""

import random
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from mobility_bridge import instants
from mobility_bridge.evidence import Evidence
from mobility_bridge.messages import ActivityProgress, GradingProgress, Score, serialise_score
from mobility_record import clock
from mobility_record.demo.consortium import LEARNERS, ORGANISATIONS, STAFF, Learner
from mobility_record.people.models import Membership, Organisation, Person
from mobility_record.people.sealing import Details, enrol_person
from mobility_record.people.signin import email_index
from mobility_record.people.staff import open_staff_account
from mobility_record.results.intake import take_in
from mobility_record.stays import senders
from mobility_record.stays.codes import make_code
from mobility_record.stays.models import LineItem, Mobility, Package, Part, Responsibility
from mobility_record.stays.packages import enrol
from mobility_record.stays.sources import Claim, claim

_LMS = "https://learn.{}.example"


def seed(package: Package, password: str) -> None:
    """The whole consortium, with every learner enrolled in `package`; only into an empty record."""
    with transaction.atomic():
        places = {
            key: Organisation.objects.create(name=name, country=country, city=city)
            for key, (name, country, city) in ORGANISATIONS.items()
        }
        for (given, family, email), organisation, role in STAFF:
            open_staff_account(Details(given, family, email), password, places[organisation], Membership.Role(role))
        for learner in LEARNERS:
            stay = _stay(learner, places)
            enrol(stay, package)
            if learner.progress is not None:
                _history(learner, stay, package)


def staff_member(email: str) -> Person:
    """The member of staff with this address."""
    return Person.objects.get(account__email_index=email_index(email))


def visitor() -> Mobility:
    """The stay of the learner whom the visitor of the demo plays: the first one."""
    first = Mobility.objects.order_by("pk").first()
    if first is None:
        raise LookupError("the demo's record is empty; start it with --reset")
    return first


def _stay(learner: Learner, places: dict[str, Organisation]) -> Mobility:
    departure = clock.today() + timedelta(days=learner.leaves)
    stay = Mobility.objects.create(
        participant=enrol_person(_details(learner)),
        field=learner.field,
        place=places[learner.host].city,
        virtual_start=departure - timedelta(days=35),
        departure=departure,
        return_date=departure + timedelta(days=learner.days),
        fewer_opportunities=learner.fewer_opportunities,
    )
    for key, kind in ((learner.sending, "sending"), (learner.host, "host"), ("compass", "intermediary")):
        Part.objects.create(mobility=stay, organisation=places[key], kind=kind)
    teachers = Person.objects.filter(memberships__role="teacher", memberships__organisation=places[learner.sending])
    for teacher in teachers:
        Responsibility.objects.create(mobility=stay, person=teacher, role="teacher")
    return stay


def _details(learner: Learner) -> Details:
    return Details(
        given_name=learner.given_name,
        family_name=learner.family_name,
        email=learner.email,
        birth_date=learner.birth_date(clock.today()),
        guardian=learner.guardian,
        emergency_contact="Kompass on-call phone, +49 000 000000",
        insurance="Group policy: health, accident, liability",
    )


def _history(learner: Learner, stay: Mobility, package: Package) -> None:
    """Claims a device and sends what it would have sent, spread over the weeks before the last report."""
    chance = random.Random(learner.email)  # noqa: S311  # the same demo everywhere
    end = clock.now_us() - learner.silent * clock.DAY
    start = end - 16 * clock.DAY
    version = package.versions.latest("registered_us").version
    device = UUID(int=chance.getrandbits(128), version=4)
    origin = _LMS.format(learner.sending)
    source, _secrets = claim(Claim(make_code(stay), device, package.package_id, version, origin), start)
    sender, told = senders.of_source(source), _told(learner, list(package.line_items.all()))
    for number, one in enumerate(told, 1):
        at_us = start + (end - start) * number // len(told)
        event_id = str(UUID(int=chance.getrandbits(128), version=4))
        event = {"id": event_id, "seq": number, "lineitem": one[0], "score": serialise_score(_score(one, at_us))}
        taken = take_in(sender, [event], at_us)
        if not taken.accepted:
            raise ValueError(f"the demo's own event of {instants.text(at_us)} was refused: {taken.rejected}")


_Told = tuple[str, int, list[tuple[str, str, dict[str, object]]]]


def _score(one: _Told, at_us: int) -> Score:
    _tag, given, evidence = one
    return Score(
        timestamp_us=at_us,
        activity=ActivityProgress.COMPLETED if given == 1000 else ActivityProgress.IN_PROGRESS,
        grading=GradingProgress.FULLY_GRADED,
        given=given,
        maximum=1000,
        evidence=tuple(Evidence(kind, 1, block, at_us, data) for kind, block, data in evidence),
    )


def _told(learner: Learner, line_items: list[LineItem]) -> list[_Told]:
    """Line item, score and evidence of each message, in order."""
    steps = max((learner.progress or 0) // 120, 2)
    told: list[_Told] = [("progress", (learner.progress or 0) * step // steps, []) for step in range(1, steps + 1)]
    if learner.gates:  # the checklist opens with the gate
        told.insert(len(told) - 1, ("progress", told[-2][1], [_checklist(learner.readiness)]))
    if any(item.tag == "grade" for item in line_items):
        told.append(("grade", 1000 if learner.gates else 560, []))
    for item in line_items if learner.gates else ():
        if item.tag.startswith("gate:"):
            name = item.tag.removeprefix("gate:")
            told.insert(len(told) - 1, (item.tag, 1000, [("check.passed", f"sequential/{name}-check", _passed())]))
    return told


def _checklist(readiness: int) -> tuple[str, str, dict[str, object]]:
    done = readiness // 100
    counts = {"not_yet": max(10 - done - 1, 0), "in_hand": min(10 - done, 1), "done": done, "not_needed": 1}
    return "checklist.state", "mobility_checklist/before-my-first-day", {"counts": counts, "readiness": done * 100}


def _passed() -> dict[str, object]:
    return {"score": 1000, "attempts": 2}
