"""What happened to one mobility, by day: dates, devices, messages, evidence, decisions, as the viewer may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobility_bridge import instants
from mobility_record.people.models import Person
from mobility_record.people.sealing import open_details, open_text
from mobility_record.results.models import Correction, Evidence, Message
from mobility_record.results.snapshots import occurrences
from mobility_record.stays.models import Source
from mobility_record.visibility import Ability, Role
from mobility_record.web.plain import percent
from mobility_record.web.seen import SeenMobility


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: its day, what kind it is (for its sign), what it says, and details in small print."""

    day: date
    kind: str
    text: str
    detail: str = ""
    future: bool = False
    until: date | None = None
    count: int = 0


def timeline(seen: SeenMobility, today: date) -> list[Entry]:
    """All entries, oldest first."""
    entries = [*_dates(seen, today), *_devices(seen), *_decisions(seen)]
    if seen.may(Ability.SEE_PROGRESS):
        sources = Source.objects.filter(mobility__public_id=seen.public_id)
        entries += [*_messages(seen), *_checks(occurrences(sources))]
    entries += _checklists(seen)
    return _merged(sorted(entries, key=lambda entry: entry.day))


def _dates(seen: SeenMobility, today: date) -> Iterable[Entry]:
    for day, kind, text in (
        (seen.virtual_start, "online", _("The virtual phase begins")),
        (seen.departure, "leave", _("Departure")),
        (seen.return_date, "return", _("Return")),
    ):
        if day is not None:
            yield Entry(day, kind, text, future=day > today)


def _devices(seen: SeenMobility) -> Iterable[Entry]:
    for source in seen.sources:
        if source.on_paper:
            yield Entry(source.claimed.date(), "checklist", _("Receipts on paper were typed in"), source.package)
            continue
        origin = source.origin or _("an unknown address")
        begun = _("%(origin)s began to report") if source.on_platform else _("A device began to report from %(origin)s")
        text = begun % {"origin": origin}
        yield Entry(source.claimed.date(), "device", text, source.package)
        if source.ended:
            yield Entry(source.ended.date(), "end", _("A device stopped reporting"), source.end)


def _messages(seen: SeenMobility) -> Iterable[Entry]:
    received = Message.objects.filter(source__mobility__public_id=seen.public_id).values_list("received_us", flat=True)
    for day, count in Counter(instants.moment(us).date() for us in received).items():
        yield Entry(day, "message", _received(count), count=count)


def _merged(entries: list[Entry]) -> list[Entry]:
    """Days with nothing but messages become one line, so that what matters stands out."""
    merged: list[Entry] = []
    for entry in entries:
        if merged and merged[-1].kind == entry.kind == "message":
            count = merged[-1].count + entry.count
            merged[-1] = replace(merged[-1], until=entry.day, count=count, text=_received(count))
        else:
            merged.append(entry)
    return merged


def _received(count: int) -> str:
    return ngettext("%(count)d message received", "%(count)d messages received", count) % {"count": count}


def _checks(evidence: Iterable[Evidence]) -> Iterable[Entry]:
    for item in evidence:
        tries = item.data["attempts"]
        detail = ngettext("%(tries)d try, %(block)s", "%(tries)d tries, %(block)s", tries)
        yield Entry(
            instants.moment(item.at_us).date(),
            "check",
            _("A check was passed with %(score)s") % {"score": percent(item.data["score"])},
            detail % {"tries": tries, "block": item.block},
        )


def _checklists(seen: SeenMobility) -> Iterable[Entry]:
    for package in seen.packages:
        for checklist in package.checklists:
            text = _("The checklist is at %(readiness)s") % {"readiness": percent(checklist.readiness)}
            detail = _("%(done)d done, %(in_hand)d in hand, %(not_yet)d not yet, %(not_needed)d not needed")
            yield Entry(checklist.at.date(), "checklist", text, detail % checklist.counts)


def _decisions(seen: SeenMobility) -> Iterable[Entry]:
    reads = _reads_reasons(seen)
    visible = {(package.package_id, result.tag) for package in seen.packages for result in package.results}
    made = Correction.objects.filter(mobility__public_id=seen.public_id)
    for decision in made.select_related("line_item__package", "made_by__key", "mobility__participant__key"):
        item = decision.line_item
        if (item.package.package_id, item.tag) not in visible:
            continue
        day = instants.moment(decision.at_us).date()
        words = {"what": item.label, "how": decision.get_kind_display(), "value": percent(decision.per_mille)}
        if not reads:
            yield Entry(day, "decision", _("%(what)s: %(how)s") % words)
            continue
        text = _("%(what)s: %(how)s") if decision.per_mille is None else _("%(what)s: %(how)s at %(value)s")
        reason = open_text(decision.mobility.participant, bytes(decision.reason)) or ""
        by = _name(decision.made_by)
        yield Entry(day, "decision", text % words, f"{reason} ({by})" if by else reason)


def _reads_reasons(seen: SeenMobility) -> bool:
    """Whether the viewer reads why something was decided and by whom: free text about someone who may be a minor."""
    return Role.PARTICIPANT in seen.roles or seen.may(Ability.DECIDE) or seen.may(Ability.SEE_GRADES)


def _name(person: Person) -> str:
    details = open_details(person)
    return details.name if details else ""
