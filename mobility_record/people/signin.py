"""Sign-in: e-mail and password for staff, one-time links for everyone else."""

from dataclasses import dataclass
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


class NoLink(ValueError):
    """The person's account does more than a participant's: no link may open it."""


@dataclass(frozen=True)
class Entrance:
    """The account that a link opened; `whole_account` is False when it gives the rights of a participant only."""

    account: Account
    whole_account: bool


def may_have_link(person: Person) -> bool:
    """Whether a one-time link is this person's way in: no membership, no responsibility, no password.

    Memberships that ended count too: whoever had one has, or had, another way in.
    """
    if person.memberships.exists() or person.responsibilities.exists():
        return False
    account = Account.objects.filter(person=person).first()
    return account is None or not account.has_usable_password()


def make_entry_link(person: Person, life: int = LINK_LIFE, *, whole_account: bool = False) -> str:
    """The secret of a new one-time link for `person`; earlier links that were not used stop working.

    Raises `NoLink` for someone whose account does more than a participant's. `whole_account` makes a link to all that
    the account may do; it is for an operator's own commands (the demo), never for a page.
    """
    value, now = secret(), clock.now_us()
    with transaction.atomic():
        if not whole_account and not may_have_link(person):
            raise NoLink
        EntryLink.objects.filter(person=person, used_us=None).delete()
        EntryLink.objects.create(
            person=person, digest=digest(value), expires_us=now + life, whole_account=whole_account
        )
    return value


def use_entry_link(value: str) -> Entrance | None:
    """What the link opens, once; None when it is unknown, used, expired, or the person has another way in by now."""
    now = clock.now_us()
    with transaction.atomic():
        usable = EntryLink.objects.filter(digest=digest(value), used_us=None, expires_us__gt=now)
        if usable.update(used_us=now) != 1:
            return None
        link = EntryLink.objects.select_related("person").get(digest=digest(value))
        if not link.whole_account and not may_have_link(link.person):
            return None
        account = Account.objects.filter(person=link.person).first() or Account.objects.open(link.person)
    return Entrance(account, link.whole_account) if account.is_active else None
