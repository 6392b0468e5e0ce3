"""Staff: coordinators and others who sign in with e-mail and password."""

from django.db import transaction

from mobility_record.people.models import Account, Membership, Organisation, Person
from mobility_record.people.sealing import Details, enrol_person
from mobility_record.people.signin import email_index

SHORTEST_PASSWORD = 12


class StaffError(ValueError):
    """The account can't be made; the message says why."""


def create_coordinator(
    organisation: str, country: str, given_name: str, family_name: str, email: str, password: str
) -> Person:
    """A coordinator of `organisation` (made when new) with an account, or `StaffError` and nothing is left behind."""
    if len(password) < SHORTEST_PASSWORD:
        raise StaffError(f"The password must have at least {SHORTEST_PASSWORD} characters.")
    if Account.objects.filter(email_index=email_index(email)).exists():
        raise StaffError("This e-mail has an account already.")
    with transaction.atomic():
        home = _organisation(organisation, country.upper())
        return open_staff_account(Details(given_name, family_name, email), password, home, Membership.Role.COORDINATOR)


def _organisation(name: str, country: str) -> Organisation:
    """The one organisation of this name and country, made when there is none; never one of the same name elsewhere."""
    found = list(Organisation.objects.filter(name=name, **({"country": country} if country else {})))
    if len(found) > 1:
        raise StaffError(f"There are {len(found)} organisations of this name. Name the --country.")
    if found:
        return found[0]
    if len(country) != 2:
        raise StaffError("A new organisation needs --country with two letters, such as DE.")
    return Organisation.objects.create(name=name, country=country)


def open_staff_account(details: Details, password: str, organisation: Organisation, role: Membership.Role) -> Person:
    """A person with an account and one role in one organisation."""
    with transaction.atomic():
        person = enrol_person(details)
        Account.objects.open(person, email_index(details.email), password)
        Membership.objects.create(person=person, organisation=organisation, role=role)
    return person
