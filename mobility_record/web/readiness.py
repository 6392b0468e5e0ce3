"""Who is ready, who is stuck and why, who has not begun: one mobility's place in a coordinator's list. Pure.

Rules, in this order: after the return date *returned*; between departure and return *abroad*; no device yet *not
claimed*; every gate passed and progress complete *ready*, or *gates
passed* for a viewer who doesn't see progress; stuck when the departure is near, when nothing was reported
for a week, or when only a gate is missing; else *on the way*.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mobility_record.visibility import Ability
from mobility_record.web.seen import SeenMobility, SeenResult

SILENT = timedelta(days=7)
NEAR = timedelta(days=14)


class State(Enum):
    """Where someone stands, in the order of the list."""

    STUCK = "stuck"
    NOT_CLAIMED = "not-claimed"
    ON_THE_WAY = "on-the-way"
    GATES_PASSED = "gates-passed"
    READY = "ready"
    ABROAD = "abroad"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The state in words."""
        return str(_LABELS[self])


_LABELS = {
    State.STUCK: gettext_lazy("Stuck"),
    State.NOT_CLAIMED: gettext_lazy("Not yet claimed"),
    State.ON_THE_WAY: gettext_lazy("On the way"),
    State.GATES_PASSED: gettext_lazy("Gates passed"),
    State.READY: gettext_lazy("Ready"),
    State.ABROAD: gettext_lazy("Abroad now"),
    State.RETURNED: gettext_lazy("Back home"),
}


@dataclass(frozen=True)
class Standing:
    """A state and the reasons for it, in sentences."""

    state: State
    reasons: tuple[str, ...]


def standing(seen: SeenMobility, now: datetime) -> Standing:
    """Where the person of `seen` stands at `now`."""
    today = now.date()
    missing, unfinished = _missing_gates(seen), _unfinished(seen)
    if seen.return_date and seen.return_date < today:
        return Standing(State.RETURNED, _gate_reasons(missing))
    if seen.departure and seen.departure <= today:
        return Standing(State.ABROAD, _gate_reasons(missing))
    if not seen.claimed:
        return Standing(State.NOT_CLAIMED, (_code_reason(seen), *_near(seen, today)))
    if not seen.may(Ability.SEE_PROGRESS):
        return _by_gates_only(seen, missing, today)
    if seen.packages and not missing and not unfinished:
        return Standing(State.READY, (_("Every gate is passed and the course is complete."),))
    reasons = (*_gate_reasons(missing), *_near(seen, today), *_silent(seen, now))
    only_gates = bool(missing) and not unfinished
    stuck = only_gates or len(reasons) > len(missing)
    return Standing(State.STUCK if stuck else State.ON_THE_WAY, (*reasons, *_open_steps(seen)))


def _by_gates_only(seen: SeenMobility, missing: tuple[SeenResult, ...], today: date) -> Standing:
    """For a viewer who doesn't see progress: only what the gates say, never that the course is complete."""
    if not missing and any(package.gates for package in seen.packages):
        return Standing(State.GATES_PASSED, (_("Every gate is passed."),))
    near = _near(seen, today)
    return Standing(State.STUCK if missing and near else State.ON_THE_WAY, (*_gate_reasons(missing), *near))


def _missing_gates(seen: SeenMobility) -> tuple[SeenResult, ...]:
    return tuple(gate for package in seen.packages for gate in package.gates if not gate.passed)


def _unfinished(seen: SeenMobility) -> bool:
    """Whether progress that is seen is not complete, apart from what a missing gate holds back."""
    return any(package.progress is not None and not package.progress.passed for package in seen.packages)


def _gate_reasons(missing: tuple[SeenResult, ...]) -> tuple[str, ...]:
    return tuple(_("The gate “%(gate)s” is not passed.") % {"gate": gate.label} for gate in missing)


def _code_reason(seen: SeenMobility) -> str:
    if not seen.packages:
        return _("Not enrolled in a package.")
    if seen.has_live_code:
        return _("Has a claim code and has not used it.")
    return _("Has no claim code yet.")


def _near(seen: SeenMobility, today: date) -> tuple[str, ...]:
    if seen.departure is None or seen.departure - today > NEAR:
        return ()
    days = (seen.departure - today).days
    return (ngettext("Leaves in %(days)d day.", "Leaves in %(days)d days.", days) % {"days": days},)


def _silent(seen: SeenMobility, now: datetime) -> tuple[str, ...]:
    last = seen.last_message
    if last is None:
        return ()
    days = (now - last).days
    if now - last < SILENT:
        return ()
    return (
        ngettext("Nothing reported for %(days)d day.", "Nothing reported for %(days)d days.", days) % {"days": days},
    )


def _open_steps(seen: SeenMobility) -> tuple[str, ...]:
    steps = sum(checklist.open_steps for package in seen.packages for checklist in package.checklists)
    if not steps:
        return ()
    words = ngettext("%(steps)d step of the checklist is open.", "%(steps)d steps of the checklist are open.", steps)
    return (words % {"steps": steps},)
