"""Tokens of sources: opaque, 256 bits, eight hours, stored as SHA-256; refreshed by a secret that does not rotate."""

from dataclasses import dataclass

from mobility_record import clock
from mobility_record.identifiers import digest, secret
from mobility_record.stays import refusals
from mobility_record.stays.models import Refresh, Source, Token

LIFE = 8 * clock.HOUR
EXPIRES_IN = LIFE // clock.SECOND
_KEPT_REFRESHES = 5  # answers to a claim that may have been lost on the way


@dataclass(frozen=True)
class Secrets:
    """A token with the refresh secret that belongs to it, in clear: seen only when they are made."""

    token: str
    refresh: str


def issue(source: Source, now_us: int) -> Secrets:
    """A token and a refresh secret for `source`; those of earlier answers keep working, five at most."""
    refresh = secret()
    Refresh.objects.create(source=source, digest=digest(refresh), made_us=now_us)
    for old in Refresh.objects.filter(source=source).order_by("-made_us", "-pk")[_KEPT_REFRESHES:]:
        old.delete()
    return Secrets(issue_token(source, now_us), refresh)


def issue_token(source: Source, now_us: int) -> str:
    """A new token for `source`; its tokens of more than a week ago are thrown away."""
    token = secret()
    Token.objects.filter(source=source, expires_us__lt=now_us - 7 * clock.DAY).delete()
    Token.objects.create(source=source, digest=digest(token), expires_us=now_us + LIFE)
    return token


def source_of_token(token: str, now_us: int, *, ended_too: bool = False) -> Source:
    """The source that speaks, its row and its person's locked until the transaction ends.

    Raises `TokenUnknown`, `Gone`, `ReportingEnded` (unless `ended_too`) or `TokenExpired`.
    """
    found = Token.objects.filter(digest=digest(token)).values_list("source_id", "expires_us").first()
    if found is None:
        raise refusals.TokenUnknown
    source = _locked(found[0], ended_too=ended_too)
    if found[1] <= now_us:
        raise refusals.TokenExpired
    return source


def source_of_refresh(refresh: str) -> Source:
    """The source whose refresh secret this is, locked. Raises `TokenUnknown`, `Gone` or `ReportingEnded`."""
    found = Refresh.objects.filter(digest=digest(refresh)).values_list("source_id", flat=True).first()
    if found is None:
        raise refusals.TokenUnknown
    return _locked(found, ended_too=False)


def _locked(pk: int, *, ended_too: bool) -> Source:
    sources = Source.objects.select_related("mobility__participant", "package")
    source = sources.select_for_update(of=("self", "mobility__participant"), no_key=True).get(pk=pk)
    if source.mobility.participant.erased_us is not None:
        raise refusals.Gone
    if source.ended_us is not None and not ended_too:
        raise refusals.ReportingEnded
    return source
