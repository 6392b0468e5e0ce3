"""What a package has reported about one person, for that person to see (schema `mine-answer`)."""

from collections.abc import Iterable

from django.db.models import Count, Max, Min

from mobility_bridge import instants
from mobility_record.results.effective import Reported, effective
from mobility_record.results.models import Evidence, Message, Result
from mobility_record.results.snapshots import newest_snapshots, occurrences
from mobility_record.stays.models import LineItem, Source


def reported_by_package(source: Source) -> dict[str, object]:
    """Results and newest evidence from all devices of the stay that run the package of `source`, and its receipts.

    What a learning platform reported of the stay is not the package's: its token may be on a computer of the school's.
    """
    siblings = Source.objects.filter(mobility=source.mobility_id, package=source.package_id)
    siblings = siblings.exclude(kind=Source.Kind.LMS)
    seen = Message.objects.filter(source__in=siblings).aggregate(
        count=Count("pk"), first=Min("received_us"), last=Max("received_us")
    )
    results = list(Result.objects.filter(source__in=siblings))
    evidence = [item for items in newest_snapshots(siblings).values() for item in items]
    return {
        "package": source.package.package_id,
        "source": source.source_id,
        "messages": seen["count"],
        "first": seen["first"] and instants.text(seen["first"]),
        "last": seen["last"] and instants.text(seen["last"]),
        "results": list(_results(source, results)),
        "evidence": [_evidence(item) for item in (*occurrences(siblings), *evidence)],
    }


def _results(source: Source, results: list[Result]) -> Iterable[dict[str, object]]:
    for line_item in LineItem.objects.filter(package=source.package_id):
        said = [Reported(r.per_mille, r.assurance, r.at_us) for r in results if r.line_item_id == line_item.pk]
        counts = effective(line_item.tag, said)
        if counts is not None:
            yield {
                "lineitem": line_item.tag,
                "label": line_item.label,
                "per_mille": counts.per_mille,
                "assurance": counts.assurance,
                "at": instants.text(counts.at_us),
            }


def _evidence(item: Evidence) -> dict[str, object]:
    at = instants.text(item.at_us)
    return {"type": item.type, "v": item.version, "block": item.block, "at": at, "data": item.data}
