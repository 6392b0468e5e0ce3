"""Taking in receipts that a person typed: verified, then kept and counted as the events of a package are.

All receipts of a mobility and package are one source. Its numbers follow the day of the receipt and, within a day, the
value: a later day wins, of one day the higher value, and neither the order of typing nor typing one again matters
(docs/decisions/0014-receipts.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4, uuid5

from mobility_bridge import instants, receipt
from mobility_bridge.messages import ActivityProgress, GradingProgress, Score
from mobility_bridge.receipt import Payload, Receipt, ReceiptError
from mobility_record import clock
from mobility_record.identifiers import opaque
from mobility_record.results.effective import Decided, Reported, effective
from mobility_record.results.ledger import Incoming, Origin, append
from mobility_record.results.models import Assurance, Correction, Result
from mobility_record.stays.models import ClaimCode, LineItem, Mobility, Package, PackageVersion, Source

#: How many different receipts of one day a source has numbers for.
_PER_DAY = 1 << 20
_EVENTS = UUID("6e1f0c0e-52a5-5d53-9a3c-0f6a4b7c2d19")


@dataclass(frozen=True)
class Paper:
    """Whose receipts these are: the claim code's row, its 11 symbols as typed (never stored), and the package."""

    code: ClaimCode
    symbols: str
    package: Package


@dataclass(frozen=True)
class Taken:
    """What became of a good receipt; values per mille.

    `news`: it was not known. `moved`: it counts among the receipts. `before` and `counts`: what counted over all
    sources before and counts now.
    """

    label: str
    is_gate: bool
    per_mille: int
    day: date
    news: bool
    moved: bool
    before: int | None
    counts: int | None


@dataclass(frozen=True)
class Refused:
    """A receipt that was not taken. `reason` is one of `ReceiptError`'s, `ahead`, `foreign` or `unknown-order`."""

    reason: str
    symbols: int


def take_in(paper: Paper, written: Sequence[str], now_us: int) -> list[Taken | Refused]:
    """What became of each receipt, in order; the caller's transaction has locked the mobility and its person.

    `ahead`: its day is still to come. `foreign`: not made with this code for a version of this package that is
    registered. `unknown-order`: the version was registered before the record kept the order of line items; registering
    its zip again mends that.
    """
    key = receipt.derive_key(paper.symbols)
    versions = list(PackageVersion.objects.filter(package=paper.package).order_by("-registered_us", "-pk"))
    return [_one(paper, key, versions, each, now_us) for each in written]


def _one(paper: Paper, key: bytes, versions: Sequence[PackageVersion], written: str, now_us: int) -> Taken | Refused:
    symbols = len(receipt.normalise(written))
    try:
        read = receipt.read(written)
    except ReceiptError as error:
        return Refused(error.reason, symbols)
    if _is_ahead(read.payload, now_us):
        return Refused("ahead", symbols)
    version = next((each for each in versions if read.fits(key, paper.package.package_id, each.version)), None)
    if version is None:
        return Refused("foreign", symbols)
    if version.line_items is None:
        return Refused("unknown-order", symbols)
    if read.payload.line_item >= len(version.line_items):
        return Refused("foreign", symbols)
    tag = version.line_items[read.payload.line_item]
    line_item = LineItem.objects.get(package=paper.package, tag=tag)
    return _keep(_source(paper, version, now_us), line_item, read, now_us)


def _keep(source: Source, line_item: LineItem, read: Receipt, now_us: int) -> Taken:
    mobility, payload = source.mobility, read.payload
    before = _counts(mobility, line_item)
    reached_us = min(clock.start_of(payload.date), now_us)
    event_id, seq = uuid5(_EVENTS, read.symbols), _seq(payload)
    message = Incoming(event_id, seq, line_item.pk, line_item.maximum, _score(read), reached_us)
    origin = Origin(source.pk, mobility.participant_id, Assurance.SELF_REPORTED)
    (appended,) = append(origin, [message], now_us)
    return Taken(
        label=line_item.label,
        is_gate=line_item.tag.startswith("gate:"),
        per_mille=payload.per_mille,
        day=payload.date,
        news=appended.new,
        moved=appended.moved,
        before=before,
        counts=_counts(mobility, line_item),
    )


def _score(read: Receipt) -> Score:
    value = read.payload.per_mille
    done = ActivityProgress.COMPLETED if value == receipt.MAXIMUM else ActivityProgress.IN_PROGRESS
    at_us = clock.start_of(read.payload.date)
    return Score(at_us, done, GradingProgress.FULLY_GRADED, given=value, maximum=receipt.MAXIMUM)


def _seq(payload: Payload) -> int:
    """The receipt's place: a later day counts, of one day the higher value, whatever the order of typing.

    Unique per source as long as a package has fewer than 1,024 line items (receipts know 256).
    """
    return payload.day * _PER_DAY + payload.line_item * 1024 + payload.per_mille


def _is_ahead(payload: Payload, now_us: int) -> bool:
    """Whether the day is still to come everywhere on earth: the clock it was made with is wrong."""
    return payload.date > instants.moment(now_us).date() + timedelta(days=1)


def _source(paper: Paper, version: PackageVersion, now_us: int) -> Source:
    """The one source of receipts for this mobility and package; its first receipt begins it and uses the code."""
    ClaimCode.objects.filter(pk=paper.code.pk, claimed_us=None).update(claimed_us=now_us)
    source, _new = Source.objects.select_related("mobility").get_or_create(
        mobility=paper.code.mobility,
        package=paper.package,
        kind=Source.Kind.RECEIPTS,
        defaults={
            "source_id": opaque("s"),
            "code": paper.code,
            "device": uuid4(),
            "version": version.version,
            "claimed_us": now_us,
        },
    )
    return source


def _counts(mobility: Mobility, line_item: LineItem) -> int | None:
    """What counts for the line item over all sources and decisions, per mille."""
    results = Result.objects.filter(source__mobility=mobility, line_item=line_item)
    decisions = Correction.objects.filter(mobility=mobility, line_item=line_item)
    found = effective(
        line_item.tag,
        [Reported(each.per_mille, each.assurance, each.at_us) for each in results],
        [Decided(each.kind, each.per_mille, each.at_us) for each in decisions],
    )
    return None if found is None else found.per_mille
