"""What one learner submitted and was shown, and whether the course still has it afterwards.

An answer counts as submitted when its feedback is shown. It is lost when the course later shows (or keeps) an older one,
or none; an answer that was sent but whose feedback never appeared may be there or not.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loss.faults import Quiet

Answers = list[str | list[str]]


@dataclass
class Submission:
    """One press of “Check my answer”. ``shown``: its feedback appeared in the visit it was made in."""

    problem: str
    answers: Answers
    correct: list[bool]
    at: float
    shown: bool = False


@dataclass
class Ledger:
    """``units``: title → ids of its questions in order."""

    units: dict[str, list[str]]
    submissions: dict[str, list[Submission]] = field(default_factory=dict)
    #: Status and note of each checklist step as the block confirmed it last, and all that were asked for since.
    steps: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    gates: set[str] = field(default_factory=set)
    progress: int = 0
    lost: list[str] = field(default_factory=list)
    visits: dict[str, float] = field(default_factory=dict)
    #: Place of the last submission of each question that the learner is known to have.
    held: dict[str, int] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def answers_shown(self) -> int:
        """How many answers were submitted (feedback shown)."""
        return sum(each.shown for made in self.submissions.values() for each in made)

    def submitting(self, problem: str, answers: Answers, correct: list[bool]) -> None:
        """The learner is about to press the button."""
        with self._lock:
            made = self.submissions.setdefault(problem, [])
            made.append(Submission(problem, answers, correct, time.monotonic()))

    def asking(self, step: tuple[str, str], value: str) -> None:
        """The learner is about to set a step's status, or to write a note (``step``: id, "status" or "note")."""
        with self._lock:
            self.asked.setdefault(step, []).append(value)

    def hear(self, event: dict[str, Any]) -> None:
        """Take what a page says that it shows."""
        with self._lock:
            self.visits.setdefault(event["visit"], time.monotonic())
            match event["kind"]:
                case "answer":
                    problem = self.units[event["unit"]][event["index"]]
                    self.see_answer(problem, event["answers"], event["correct"], event["visit"])
                case "steps":
                    self.see_steps(event["steps"])
                case "gate":
                    self.gates.add(event["unit"])
                case "progress":
                    self.progress = max(self.progress, event["progress"])

    def see_answer(self, problem: str, answers: Answers, correct: list[bool], visit: str) -> None:
        """Feedback is on the screen: which submission is it, and is it the newest the learner had?"""
        made = self.submissions.get(problem, [])
        place = next((i for i in reversed(range(len(made))) if made[i].answers == answers), None)
        if place is None:
            self.lost.append(f"{problem} shows {answers}, which nobody submitted")
        elif made[place].correct != correct:
            self.lost.append(f"{problem} says {correct} of {answers}")
        elif place < self.held.get(problem, 0):
            self.lost.append(f"{problem} shows {answers} again after {made[self.held[problem]].answers}")
        else:
            self.held[problem] = place
            made[place].shown = made[place].shown or self.visits[visit] < made[place].at

    def see_steps(self, items: dict[str, Any]) -> None:
        """The block has adopted this state: what it confirmed before must be there, unless something newer was asked."""
        for step in self.asked:
            item, part = step
            value = items.get(item, {}).get(part, "")
            before = self.steps.get(step, "")
            if value == before:
                continue
            if value not in self.asked[step]:
                self.lost.append(f"step {step} went from “{before}” to “{value}”")
                self.steps[step] = value  # one loss is counted once
                continue
            self.steps[step] = value
            self.asked[step] = self.asked[step][self.asked[step].index(value) + 1 :]

    def compare_screen(self, unit: str, look: dict[str, Any]) -> None:
        """Hold the open unit against the ledger: every submitted answer must be on the screen."""
        with self._lock:
            for problem, shown in zip(self.units[unit], look["problems"], strict=True):
                if shown is None and problem in self.held:
                    kept = self.submissions[problem][self.held[problem]].answers
                    self.lost.append(f"{problem} shows nothing, {kept} was submitted")

    def compare_state(self, leaves: dict[str, Any]) -> None:
        """Hold the leaves of the state that is kept against the ledger: each answer, counted as often as it was given."""
        for problem, place in self.held.items():
            record = leaves.get(problem) or {"answers": {}, "attempts": 0}
            answers = [as_list(record["answers"][key]) for key in sorted(record["answers"], key=int)]
            if answers != [as_list(each) for each in self.submissions[problem][place].answers]:
                self.lost.append(f"{problem} is kept as {answers}")
            least, most = self.attempts(problem)
            if not least <= record["attempts"] <= most:
                self.lost.append(f"{problem} counts {record['attempts']} attempts, {least} to {most} were made")

    def touched_units(self) -> list[str]:
        """Titles of the units in which something was submitted."""
        return [title for title, problems in self.units.items() if any(each in self.submissions for each in problems)]

    def final(self) -> dict[str, list[bool]]:
        """Right or wrong per response, as the learner has it now."""
        return {problem: list(self.submissions[problem][place].correct) for problem, place in self.held.items()}

    def attempts(self, problem: str) -> tuple[int, int]:
        """Return how often it counts at least and at most: shown, and sent."""
        made = self.submissions.get(problem, [])
        sure = sum(each.shown or place == self.held.get(problem) for place, each in enumerate(made))
        return sure, len(made)

    def history(self, *, certain: bool) -> list[Submission]:
        """Return submissions in the order they were made; ``certain``: only those the course is known to have kept."""
        made = [
            each
            for problem, each_made in self.submissions.items()
            for place, each in enumerate(each_made)
            if not certain or each.shown or place == self.held.get(problem)
        ]
        return sorted(made, key=lambda each: each.at)


class Witness(Quiet):
    """Hears what pages show; it lives in the harness, so a killed browser takes nothing with it."""

    def __init__(self) -> None:
        self.ledger: Ledger | None = None
        self.faults: list[str] = []
        super().__init__(("127.0.0.1", 0), WitnessHandler)


class WitnessHandler(BaseHTTPRequestHandler):
    """Answers one observation."""

    server: Witness
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Write it down, then answer."""
        event = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if self.server.ledger is not None:
            self.server.ledger.hear(event)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def as_list(answer: str | list[str]) -> list[str]:
    """One form for radio buttons, which a page shows as a list and the player keeps as a word."""
    return [answer] if isinstance(answer, str) else sorted(answer)
