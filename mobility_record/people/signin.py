"""Sign-in: e-mail and password for staff, one-time links for everyone else."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db import transaction
from django.http import HttpRequest

from mobility_record import clock
from mobility_record.identifiers import digest, peppered, secret
from mobility_record.people.models import Account, EntryLink, Person

LINK_LIFE = 30 * clock.DAY


def email_index(email: str) -> bytes:
    """The keyed digest under which an account is found by e-mail; case and outer spaces don't matter."""
    return peppered("e-mail", email.strip().casefold())


class EmailBackend(BaseBackend):
    """Django's authentication by e-mail index and password."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002  # Django passes it
        email: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Account | None:
        """The account, or None; a wrong e-mail takes as long as a wrong password."""
        if email is None or password is None:
            return None
        account = Account.objects.filter(email_index=email_index(email)).first()
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session."""
        return Account.objects.filter(pk=user_id, is_active=True).select_related("person").first()


def make_entry_link(person: Person, life: int = LINK_LIFE) -> str:
    """The secret of a new one-time link for `person`; earlier links that were not used stop working."""
    value, now = secret(), clock.now_us()
    with transaction.atomic():
        EntryLink.objects.filter(person=person, used_us=None).delete()
        EntryLink.objects.create(person=person, digest=digest(value), expires_us=now + life)
    return value


def use_entry_link(value: str) -> Account | None:
    """The account that the link opens, once; None when it is unknown, used or expired."""
    now = clock.now_us()
    with transaction.atomic():
        usable = EntryLink.objects.filter(digest=digest(value), used_us=None, expires_us__gt=now)
        if usable.update(used_us=now) != 1:
            return None
        person = Person.objects.get(entry_links__digest=digest(value))
        account = Account.objects.filter(person=person).first() or Account.objects.open(person)
    return account if account.is_active else None
