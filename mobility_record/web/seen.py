"""What one viewer sees of mobilities: the only way from the database to a page.

A `SeenMobility` holds what CONTRACTS 9 lets this viewer see and nothing else; what is hidden is None or empty, so that
a page can't show it by mistake. A mobility that is absent or forbidden is the same `NotSeen`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mobility_bridge import instants
from mobility_record import clock, visibility
from mobility_record.people.models import Membership, Person
from mobility_record.people.sealing import Details, open_details
from mobility_record.stays.codes import can_be_claimed
from mobility_record.stays.models import Mobility, Part, Source
from mobility_record.visibility import Ability
from mobility_record.web.gather import Counted, Facts, PackageFacts, gather


class NotSeen(Exception):
    """There is no such mobility for this viewer."""


@dataclass(frozen=True)
class SeenResult:
    """A result that counts: per mille (None: nothing yet), how sure it is, since when; `reported` when it differs."""

    tag: str
    label: str
    per_mille: int | None
    assurance: str
    at: datetime | None
    decision: str
    reported: int | None

    @property
    def passed(self) -> bool:
        """Whether all of it is there: a gate is open at 1000."""
        return self.per_mille is not None and self.per_mille >= 1000

    @property
    def is_gate(self) -> bool:
        """Whether this is a gate."""
        return self.tag.startswith("gate:")


@dataclass(frozen=True)
class SeenChecklist:
    """The newest state of a checklist: readiness per mille, items per status."""

    block: str
    readiness: int
    counts: dict[str, int]
    at: datetime

    @property
    def open_steps(self) -> int:
        """Items that still wait for someone."""
        return self.counts["not_yet"] + self.counts["in_hand"]


@dataclass(frozen=True)
class SeenPackage:
    """A package of the mobility, with the results the viewer may see."""

    package_id: str
    title: str
    results: tuple[SeenResult, ...]
    checklists: tuple[SeenChecklist, ...]

    @property
    def gates(self) -> tuple[SeenResult, ...]:
        """The gates among the results."""
        return tuple(result for result in self.results if result.is_gate)

    def result(self, tag: str) -> SeenResult | None:
        """The result of line item `tag`, if it is seen."""
        return next((result for result in self.results if result.tag == tag), None)

    @property
    def progress(self) -> SeenResult | None:
        """The progress, if it is seen."""
        return self.result("progress")


@dataclass(frozen=True)
class SeenSource:
    """A device that reports or has reported, or the receipts that were typed in (`on_paper`)."""

    source_id: str
    on_paper: bool
    on_platform: bool
    package: str
    origin: str
    version: str
    claimed: datetime
    ended: datetime | None
    end: str
    messages: int
    last: datetime | None


@dataclass(frozen=True)
class SeenMobility:
    """One mobility as one viewer sees it."""

    public_id: UUID
    abilities: frozenset[Ability]
    roles: frozenset[visibility.Role]
    name: str
    sending: str
    host: str
    place: str
    field: str
    virtual_start: date | None
    departure: date | None
    return_date: date | None
    private: Details | None
    born: date | None
    emergency_contact: str
    fewer_opportunities: bool | None
    packages: tuple[SeenPackage, ...]
    sources: tuple[SeenSource, ...]
    claimed: bool
    reporting: bool
    has_live_code: bool
    last_message: datetime | None

    def may(self, ability: Ability) -> bool:
        """Whether the viewer may do or see this here."""
        return ability in self.abilities


def seen_by(viewer: Person, public_id: UUID | None = None) -> list[SeenMobility]:
    """The mobilities `viewer` sees, by departure; or only the one with `public_id`."""
    memberships = visibility.memberships_of(viewer)
    visible = visibility.visible_to(viewer, memberships).order_by("departure", "pk")
    if public_id is not None:
        visible = visible.filter(public_id=public_id)
    return [_look(viewer, memberships, facts) for facts in gather(visible)]


def one_seen_by(viewer: Person, public_id: UUID) -> SeenMobility:
    """The mobility with `public_id`, or `NotSeen`."""
    found = seen_by(viewer, public_id)
    if not found:
        raise NotSeen
    return found[0]


def _look(viewer: Person, memberships: Iterable[Membership], facts: Facts) -> SeenMobility:
    mobility = facts.mobility
    may = visibility.position(viewer, memberships, mobility, clock.today())
    details = open_details(mobility.participant) or Details()
    sees_sources = may.may(Ability.MANAGE_CODES) or may.may(Ability.OWN_CODES)
    now = clock.now_us()
    return SeenMobility(
        public_id=mobility.public_id,
        abilities=may.abilities(),
        roles=may.roles,
        name=details.name if may.may(Ability.SEE_NAME) else "",
        sending=_organisations(mobility, Part.Kind.SENDING),
        host=_organisations(mobility, Part.Kind.HOST),
        place=mobility.place,
        field=mobility.field,
        virtual_start=mobility.virtual_start,
        departure=mobility.departure,
        return_date=mobility.return_date,
        born=_birth_date(details) if may.may(Ability.SEE_PRIVATE) else None,
        private=details if may.may(Ability.SEE_PRIVATE) else None,
        emergency_contact=details.emergency_contact if may.may(Ability.SEE_EMERGENCY) else "",
        fewer_opportunities=mobility.fewer_opportunities if may.may(Ability.SEE_FEWER_OPPORTUNITIES) else None,
        packages=tuple(_package(found, may) for found in facts.packages),
        sources=tuple(_source(facts, source) for source in facts.sources) if sees_sources else (),
        claimed=bool(facts.sources),
        reporting=any(source.ended_us is None and source.kind == Source.Kind.DEVICE for source in facts.sources),
        has_live_code=any(can_be_claimed(code, mobility.return_date, now) for code in facts.codes),
        last_message=_moment(facts.last_message_us) if may.may(Ability.SEE_PROGRESS) else None,
    )


def _organisations(mobility: Mobility, kind: str) -> str:
    return ", ".join(part.organisation.name for part in mobility.parts.all() if part.kind == kind)


def _package(found: PackageFacts, may: visibility.Position) -> SeenPackage:
    return SeenPackage(
        package_id=found.package.package_id,
        title=found.package.title,
        results=tuple(_result(counted) for counted in found.results if _may_see(counted, may)),
        checklists=tuple(
            SeenChecklist(item.block, item.data["readiness"], item.data["counts"], instants.moment(item.at_us))
            for item in found.snapshots
            if item.type == "checklist.state" and may.may(Ability.SEE_GRADES)
        ),
    )


def _may_see(counted: Counted, may: visibility.Position) -> bool:
    tag = counted.line_item.tag
    if tag.startswith("gate:"):
        return may.may(Ability.SEE_GATES)
    return may.may(Ability.SEE_GRADES if tag == "grade" else Ability.SEE_PROGRESS)


def _result(counted: Counted) -> SeenResult:
    counts, reported = counted.counts, counted.reported
    told = reported.per_mille if reported else None
    return SeenResult(
        tag=counted.line_item.tag,
        label=counted.line_item.label,
        per_mille=counts.per_mille if counts else None,
        assurance=counts.assurance if counts else "",
        at=_moment(counts.at_us) if counts else None,
        decision=counts.decision if counts else "",
        reported=told if counts and counts.decision and told != counts.per_mille else None,
    )


def _source(facts: Facts, source: Source) -> SeenSource:
    count, last = facts.messages.get(source.pk, (0, None))
    return SeenSource(
        source_id=source.source_id,
        on_paper=source.kind == Source.Kind.RECEIPTS,
        on_platform=source.kind == Source.Kind.LMS,
        package=source.package.title,
        origin=source.origin,
        version=source.version,
        claimed=instants.moment(source.claimed_us),
        ended=_moment(source.ended_us),
        end=source.get_end_display() if source.end else "",
        messages=count,
        last=_moment(last),
    )


def _birth_date(details: Details) -> date | None:
    return date.fromisoformat(details.birth_date) if details.birth_date else None


def _moment(us: int | None) -> datetime | None:
    return None if us is None else instants.moment(us)
