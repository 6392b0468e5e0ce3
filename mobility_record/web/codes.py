"""Claim codes for a class: says first what making new ones does, makes them, and shows them once, ready to print."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobility_record.people.models import Person
from mobility_record.visibility import Ability
from mobility_record.web import problems
from mobility_record.web.acting import make_card
from mobility_record.web.seen import NotSeen, SeenMobility, seen_by
from mobility_record.web.viewer import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def codes(request: HttpRequest, viewer: Person) -> HttpResponse:
    """GET: who has no device that reports, with a box each. POST: new codes for the people chosen, as cards."""
    printable = [seen for seen in seen_by(viewer) if seen.may(Ability.PRINT_CODES)]
    waiting = [seen for seen in printable if seen.packages and not seen.reporting]
    context: dict[str, object] = {"waiting": waiting, "printable": printable}
    if request.method == "POST":
        chosen = _chosen(request, waiting)
        if chosen:
            return _cards(request, viewer, chosen)
        context["error"] = _("Choose at least one person.")
    return render(request, "web/codes.html", context, status=400 if "error" in context else 200)


def _chosen(request: HttpRequest, waiting: list[SeenMobility]) -> list[UUID]:
    """The people ticked who still wait; someone who claimed meanwhile keeps what they have."""
    ticked = set(request.POST.getlist("mobility"))
    return [seen.public_id for seen in waiting if str(seen.public_id) in ticked]


def _cards(request: HttpRequest, viewer: Person, chosen: list[UUID]) -> HttpResponse:
    try:
        cards = [make_card(viewer, public_id) for public_id in chosen]
    except NotSeen:
        return problems.not_found(request)
    return render(request, "web/cards.html", {"cards": cards})
