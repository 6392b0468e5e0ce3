"""What a viewer does to a mobility: every act asks first whether the viewer may, and is `NotSeen` when not."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from mobility_record.people.models import Person
from mobility_record.people.signin import make_entry_link, may_have_link
from mobility_record.results import corrections
from mobility_record.results.models import Correction
from mobility_record.stays import codes, sources
from mobility_record.stays.models import LineItem, Mobility, Source
from mobility_record.visibility import Ability
from mobility_record.web.seen import NotSeen, SeenMobility, one_seen_by


@dataclass(frozen=True)
class Card:
    """What is printed for one person: a claim code, and a one-time link to their own page or why there is none."""

    seen: SeenMobility
    code: str
    link: str
    own_sign_in: bool


def make_card(viewer: Person, public_id: UUID) -> Card:
    """A new claim code for the person of a mobility; earlier unused ones stop working.

    A link is a way in as that person, so it stands only on cards of those who manage codes (a teacher may not see a
    birth date), and never on the card of someone whose account does more than a participant's.
    """
    seen, mobility = _allowed(viewer, public_id, Ability.PRINT_CODES)
    with transaction.atomic():
        code, takes_link = codes.make_code(mobility), may_have_link(mobility.participant)
        linked = takes_link and seen.may(Ability.MANAGE_CODES)
        link = entry_address(make_entry_link(mobility.participant)) if linked else ""
        return Card(seen, code, link, own_sign_in=not takes_link)


def make_link(viewer: Person, public_id: UUID) -> str:
    """A new one-time link to the own page of a mobility's person; earlier unused ones stop working, codes stay.

    Raises `NoLink` for someone whose account does more than a participant's.
    """
    _seen, mobility = _allowed(viewer, public_id, Ability.MANAGE_CODES)
    return entry_address(make_entry_link(mobility.participant))


def make_own_code(viewer: Person, public_id: UUID) -> str:
    """A new claim code for the viewer's own mobility; the unused one on their card stops working."""
    _seen, mobility = _allowed(viewer, public_id, Ability.OWN_CODES)
    return codes.make_code(mobility)


def revoke_codes(viewer: Person, public_id: UUID) -> int:
    """No code of the mobility can be claimed any more; how many that were."""
    _seen, mobility = _allowed(viewer, public_id, Ability.MANAGE_CODES)
    return codes.revoke_codes(mobility)


def revoke_source(viewer: Person, public_id: UUID, source_id: str) -> None:
    """One device of the mobility reports no more, and the code it claimed with can't be claimed again.

    Else the same device could come back under another name. Other devices of that code go on reporting.
    """
    _seen, mobility = _allowed(viewer, public_id, Ability.MANAGE_CODES)
    with transaction.atomic():
        source = _source(mobility, source_id)
        sources.end(source, Source.End.REVOKED)
        if source.code_id is not None:
            codes.revoke_code(source.code_id)


def stop_own_source(viewer: Person, public_id: UUID, source_id: str) -> None:
    """One device of the viewer's own reports no more; it may be claimed again."""
    _seen, mobility = _allowed(viewer, public_id, Ability.OWN_CODES)
    sources.end(_source(mobility, source_id), Source.End.STOPPED)


def decide(
    viewer: Person, public_id: UUID, package: str, tag: str, kind: str, per_mille: int | None, reason: str
) -> None:
    """Confirm, correct or withdraw a result. `corrections.NotDecided` when something is missing."""
    _seen, mobility = _allowed(viewer, public_id, Ability.DECIDE)
    enrolled = LineItem.objects.filter(package__enrolments__mobility=mobility, package__package_id=package)
    line_item = enrolled.filter(tag=tag).first()
    if line_item is None:
        raise NotSeen
    corrections.decide(mobility, line_item, Correction.Kind(kind), per_mille, reason, viewer)


def entry_address(secret: str) -> str:
    """The whole address of a one-time link."""
    return settings.MOBILITY_ORIGIN + reverse("enter", args=[secret])


def _allowed(viewer: Person, public_id: UUID, ability: Ability) -> tuple[SeenMobility, Mobility]:
    seen = one_seen_by(viewer, public_id)
    if not seen.may(ability):
        raise NotSeen
    return seen, Mobility.objects.select_related("participant__key").get(public_id=public_id)


def _source(mobility: Mobility, source_id: str) -> Source:
    devices = Source.objects.filter(mobility=mobility, kind=Source.Kind.DEVICE)
    source = devices.filter(source_id=source_id).first()
    if source is None:
        raise NotSeen
    return source
