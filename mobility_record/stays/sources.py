"""Sources of a mobility: a claimed device begins to report about it, and ends."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from mobility_record import clock
from mobility_record.identifiers import opaque
from mobility_record.stays import refusals, tokens
from mobility_record.stays.codes import can_be_claimed, find_code
from mobility_record.stays.models import ClaimCode, Mobility, Package, Source

MOST_DEVICES = 5


@dataclass(frozen=True)
class Claim:
    """What a package asks with: the code as written, its device, itself, and the web origin it runs on."""

    code: str
    device: UUID
    package: str
    version: str
    origin: str


def claim(asked: Claim, now: int) -> tuple[Source, tokens.Secrets]:
    """The source for a claim at `now` (microseconds UTC), new or the same as before, with fresh secrets.

    Idempotent on (code, device): a lost answer is asked again, and both answers work. Raises `CodeRefused`, `Gone`
    or `NotEnrolled`.
    """
    found = find_code(asked.code)
    if found is None:
        raise refusals.CodeRefused
    with transaction.atomic():
        mobility = Mobility.objects.select_for_update().get(pk=found.mobility_id)
        code = ClaimCode.objects.select_related("mobility__participant").get(pk=found.pk)
        if code.mobility.participant.erased_us is not None:
            raise refusals.Gone
        if not can_be_claimed(code, mobility.return_date, now):
            raise refusals.CodeRefused
        package = Package.objects.filter(package_id=asked.package, enrolments__mobility=mobility).first()
        if package is None:
            raise refusals.NotEnrolled
        source = _live(mobility, package, asked) or _begin(code, package, asked, now)
        ClaimCode.objects.filter(pk=code.pk, claimed_us=None).update(claimed_us=now)
        return source, tokens.issue(source, now)


def end(source: Source, how: Source.End) -> None:
    """`source` reports no more; ending it again changes nothing."""
    Source.objects.filter(pk=source.pk, ended_us=None).update(ended_us=clock.now_us(), end=how)


def _live(mobility: Mobility, package: Package, asked: Claim) -> Source | None:
    same = Source.objects.filter(mobility=mobility, package=package, device=asked.device, ended_us=None)
    return same.filter(kind=Source.Kind.DEVICE).first()


def _begin(code: ClaimCode, package: Package, asked: Claim, now: int) -> Source:
    revoked = Source.objects.filter(code=code, device=asked.device, end=Source.End.REVOKED)
    if revoked.exists():
        raise refusals.CodeRefused
    _make_room(code.mobility, asked.device)
    return Source.objects.create(
        source_id=opaque("s"),
        mobility=code.mobility,
        package=package,
        code=code,
        device=asked.device,
        origin=asked.origin[:255],
        version=asked.version,
        claimed_us=now,
    )


def _make_room(mobility: Mobility, device: UUID) -> None:
    """End the devices that have reported for longest, until one more makes no more than five."""
    devices_of = Source.objects.filter(mobility=mobility, kind=Source.Kind.DEVICE, ended_us=None)
    live = devices_of.exclude(device=device)
    devices = list(dict.fromkeys(live.order_by("-claimed_us", "-pk").values_list("device", flat=True)))
    for old in devices[MOST_DEVICES - 1 :]:
        for source in live.filter(device=old):
            end(source, Source.End.REPLACED)
