"""Pseudonyms: what a client calls a person; two clients can't find out that they speak of the same one."""

from mobility_record.identifiers import opaque
from mobility_record.people.models import Person, Pseudonym


def pseudonym(person: Person, client: str) -> str:
    """The person's `p_…` for `client`, made on first use."""
    found, _made = Pseudonym.objects.get_or_create(person=person, client=client, defaults={"value": opaque("p")})
    return found.value
