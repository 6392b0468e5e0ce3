"""What a coordinator or teacher does on the page of a mobility: decide, revoke a code, end a device, make a link."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mobility_record.people.models import Person
from mobility_record.people.signin import NoLink
from mobility_record.results.corrections import NotDecided
from mobility_record.visibility import Ability
from mobility_record.web import acting, problems
from mobility_record.web.decision_form import DecisionForm
from mobility_record.web.mobility import show
from mobility_record.web.seen import NotSeen, one_seen_by
from mobility_record.web.viewer import signed_in


@require_POST
@signed_in
def decide(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:
    """Record a decision with its reason."""
    try:
        seen = one_seen_by(viewer, public_id)
        if not seen.may(Ability.DECIDE):
            raise NotSeen
        form = DecisionForm(seen, request.POST)
        if not form.is_valid():
            return show(request, seen, form, status=400)
        acting.decide(viewer, public_id, *form.decision())
    except NotSeen:
        return problems.not_found(request)
    except NotDecided:
        form.add_error("reason", _("Say why, in your own words."))
        return show(request, seen, form, status=400)
    messages.success(request, _("Your decision is recorded, with your reason."))
    return redirect("mobility", public_id=public_id)


@require_POST
@signed_in
def revoke_codes(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:
    """Make the claim codes of a mobility useless; devices that report go on."""
    try:
        count = acting.revoke_codes(viewer, public_id)
    except NotSeen:
        return problems.not_found(request)
    text = ngettext("%(count)d claim code revoked.", "%(count)d claim codes revoked.", count) % {"count": count}
    messages.success(request, text)
    return redirect("mobility", public_id=public_id)


@require_POST
@signed_in
def new_link(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:
    """Make a new one-time link to the person's own page, shown once; claim codes stay as they are."""
    try:
        seen = one_seen_by(viewer, public_id)
        link = acting.make_link(viewer, public_id)
    except NotSeen:
        return problems.not_found(request)
    except NoLink:
        return show(request, seen, DecisionForm(seen), status=400, link_refused=True)
    return show(request, seen, DecisionForm(seen), link=link)


@require_POST
@signed_in
def end_source(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:
    """End one device of a mobility."""
    try:
        acting.revoke_source(viewer, public_id, request.POST.get("source", ""))
    except NotSeen:
        return problems.not_found(request)
    messages.success(
        request, _("This device reports no more, and its claim code works no more. What it reported stays.")
    )
    return redirect("mobility", public_id=public_id)
