"""The newest snapshot of each block: within a source by its number, over sources by what arrived last."""

from collections.abc import Iterable

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from mobility_record.results.models import Evidence
from mobility_record.stays.models import Source


def newest_snapshots(sources: QuerySet[Source]) -> dict[tuple[int, str], list[Evidence]]:
    """Per (mobility, package id) the newest snapshot of each type and block, ordered by block."""
    numbered = Evidence.objects.filter(source__in=sources, kind="snapshot").annotate(
        place=Window(
            RowNumber(),
            partition_by=[F("source_id"), F("type"), F("block")],
            order_by=[F("message__seq").desc(), F("pk").desc()],
        )
    )
    per_source = numbered.filter(place=1).select_related("source__package", "message")
    found: dict[tuple[int, str, str, str], Evidence] = {}
    newest: list[Evidence] = list(per_source)
    for item in sorted(newest, key=lambda item: (item.message.received_us, item.pk)):
        found[item.source.mobility_id, item.source.package.package_id, item.type, item.block] = item
    grouped: dict[tuple[int, str], list[Evidence]] = {}
    for (mobility, package, _type, _block), item in sorted(found.items(), key=lambda entry: entry[0]):
        grouped.setdefault((mobility, package), []).append(item)
    return grouped


def occurrences(sources: QuerySet[Source]) -> Iterable[Evidence]:
    """Every occurrence, in the order of arrival."""
    return Evidence.objects.filter(source__in=sources, kind="occurrence").order_by("pk")
