"""The page on which receipts on paper are typed in, and says of each what became of it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mobility_bridge.receipt import SYMBOLS
from mobility_record.people import throttle
from mobility_record.people.models import Person
from mobility_record.web.bridge import WRONG_CODES
from mobility_record.web.plain import day, percent
from mobility_record.web.receipt_form import ReceiptForm
from mobility_record.web.receiving import NotReceived, Received, Refused, Taken, packages_of, receive
from mobility_record.web.seen import SeenMobility
from mobility_record.web.viewer import signed_in


@dataclass(frozen=True)
class Told:
    """What the page says after typing: whose receipts, and a sentence for each that was good."""

    seen: SeenMobility
    sentences: list[str]


@sensitive_post_parameters("code", "receipts")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def receipts(request: HttpRequest, viewer: Person) -> HttpResponse:
    """GET: the form. POST: the good receipts are kept; while one is not, the form stays as typed, with its reason."""
    packages = packages_of(viewer)
    form = ReceiptForm(packages, request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "packages": packages}
    status = 200
    if request.method == "POST":
        status, told = _try(request, viewer, form) if form.is_valid() else (400, None)
        context |= {"told": told, "form": ReceiptForm(packages) if status == 200 else form}
    return render(request, "web/receipts.html", context, status=status)


def _try(request: HttpRequest, viewer: Person, form: ReceiptForm) -> tuple[int, Told | None]:
    """The status, and what was kept; what was not is told by the form. Wrong codes are slowed down as claims are."""
    limit = ("claim", throttle.address(request), WRONG_CODES)
    if throttle.too_many(*limit):
        form.add_error("code", _("Too many wrong codes were typed from here. Wait 15 minutes, then try again."))
        return 429, None
    cleaned = form.cleaned_data
    try:
        received = receive(viewer, cleaned["code"], cleaned["package"], [line for _number, line in form.lines])
    except NotReceived as refusal:
        if refusal.reason == "unknown":
            throttle.note_wrong(*limit)
        form.add_error("package" if refusal.reason == "not-enrolled" else "code", _why_not(refusal))
        return (410 if refusal.reason == "gone" else 400), None
    return _tell(form, received)


def _tell(form: ReceiptForm, received: Received) -> tuple[int, Told | None]:
    numbered = list(zip(form.lines, received.outcomes, strict=True))
    sentences = [_sentence(outcome) for _line, outcome in numbered if isinstance(outcome, Taken)]
    refused = [(line, outcome) for line, outcome in numbered if isinstance(outcome, Refused)]
    for (number, _text), outcome in refused:
        form.add_error("receipts", _("Line %(line)d: %(why)s") % {"line": number, "why": _what_is_wrong(outcome)})
    return (400 if refused else 200), Told(received.seen, sentences) if sentences else None


def _why_not(refusal: NotReceived) -> str:
    name = refusal.seen.name if refusal.seen else ""
    return {
        "mistyped": _("This claim code has a typing mistake. Compare it with the card, sign by sign."),
        "unknown": _(
            "This claim code is not known here, or it is not the code of someone in your list. "
            "Compare it with the card."
        ),
        "gone": _("The record of the person with this claim code was erased. Nothing can be added to it."),
        "ended": _(
            "This claim code of %(name)s was revoked or replaced by a newer one. Receipts that were made with it are "
            "not taken any more. Give out a new card; with its code the course makes new receipts."
        )
        % {"name": name},
        "expired": _(
            "This claim code of %(name)s has expired: a code ends 30 days after the stay. Nothing more can be typed in "
            "with it. A coordinator can correct a result on the page of %(name)s."
        )
        % {"name": name},
        "not-enrolled": _("%(name)s does not take this course. Choose the course that stands on the paper.")
        % {"name": name},
    }[refusal.reason]


def _what_is_wrong(outcome: Refused) -> str:
    return {
        "length": _("A receipt has %(right)d signs, this one has %(typed)d. Look for a sign that is missing or double.")
        % {"right": SYMBOLS, "typed": outcome.symbols},
        "symbol": _("This receipt has a sign that receipts don't have. They have digits and letters without U."),
        "mistyped": _("This receipt has a typing mistake. Compare it with the paper, sign by sign."),
        "version": _(
            "This receipt is of a newer kind than this record knows. Ask your administrator to update the record."
        ),
        "ahead": _(
            "The day of this receipt is still to come: the clock of the computer it was made on is wrong. Set that "
            "clock right and make a new receipt."
        ),
        "foreign": _(
            "This receipt does not belong to this claim code and course, or the course was changed and its new "
            "version is not registered. Check the code and the course; if both are right, ask your administrator to "
            "register the package that your learners use."
        ),
        "unknown-order": _(
            "This version of the course was registered before the record knew receipts. Ask your administrator to "
            "register its package again, then type the receipt again."
        ),
    }[outcome.reason]


def _sentence(taken: Taken) -> str:
    words = {
        "what": _("Gate “%(label)s”") % {"label": taken.label} if taken.is_gate else taken.label,
        "value": percent(taken.per_mille),
        "day": day(taken.day),
        "before": percent(taken.before),
        "counts": percent(taken.counts),
    }
    return _outcome(taken) % words


def _outcome(taken: Taken) -> str:
    if not taken.news:
        return _("%(what)s, %(value)s on %(day)s: already known. Nothing has changed.")
    if not taken.moved:
        return _(
            "%(what)s, %(value)s on %(day)s: kept, but a receipt of a later day, or a higher one of that day, goes "
            "on counting."
        )
    if taken.counts != taken.per_mille:
        return _(
            "%(what)s, %(value)s on %(day)s: kept, but %(counts)s goes on counting. It is more, was reported later or "
            "by a surer source, or a person decided so."
        )
    if taken.before is not None and taken.per_mille < taken.before:
        return _(
            "%(what)s, %(value)s on %(day)s: stored. It is less than the %(before)s of before; the newer one counts."
        )
    return _("%(what)s, %(value)s on %(day)s: stored.")
