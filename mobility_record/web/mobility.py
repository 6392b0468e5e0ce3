"""One mobility: its results and how sure they are, its timeline, its devices, and what the viewer may do."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mobility_record import clock
from mobility_record.people.models import Person
from mobility_record.visibility import Ability
from mobility_record.web import problems
from mobility_record.web.decision_form import DecisionForm
from mobility_record.web.readiness import standing
from mobility_record.web.seen import NotSeen, SeenMobility, one_seen_by
from mobility_record.web.timeline import timeline
from mobility_record.web.viewer import signed_in


@require_safe
@signed_in
def mobility(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:
    """The page of one mobility, or the same 404 for absent and forbidden."""
    try:
        seen = one_seen_by(viewer, public_id)
    except NotSeen:
        return problems.not_found(request)
    return show(request, seen, DecisionForm(seen))


def show(
    request: HttpRequest,
    seen: SeenMobility,
    form: DecisionForm,
    status: int = 200,
    *,
    link: str = "",
    link_refused: bool = False,
) -> HttpResponse:
    """The page, with the decision form in whatever state it is, and a new link or that there can be none."""
    context = {
        "seen": seen,
        "standing": standing(seen, datetime.now(UTC)),
        "timeline": timeline(seen, clock.today()),
        "form": form if seen.may(Ability.DECIDE) and form.choices else None,
        "manages_codes": seen.may(Ability.MANAGE_CODES),
        "link": link,
        "link_refused": link_refused,
        "sees_private": seen.may(Ability.SEE_PRIVATE),
    }
    return render(request, "web/mobility.html", context, status=status)
