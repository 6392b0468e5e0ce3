"""What the database says of some mobilities, in a number of queries that does not grow with them.

Nothing here looks at who asks; only `mobility_record.web.seen` uses it, and takes away what the viewer may not see.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max, QuerySet

from mobility_record.results.effective import Decided, Effective, Reported, effective
from mobility_record.results.models import Correction, Evidence, Message, Result
from mobility_record.results.snapshots import newest_snapshots
from mobility_record.stays.models import ClaimCode, Enrolment, LineItem, Mobility, Package, Source


@dataclass
class Counted:
    """A line item with what counts, and what is reported when a person decided otherwise."""

    line_item: LineItem
    counts: Effective | None
    reported: Effective | None


@dataclass
class PackageFacts:
    """One enrolment's package with its results and newest snapshots."""

    package: Package
    results: list[Counted]
    snapshots: list[Evidence]


@dataclass
class Facts:
    """All that is known of one mobility's reporting."""

    mobility: Mobility
    packages: list[PackageFacts] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    messages: dict[int, tuple[int, int]] = field(default_factory=dict)  # source → (count, last received)
    codes: list[ClaimCode] = field(default_factory=list)

    @property
    def last_message_us(self) -> int | None:
        """When something last arrived."""
        return max((last for _count, last in self.messages.values()), default=None)


def gather(mobilities: QuerySet[Mobility]) -> list[Facts]:
    """The facts of every mobility, in the order of `mobilities`."""
    rows = list(
        mobilities.select_related("participant__key").prefetch_related("parts__organisation", "responsibilities")
    )
    facts = {row.pk: Facts(row) for row in rows}
    sources = Source.objects.filter(mobility__in=[row.pk for row in rows])
    for source in sources.select_related("package").order_by("claimed_us", "pk"):
        facts[source.mobility_id].sources.append(source)
    for code in ClaimCode.objects.filter(mobility__in=facts).order_by("made_us", "pk"):
        facts[code.mobility_id].codes.append(code)
    _gather_messages(facts, sources)
    _gather_packages(facts, sources)
    return [facts[row.pk] for row in rows]


def _gather_messages(facts: dict[int, Facts], sources: QuerySet[Source]) -> None:
    seen = Message.objects.filter(source__in=sources).values("source_id", "source__mobility")
    for row in seen.annotate(count=Count("pk"), last=Max("received_us")).order_by():
        facts[row["source__mobility"]].messages[row["source_id"]] = (row["count"], row["last"])


def _gather_packages(facts: dict[int, Facts], sources: QuerySet[Source]) -> None:
    reported: dict[tuple[int, int], list[Reported]] = defaultdict(list)
    for result in Result.objects.filter(source__in=sources).select_related("source"):
        key = (result.source.mobility_id, result.line_item_id)
        reported[key].append(Reported(result.per_mille, result.assurance, result.at_us))
    decided: dict[tuple[int, int], list[Decided]] = defaultdict(list)
    for decision in Correction.objects.filter(mobility__in=facts):
        key = (decision.mobility_id, decision.line_item_id)
        decided[key].append(Decided(decision.kind, decision.per_mille, decision.at_us))
    snapshots = newest_snapshots(sources)
    enrolments = Enrolment.objects.filter(mobility__in=facts).select_related("package")
    for enrolment in enrolments.prefetch_related("package__line_items").order_by("package__title", "pk"):
        package, mobility = enrolment.package, enrolment.mobility_id
        line_items = [item for item in package.line_items.all() if item.current]
        results = list(_counted(mobility, line_items, reported, decided))
        found = snapshots.get((mobility, package.package_id), [])
        facts[mobility].packages.append(PackageFacts(package, results, found))


def _counted(
    mobility: int,
    line_items: Iterable[LineItem],
    reported: dict[tuple[int, int], list[Reported]],
    decided: dict[tuple[int, int], list[Decided]],
) -> Iterable[Counted]:
    for item in line_items:
        said: Sequence[Reported] = reported.get((mobility, item.pk), [])
        decisions: Sequence[Decided] = decided.get((mobility, item.pk), [])
        yield Counted(item, effective(item.tag, said, decisions), effective(item.tag, said))
