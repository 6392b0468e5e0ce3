"""Prints, as JSON, a small consortium made for one test: a coordinator, and learners with claim codes."""

import json
import sys
from datetime import timedelta

import django

django.setup()

from mobility_record import clock  # noqa: E402 - Django first
from mobility_record.people.models import Account, Membership, Organisation  # noqa: E402
from mobility_record.people.sealing import Details, enrol_person  # noqa: E402
from mobility_record.people.signin import email_index  # noqa: E402
from mobility_record.stays.codes import make_code  # noqa: E402
from mobility_record.stays.models import Mobility, Package, Part  # noqa: E402
from mobility_record.stays.packages import enrol  # noqa: E402

EMAIL, PASSWORD = "kim@example.org", "a long demo password"


def main(names: list[str]) -> None:
    school = Organisation.objects.create(name="Berufsschule Nord", country="DE", city="Kiel")
    host = Organisation.objects.create(name="Sähkö Oy", country="FI", city="Tampere")
    coordinator = enrol_person(Details(given_name="Kim", family_name="Berg"))
    Membership.objects.create(person=coordinator, organisation=school, role="coordinator")
    Account.objects.open(coordinator, email_index(EMAIL), PASSWORD)
    departure = clock.today() + timedelta(days=40)
    codes, stays = {}, {}
    for name in names:
        stay = Mobility.objects.create(
            participant=enrol_person(Details(given_name=name, family_name="Test")),
            place="Tampere",
            field="Electronics",
            virtual_start=departure - timedelta(days=28),
            departure=departure,
            return_date=departure + timedelta(days=28),
        )
        Part.objects.create(mobility=stay, organisation=school, kind="sending")
        Part.objects.create(mobility=stay, organisation=host, kind="host")
        for package in Package.objects.all():
            enrol(stay, package)
        codes[name], stays[name] = make_code(stay), str(stay.public_id)
    print(json.dumps({"codes": codes, "stays": stays, "email": EMAIL, "password": PASSWORD}))


if __name__ == "__main__":
    main(sys.argv[1:])
