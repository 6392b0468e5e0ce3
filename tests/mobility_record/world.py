"""A small world to test in: organisations, people and stays, each made in one line."""

from datetime import date, timedelta
from uuid import uuid4

from mobility_record import clock
from mobility_record.people.models import Account, Membership, Organisation, Person
from mobility_record.people.sealing import Details, enrol_person
from mobility_record.people.signin import email_index
from mobility_record.stays.codes import make_code
from mobility_record.stays.models import Mobility, Part, Responsibility
from mobility_record.stays.package_zip import Statement
from mobility_record.stays.packages import enrol, register

PACKAGE, VERSION = "BlendedMobility+APP", "0a1b2c3d4e5f"
STATEMENT = Statement(
    PACKAGE, VERSION, "Ready, there, back", ("progress", "grade", "gate:work-safety"), "http://127.0.0.1:8400"
)


class World:
    def __init__(self) -> None:
        self.school = self.organisation("Berufsschule Nord")
        self.host = self.organisation("Sähkö Oy", "FI")
        self.package = register(STATEMENT).package
        self.lena = self.person("Lena")
        self.stay = self.mobility(self.lena)
        self.code = make_code(self.stay)

    def organisation(self, name: str, country: str = "DE") -> Organisation:
        return Organisation.objects.create(name=name, country=country, city="Somewhere")

    def person(self, given_name: str, **more: str) -> Person:
        return enrol_person(Details(given_name=given_name, family_name="Test", **more))

    def member(self, role: str, organisation: Organisation, name: str = "Kim", ends_us: int | None = None) -> Person:
        person = self.person(name)
        Membership.objects.create(person=person, organisation=organisation, role=role, ends_us=ends_us)
        return person

    def account(self, person: Person, email: str | None = None, password: str | None = None) -> Account:
        return Account.objects.open(person, email_index(email) if email else None, password)

    def mobility(self, participant: Person, days_to_departure: int = 40, days: int = 28) -> Mobility:
        departure = clock.today() + timedelta(days=days_to_departure)
        stay = Mobility.objects.create(
            participant=participant,
            place="Tampere",
            field="Electronics",
            virtual_start=departure - timedelta(days=28),
            departure=departure,
            return_date=departure + timedelta(days=days),
            fewer_opportunities=True,
        )
        Part.objects.create(mobility=stay, organisation=self.school, kind="sending")
        Part.objects.create(mobility=stay, organisation=self.host, kind="host")
        enrol(stay, self.package)
        return stay

    def responsible(self, person: Person, role: str = "teacher") -> None:
        Responsibility.objects.create(mobility=self.stay, person=person, role=role)

    def claim(self, code: str | None = None, device: str | None = None) -> dict[str, str]:
        return {
            "code": self.code if code is None else code,
            "device": device or str(uuid4()),
            "package": PACKAGE,
            "package_version": VERSION,
        }


def event(seq: int, given: int | None = 500, tag: str = "progress", **more: object) -> dict[str, object]:
    """One event of a package."""
    score: dict[str, object] = {
        "timestamp": "2026-02-11T18:04:31.250Z",
        "activityProgress": "InProgress",
        "gradingProgress": "FullyGraded",
    }
    if given is not None:
        score |= {"scoreGiven": given, "scoreMaximum": 1000}
    score |= more.pop("score", {})  # type: ignore[arg-type]
    return {"id": str(uuid4()), "seq": seq, "lineitem": tag, "score": score, **more}


def day(offset: int) -> date:
    return clock.today() + timedelta(days=offset)
