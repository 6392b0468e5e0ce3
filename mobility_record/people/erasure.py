"""The right to be forgotten: the person's key is destroyed, and every door answers that they are gone."""

from django.db import transaction

from mobility_record import clock
from mobility_record.people.models import Account, EntryLink, Person, PersonKey, Pseudonym


def erase(person: Person) -> None:
    """Erase `person`: key, sealed payload, account, links and pseudonyms go; the empty row stays, for the counts.

    Messages stay too: they hold numbers and an opaque reference. Tokens and claim codes stay as digests, so that the
    bridge can answer 410 and nothing recreates the person. Erasing again is harmless.
    """
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        PersonKey.objects.filter(person=locked).delete()
        Account.objects.filter(person=locked).delete()
        EntryLink.objects.filter(person=locked).delete()
        Pseudonym.objects.filter(person=locked).delete()
        locked.memberships.all().delete()
        locked.sealed = b""
        locked.erased_us = locked.erased_us or clock.now_us()
        locked.save(update_fields=["sealed", "erased_us"])
