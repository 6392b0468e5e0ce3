"""A participant's own page: what is reported about me, from which device, and how to stop it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mobility_record import clock
from mobility_record.people.models import Person
from mobility_record.visibility import Role
from mobility_record.web import acting, problems
from mobility_record.web.seen import NotSeen, SeenMobility, seen_by
from mobility_record.web.timeline import Entry, timeline
from mobility_record.web.viewer import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mine(request: HttpRequest, viewer: Person) -> HttpResponse:
    """GET: everything about me. POST: a new claim code for one of my stays, shown once."""
    context: dict[str, object] = {"stays": _stays(viewer)}
    if request.method == "POST":
        try:
            public_id = UUID(request.POST.get("mobility", ""))
            context |= {"code": acting.make_own_code(viewer, public_id), "code_for": public_id}
        except (ValueError, NotSeen):
            return problems.not_found(request)
    return render(request, "web/mine.html", context)


@require_POST
@signed_in
def stop(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Stop one of my devices."""
    try:
        acting.stop_own_source(viewer, UUID(request.POST.get("mobility", "")), request.POST.get("source", ""))
    except (ValueError, NotSeen):
        return problems.not_found(request)
    messages.success(request, _("This device reports no more. What it reported before stays in your record."))
    return redirect("mine")


def _stays(viewer: Person) -> list[tuple[SeenMobility, list[Entry]]]:
    own = [seen for seen in seen_by(viewer) if Role.PARTICIPANT in seen.roles]
    return [(seen, timeline(seen, clock.today())) for seen in own]
