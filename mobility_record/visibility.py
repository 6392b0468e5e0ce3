"""Who sees what: the table of CONTRACTS 9, and the only functions that read it.

Pages and exports never get a model of a stay. They ask `mobility_record.web.seen`, which asks here and hands out view
objects that simply lack what the viewer may not see; a test fails when a page imports a model of stays or results.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from django.db.models import Q, QuerySet

from mobility_record import clock
from mobility_record.people.models import Membership, Person
from mobility_record.stays.models import Mobility, Part, Responsibility


class Role(Enum):
    """What a viewer is to a mobility; one person can be several things."""

    PARTICIPANT = "participant"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    COORDINATOR = "coordinator"
    MENTOR = "mentor"
    AUDITOR = "auditor"
    POLICYMAKER = "policymaker"
    ADMINISTRATOR = "administrator"


class Row(Enum):
    """The rows of the table."""

    NAME = "name, dates, place"
    PRIVATE = "birth date, guardian, emergency contact, insurance"
    FEWER_OPPORTUNITIES = "fewer opportunities"
    PROGRESS = "progress, gates"
    GRADES = "grades, checklist"
    DECIDE = "confirm, correct"
    CODES = "claim codes"
    OPERATION = "clients, keys, health, audit chain"


class Cell(Enum):
    """What a cell of the table says."""

    NO = auto()
    YES = auto()
    EMERGENCY = auto()  # the emergency contact only, during the stay
    COUNTS = auto()  # counts of at least 5, never a person
    GATES = auto()
    OWN_PUPILS = auto()
    MARKS = auto()  # marks of a mentor only
    OWN = auto()
    PRINT = auto()
    ALL = auto()
    READ = auto()


_NO, _YES = Cell.NO, Cell.YES
_COLUMNS = tuple(Role)

#: CONTRACTS 9, column by column in the order of `Role`.
TABLE: Mapping[Row, Mapping[Role, Cell]] = {
    row: dict(zip(_COLUMNS, cells, strict=True))
    for row, cells in {
        Row.NAME: (_YES, _YES, _YES, _YES, _YES, _YES, _NO, _NO),
        Row.PRIVATE: (_YES, _YES, _NO, _YES, Cell.EMERGENCY, _NO, _NO, _NO),
        Row.FEWER_OPPORTUNITIES: (_YES, _NO, _NO, _YES, _NO, _YES, Cell.COUNTS, _NO),
        Row.PROGRESS: (_YES, _YES, _YES, _YES, Cell.GATES, _YES, Cell.COUNTS, _NO),
        Row.GRADES: (_YES, _NO, _YES, _YES, _NO, _NO, _NO, _NO),
        Row.DECIDE: (_NO, _NO, Cell.OWN_PUPILS, _YES, Cell.MARKS, _NO, _NO, _NO),
        Row.CODES: (Cell.OWN, _NO, Cell.PRINT, Cell.ALL, _NO, _NO, _NO, _NO),
        Row.OPERATION: (_NO, _NO, _NO, _NO, _NO, Cell.READ, _NO, _YES),
    }.items()
}


class Ability(Enum):
    """What a page may show or do: a row, and the cells that grant it."""

    SEE_NAME = (Row.NAME, (Cell.YES,))
    SEE_PRIVATE = (Row.PRIVATE, (Cell.YES,))
    SEE_EMERGENCY = (Row.PRIVATE, (Cell.YES, Cell.EMERGENCY))
    SEE_FEWER_OPPORTUNITIES = (Row.FEWER_OPPORTUNITIES, (Cell.YES,))
    SEE_PROGRESS = (Row.PROGRESS, (Cell.YES,))
    SEE_GATES = (Row.PROGRESS, (Cell.YES, Cell.GATES))
    SEE_GRADES = (Row.GRADES, (Cell.YES,))
    DECIDE = (Row.DECIDE, (Cell.YES, Cell.OWN_PUPILS))
    PRINT_CODES = (Row.CODES, (Cell.PRINT, Cell.ALL))
    MANAGE_CODES = (Row.CODES, (Cell.ALL,))
    OWN_CODES = (Row.CODES, (Cell.OWN,))


@dataclass(frozen=True)
class Position:
    """Where a viewer stands to one mobility: the roles, and what the conditional cells ask for."""

    roles: frozenset[Role]
    own_pupil: bool
    during_stay: bool

    def may(self, ability: Ability) -> bool:
        """Whether one of the roles grants `ability` here; nobody decides on their own, or their ward's, results."""
        if ability is Ability.DECIDE and self.roles & {Role.PARTICIPANT, Role.GUARDIAN}:
            return False
        row, granting = ability.value
        return any(self._grants(TABLE[row][role], granting) for role in self.roles)

    def abilities(self) -> frozenset[Ability]:
        """Everything the viewer may."""
        return frozenset(ability for ability in Ability if self.may(ability))

    def _grants(self, cell: Cell, granting: tuple[Cell, ...]) -> bool:
        if cell is Cell.OWN_PUPILS and not self.own_pupil:
            return False
        if cell is Cell.EMERGENCY and not self.during_stay:
            return False
        return cell in granting


#: In which part of a stay an organisation must be for a member's role to reach it.
_REACH: Mapping[str, tuple[Role, tuple[str, ...]]] = {
    Membership.Role.COORDINATOR: (Role.COORDINATOR, (Part.Kind.SENDING, Part.Kind.HOST, Part.Kind.INTERMEDIARY)),
    Membership.Role.TEACHER: (Role.TEACHER, (Part.Kind.SENDING,)),
    Membership.Role.MENTOR: (Role.MENTOR, (Part.Kind.HOST,)),
    Membership.Role.AUDITOR: (Role.AUDITOR, (Part.Kind.SENDING, Part.Kind.HOST, Part.Kind.INTERMEDIARY)),
}


def memberships_of(viewer: Person) -> list[Membership]:
    """The viewer's memberships that hold today; none for someone who came in by a link."""
    if viewer.participant_only:
        return []
    still = Q(ends_us=None) | Q(ends_us__gt=clock.now_us())
    return list(Membership.objects.filter(still, person=viewer).order_by("pk"))


def visible_to(viewer: Person, memberships: Iterable[Membership]) -> QuerySet[Mobility]:
    """The mobilities the viewer may know of at all; erased participants' are nobody's."""
    reached = Q(participant=viewer)
    if viewer.participant_only:
        return Mobility.objects.filter(reached, participant__erased_us=None)
    reached |= Q(pk__in=Responsibility.objects.filter(person=viewer, role="guardian").values("mobility"))
    for membership in memberships:
        if membership.role in _REACH:
            _role, kinds = _REACH[membership.role]
            parts = Part.objects.filter(organisation=membership.organisation_id, kind__in=kinds)
            reached |= Q(pk__in=parts.values("mobility"))
    return Mobility.objects.filter(reached, participant__erased_us=None)


def position(viewer: Person, memberships: Iterable[Membership], mobility: Mobility, today: date) -> Position:
    """Where `viewer` stands to `mobility`, whose parts and responsibilities are prefetched."""
    roles: set[Role] = {Role.PARTICIPANT} if mobility.participant_id == viewer.pk else set()
    if viewer.participant_only:
        return Position(frozenset(roles), own_pupil=False, during_stay=False)
    mine = {each.role for each in mobility.responsibilities.all() if each.person_id == viewer.pk}
    if Responsibility.Role.GUARDIAN in mine:
        roles.add(Role.GUARDIAN)
    parts = {(part.organisation_id, part.kind) for part in mobility.parts.all()}
    for membership in memberships:
        if membership.role in _REACH:
            role, kinds = _REACH[membership.role]
            if any((membership.organisation_id, kind) in parts for kind in kinds):
                roles.add(role)
    start, end = mobility.departure, mobility.return_date
    during = start is not None and end is not None and start <= today <= end
    return Position(frozenset(roles), Responsibility.Role.TEACHER in mine, during)
