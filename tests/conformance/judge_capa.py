"""Judges our graders: Open edX's own grader (capa) marks the same answers to the same problems.

Correctness, points and hint texts must agree for each answer; where they may differ stands in `DIFFERENCES` and in
docs/reference/graders.md. What capa said of a sample is kept in tests/player/fixtures, where the player's own tests
compare with it on every run.
"""

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Self

from lxml import html

from tests.conformance.capa_answers import Answer, answers, right
from tests.conformance.capa_problems import Left, Problem, of_courses, of_demo_course, probes
from tests.conformance.capa_terms import arithmetic
from tests.conformance.environments import NEWER_PYTHON, ROOT, XBLOCK
from tests.conformance.verdicts import Check, Judge

HERE = Path(__file__).parent
DOCS = ROOT / "docs" / "reference" / "graders.md"
KEPT = ROOT / "tests" / "player" / "fixtures" / "capa-verdicts.json"
KEPT_PER_PROBLEM = 40
PINS = (
    # Its dependency fs still wants pkg_resources, which setuptools 81 dropped and Python 3.12 does not bring.
    ("xblocks-contrib==1.0.7", XBLOCK, "openedx-calc==5.1.0", "setuptools==80.10.2")
    if NEWER_PYTHON
    else ("xblocks-contrib==0.13.1", XBLOCK, "openedx-calc==4.0.3", "Django==5.2.19")
)
TERMS = 4000


@dataclass(frozen=True)
class Marks:
    """Verdict, hint texts and the part of the points."""

    verdict: str
    hints: tuple[str, ...] = ()
    points: float = 0

    def same(self, other: "Marks") -> bool:
        """Compare; points to the last decimals that a grade can show."""
        words = (self.verdict, self.hints) == (other.verdict, other.hints)
        return words and math.isclose(self.points, other.points, abs_tol=1e-9)


@dataclass(frozen=True)
class Marked:
    """One answer to one response, marked twice; ``tidied`` is what capa says of the tidied answer, if that differs."""

    response: dict[str, Any]
    answer: Answer
    capa: Marks
    ours: Marks
    tidied: Marks | None = None

    @property
    def typed(self) -> str:
        """The answer as a text; empty when it is none."""
        return self.answer if isinstance(self.answer, str) else ""


NOT_READ = ("refused:not-a-number", "refused:not-a-formula")
DIFFERENCES: dict[str, Callable[[Marked], bool]] = {
    "empty": lambda m: m.ours.verdict == "refused:empty" and not m.typed.strip(),
    "too-long": lambda m: m.ours.verdict == "refused:too-long",
    "capa-breaks": lambda m: m.capa.verdict == "broken",
    "blanks-and-minus": lambda m: m.tidied is not None and (_same(m.tidied, m.ours) or m.tidied.verdict == "broken"),
    "huge": lambda m: m.ours.verdict in NOT_READ and m.capa.verdict == "incorrect" and bool(HUGE.search(m.typed)),
    "turkish-i": lambda m: "pattern" in m.response and bool(re.search("[İı]", m.typed)),
}
HUGE = re.compile(r"fact|\^|\*\*|[0-9]{15}", re.IGNORECASE)
MINUS = re.compile("[\u2212\u2013]")


class Grader:
    """A process that answers JSON lines."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **question: object) -> Any:
        """Return the answer to one question; raises `RuntimeError` when the process has ended."""
        pipes = self._process
        assert pipes.stdin
        assert pipes.stdout
        pipes.stdin.write(json.dumps(question) + "\n")
        pipes.stdin.flush()
        line = pipes.stdout.readline()
        if not line:
            raise RuntimeError(f"a grader ended; it was asked {json.dumps(question)[:300]}")
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


@dataclass
class Comparison:
    """Marks problems on both sides; ``kept`` is the sample for the player's own tests."""

    capa: Grader
    ours: Grader
    kept: list[dict[str, Any]] = field(default_factory=list)

    def of(self, problem: Problem | Left, keep: bool) -> Iterator[Check]:
        """Yield one check per answer to each response, and one for the whole problem answered rightly."""
        if isinstance(problem, Left):
            yield Check(f"{problem.name} is not graded: {problem.reason}", accepted="not-carried")
            return
        asked = [(response, answer) for response in problem.responses for answer in answers(response)]
        whole = {response["id"]: right(response) for response in problem.responses}
        # Of several pictures in one element capa wants all at once.
        others = whole if any(response["kind"] == "image" for response in problem.responses) else {}
        cases: list[dict[str, Answer]] = [{**others, response["id"]: answer} for response, answer in asked]
        by_capa = self.capa.ask(xml=problem.xml, cases=[*cases, whole])
        by_us = self.ours.ask(problem=problem.content, cases=[*cases, whole])
        if by_capa == "broken":
            yield Check(f"{problem.name}, which capa can't open", accepted="capa-breaks")
            return
        marked = list(self._marked(problem, asked, others, by_capa, by_us))
        yield from (check(problem, each) for each in marked)
        yield all_right(problem, by_capa[-1], by_us[-1])
        if keep:
            self._keep(problem, marked)

    def _marked(
        self, problem: Problem, asked: list[Any], others: dict[str, Answer], by_capa: list[Any], by_us: list[Any]
    ) -> Iterator[Marked]:
        untidy = [index for index, (_, answer) in enumerate(asked) if tidy(answer) != answer]
        tidied = [{**others, asked[index][0]["id"]: tidy(asked[index][1])} for index in untidy]
        again = dict(zip(untidy, self.capa.ask(xml=problem.xml, cases=tidied), strict=True))
        for index, (response, answer) in enumerate(asked):
            name = response["id"]
            otherwise = _capa(again[index][name]) if index in again else None
            yield Marked(response, answer, _capa(by_capa[index][name]), _ours(by_us[index][name]), otherwise)

    def _keep(self, problem: Problem, marked: list[Marked]) -> None:
        """Keep a sample of what agrees, every kind of verdict in it."""
        agreed = [each for each in marked if each.capa.same(each.ours)]
        dice = Random(problem.name)
        chosen = dice.sample(agreed, min(KEPT_PER_PROBLEM, len(agreed)))
        shown = {(each.response["id"], each.capa.verdict, each.capa.hints) for each in chosen}
        for each in agreed:
            kind = (each.response["id"], each.capa.verdict, each.capa.hints)
            if kind not in shown:
                shown.add(kind)
                chosen.append(each)
        answered = [[e.response["id"], e.answer, e.capa.verdict, list(e.capa.hints), e.capa.points] for e in chosen]
        if chosen:
            self.kept.append({"name": problem.name, "parts": _asking(problem), "answers": answered})


def run(python: Path) -> Iterator[Check]:
    """Mark everything twice and compare; what agreed is kept for the player's tests."""
    node = [sys.executable, "tools/node.py", str(HERE / "graders.mjs")]
    with ExitStack() as stack:
        capa = stack.enter_context(Grader([str(python), str(HERE / "capa_oracle.py")]))
        ours = stack.enter_context(Grader(node))
        comparison = Comparison(capa, ours)
        for problem in (*of_courses(), *probes()):
            yield from comparison.of(problem, keep=True)
        for problem in of_demo_course():
            yield from comparison.of(problem, keep=False)
        yield from compare_numbers(capa, ours)
    KEPT.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in comparison.kept)
    KEPT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    yield documented()


def all_right(problem: Problem, capa: dict[str, Any], ours: dict[str, Any]) -> Check:
    """Return the check that both sides take the whole problem, answered rightly, as right."""
    if any(right(response) == [] for response in problem.responses):
        return Check(f"{problem.name}, all right", accepted="empty")
    broken = any(graded[0] == "broken" for graded in capa.values())
    # A text made for a regular expression mostly fits it, not always.
    sure = [response["id"] for response in problem.responses if "pattern" not in response]
    verdicts = {side[name][0] for side in (capa, ours) for name in sure if side[name][0] != "broken"} or {"correct"}
    fault = "" if verdicts == {"correct"} else f"capa: {capa}, we: {ours}"
    return Check(f"{problem.name}, all right", fault, "capa-breaks" if broken and not fault else "")


def tidy(answer: Answer) -> Answer:
    """Return a typed answer as the player reads it: no blanks or byte order mark around it, every minus a hyphen."""
    if not isinstance(answer, str):
        return answer
    return MINUS.sub("-", answer.strip().strip("\ufeff").strip())


def check(problem: Problem, marked: Marked) -> Check:
    """Return the check for one answer."""
    name = f"{problem.name} {marked.response['id']} ({marked.response['kind']}) ← {marked.answer!r}"
    if _same(marked.capa, marked.ours):
        return Check(name)
    accepted = next((rule for rule, holds in DIFFERENCES.items() if holds(marked)), "")
    return Check(name, "" if accepted else f"capa says {marked.capa}, we say {marked.ours}", accepted)


def compare_numbers(capa: Grader, ours: Grader) -> Iterator[Check]:
    """Yield one check per typed term: both read the same number, or neither reads one."""
    texts = arithmetic(TERMS)
    tidied = [MINUS.sub("-", text) for text in texts]
    read = zip(texts, capa.ask(texts=texts), ours.ask(texts=texts), capa.ask(texts=tidied), strict=True)
    for text, theirs, mine, otherwise in read:
        accepted = ""
        if not _close(theirs, mine):
            huge = mine is None and HUGE.search(text)
            accepted = "blanks-and-minus" if _close(otherwise, mine) else "huge" if huge else "none"
        fault = f"capa reads {theirs}, we read {mine}" if accepted == "none" else ""
        yield Check(f"the number in {text!r}", fault, "" if fault else accepted)


def documented() -> Check:
    """Return a check that the docs explain every accepted difference."""
    text = DOCS.read_text(encoding="utf-8")
    missing = [name for name in (*DIFFERENCES, "not-carried") if f"`{name}`" not in text]
    return Check(f"{DOCS.name} explains what is accepted", f"not there: {', '.join(missing)}" if missing else "")


def _asking(problem: Problem) -> list[dict[str, Any]]:
    return [part for part in problem.content["parts"] if part["kind"] != "html"]


def _same(capa: Marks, ours: Marks) -> bool:
    return capa.same(ours) or (capa.verdict == "refused" and ours.verdict in NOT_READ)


def _close(one: list[Any] | None, other: list[Any] | None) -> bool:
    """Compare two complex numbers; whatever is not finite is as wrong as any other."""
    if one is None or other is None:
        return one is other
    if any(isinstance(part, str) for part in (*one, *other)):
        return any(isinstance(part, str) for part in one) and any(isinstance(part, str) for part in other)
    return math.isclose(abs(complex(*one) - complex(*other)), 0, abs_tol=1e-9 * max(1e-3, abs(complex(*one))))


def _capa(given: list[Any]) -> Marks:
    return Marks(given[0], tuple(given[1]), given[2])


def _ours(given: list[Any]) -> Marks:
    return Marks(given[0], tuple(_plain(markup) for markup in given[1]), given[2])


def _plain(markup: str) -> str:
    parsed = html.fragment_fromstring(markup, create_parent="div")
    return re.sub(r"\s+", " ", str(parsed.text_content())).strip()


JUDGE = Judge("capa", PINS, run)
