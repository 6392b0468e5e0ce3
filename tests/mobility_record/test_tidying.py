"""`mobility record tidy`: what has expired goes, everything else stays."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.contrib.sessions.models import Session

from mobility_record import clock, tidying
from mobility_record.cli import record
from mobility_record.lti import clients
from mobility_record.lti.models import AccessToken, SpentAssertion
from mobility_record.people.erasure import erase
from mobility_record.people.models import EntryLink, WrongAttempt
from mobility_record.stays.models import Source, Token


@pytest.fixture
def rubbish(world, ask):
    """Of each kind one row to throw away, named `old`, and one to keep."""
    now = clock.now_us()
    ask("claim", world.claim())
    source = Source.objects.get()
    for name, age in (("old", 8 * clock.DAY), ("keep", 6 * clock.DAY)):
        Token.objects.create(source=source, digest=name.encode(), expires_us=now - age)
    for name, used, expires in (
        ("old used", now, now + clock.DAY),
        ("old", None, now - 1),
        ("keep", None, now + clock.DAY),
    ):
        EntryLink.objects.create(person=world.lena, digest=name.encode(), used_us=used, expires_us=expires)
    for name, age in (("old", 16 * clock.MINUTE), ("keep", 14 * clock.MINUTE)):
        WrongAttempt.objects.create(door="claim", subject=name.encode(), at_us=now - age)
    platform = clients.register("LMS")
    for name, expires in (("old", now - 1), ("keep", now + clock.HOUR)):
        AccessToken.objects.create(client=platform, digest=name.encode(), scopes="", expires_us=expires)
        SpentAssertion.objects.create(client=platform, digest=name.encode(), expires_us=expires)
    for name, hours in (("old", -1), ("keep", 1)):
        when = datetime.now(UTC) + timedelta(hours=hours)
        Session.objects.create(session_key=name, session_data="x", expire_date=when)
    return world


def left():
    named = [*Token.objects.values_list("digest", flat=True), *EntryLink.objects.values_list("digest", flat=True)]
    named += AccessToken.objects.values_list("digest", flat=True)
    named += SpentAssertion.objects.values_list("digest", flat=True)
    named += WrongAttempt.objects.values_list("subject", flat=True)
    return sorted(bytes(each)[:8] for each in named if len(bytes(each)) < 10) + [
        each.encode() for each in Session.objects.values_list("session_key", flat=True)
    ]


SAID = [
    "1 wrong attempts of more than 15 minutes ago",
    "2 one-time links that were used or have expired",
    "1 sessions that have expired",
    "1 tokens that expired more than a week ago",
    "1 access tokens of learning platforms that have expired",
    "1 assertions of learning platforms that were used and have expired",
]


def test_what_has_expired_goes_and_the_rest_stays(rubbish):
    done = CliRunner().invoke(record, ["tidy"])
    assert (done.exit_code, done.output.splitlines()) == (0, SAID)
    assert left() == [b"keep"] * 6
    assert CliRunner().invoke(record, ["tidy"]).output.split("\n")[0][:2] == "0 "


def test_a_dry_run_throws_nothing_away(rubbish):
    before = left()
    done = CliRunner().invoke(record, ["tidy", "--dry-run"])
    assert (done.exit_code, done.output.splitlines()) == (0, SAID)
    assert left() == before


def test_tokens_of_the_erased_stay_so_that_they_are_answered_410(rubbish, ask):
    erase(rubbish.lena)
    CliRunner().invoke(record, ["tidy"])
    assert Token.objects.filter(digest=b"old").exists()


def test_many_go_in_small_steps(world, monkeypatch):
    monkeypatch.setattr(tidying, "_AT_ONCE", 3)
    WrongAttempt.objects.bulk_create(WrongAttempt(door="claim", subject=b"x", at_us=n) for n in range(10))
    kind = next(each for each in tidying.everything() if "wrong" in each.name)
    assert tidying.tidy(kind, clock.now_us()) == 10


def test_every_table_with_an_end_is_on_the_list_or_is_known_to_stay(world):
    """A new table with an expiry must be named here or in its app's `rubbish`."""
    tidied = {kind.rows(0).model for kind in tidying.everything()}
    ending = {
        model
        for model in apps.get_models()
        if any(field.name in {"expires_us", "expire_date", "used_us"} for field in model._meta.fields)
    }
    assert ending <= tidied
