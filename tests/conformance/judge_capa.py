"""Judges our graders: Open edX's own grader (capa) marks the same answers to every problem in courses/ and probes/.

Correctness and hint texts must agree for each answer; where they may differ stands in `DIFFERENCES` and in README.md.
"""

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from lxml import etree, html

from scorm_export.course import read_course
from scorm_export.exporting import Options, convert_course
from scorm_export.problems import Unsupported, read_problem
from tests.conformance.capa_answers import Answer, answers, arithmetic, right
from tests.conformance.environments import NEWER_PYTHON, ROOT, XBLOCK
from tests.conformance.verdicts import Check, Judge

HERE = Path(__file__).parent
PINS = (
    # Its dependency fs still wants pkg_resources, which setuptools 81 dropped and Python 3.12 does not bring.
    ("xblocks-contrib==1.0.7", XBLOCK, "openedx-calc==5.1.0", "setuptools==80.10.2")
    if NEWER_PYTHON
    else ("xblocks-contrib==0.13.1", XBLOCK, "openedx-calc==4.0.3", "Django==5.2.19")
)
Marks = tuple[str, list[str]]
"""Verdict and hint texts."""
FORMULA_SIGNS = re.compile(r"[A-Za-z]|\|\|")


@dataclass(frozen=True)
class Problem:
    """One problem as both sides see it; ``content`` is the player's."""

    name: str
    xml: str
    content: dict[str, Any]

    @property
    def responses(self) -> list[dict[str, Any]]:
        """The parts that ask for an answer."""
        return [part for part in self.content["parts"] if part["kind"] != "html"]


@dataclass(frozen=True)
class Marked:
    """One answer to one response, marked twice; ``tidied`` is what capa says of the tidied answer, if that differs."""

    response: dict[str, Any]
    answer: Answer
    capa: Marks
    ours: Marks
    tidied: Marks | None

    @property
    def typed(self) -> str:
        """The answer as a text; empty when it is none."""
        return self.answer if isinstance(self.answer, str) else ""


DIFFERENCES: dict[str, Callable[[Marked], bool]] = {
    "empty": lambda m: m.ours[0] == "refused:empty" and m.capa[0] == "incorrect" and not m.typed.strip(),
    "too-long": lambda m: m.ours[0] == "refused:too-long" and m.capa[0] in ("incorrect", "refused"),
    "overflow": lambda m: m.ours[0] == "refused:not-a-number" and bool(re.search(r"[eE]\d{3}", m.typed)),
    "formula": lambda m: m.ours[0] == "refused:not-a-number" and bool(FORMULA_SIGNS.search(m.typed)),
    "blanks-and-minus": lambda m: m.tidied is not None and _same(m.tidied, m.ours),
}
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


def run(python: Path) -> Iterator[Check]:
    """Mark everything twice and compare."""
    node = [sys.executable, "tools/node.py", str(HERE / "graders.mjs")]
    with ExitStack() as stack:
        capa = stack.enter_context(Grader([str(python), str(HERE / "capa_oracle.py")]))
        ours = stack.enter_context(Grader(node))
        for problem in course_problems():
            yield from compare(problem, capa, ours)
        for path in sorted((HERE / "probes").glob("*.xml")):
            yield from probe(path, capa, ours)
        yield from compare_numbers(capa, ours)
    yield documented()


def course_problems() -> Iterator[Problem]:
    """Yield every problem of every course in courses/ that a package grades."""
    for course in sorted(path.parent for path in (ROOT / "courses").glob("*/course.xml")):
        model, _ = convert_course(course, Options())
        contents = {content["id"]: dict(content) for unit in model.units for content in unit.contents}
        for block in read_course(course).root.walk():
            content = contents.get(block.id)
            if content and content["type"] == "problem":
                yield Problem(f"{course.name}/{block.id}", etree.tostring(block.node, encoding="unicode"), content)


def probe(path: Path, capa: Grader, ours: Grader) -> Iterator[Check]:
    """Compare a problem as no course of ours has it yet; the exporter may leave it out, for it says so then."""
    root = etree.parse(path, etree.XMLParser(remove_comments=True)).getroot()
    try:
        parts = list(read_problem(root, lambda markup: markup).parts)
    except Unsupported:
        yield Check(f"probes/{path.stem}", accepted="not-carried")
        return
    content = {"id": path.stem, "type": "problem", "title": path.stem, "parts": parts, "maxAttempts": None}
    yield from compare(Problem(f"probes/{path.stem}", etree.tostring(root, encoding="unicode"), content), capa, ours)


def compare(problem: Problem, capa: Grader, ours: Grader) -> Iterator[Check]:
    """Yield one check per answer to each response, and one for the whole problem answered rightly."""
    asked = [(response, answer) for response in problem.responses for answer in answers(response)]
    cases: list[dict[str, Answer]] = [{response["id"]: answer} for response, answer in asked]
    cases.append({response["id"]: right(response) for response in problem.responses})
    by_capa = capa.ask(xml=problem.xml, cases=cases)
    by_us = ours.ask(problem=problem.content, cases=cases)
    untidy = [index for index, (_, answer) in enumerate(asked) if tidy(answer) != answer]
    tidied = [{asked[index][0]["id"]: tidy(asked[index][1])} for index in untidy]
    again = dict(zip(untidy, capa.ask(xml=problem.xml, cases=tidied), strict=True))
    for index, (response, answer) in enumerate(asked):
        theirs, mine = by_capa[index][response["id"]], by_us[index][response["id"]]
        otherwise = _capa(again[index][response["id"]]) if index in again else None
        yield check(problem, Marked(response, answer, _capa(theirs), _ours(mine), otherwise))
    yield all_right(problem, by_capa[-1], by_us[-1])


def all_right(problem: Problem, capa: dict[str, Any], ours: dict[str, Any]) -> Check:
    """Return the check that both sides take the whole problem, answered rightly, as right."""
    if any(right(response) == [] for response in problem.responses):
        return Check(f"{problem.name}, all right", accepted="empty")
    verdicts = {verdict for graded in (capa, ours) for verdict, _ in graded.values()}
    return Check(f"{problem.name}, all right", "" if verdicts == {"correct"} else f"capa: {capa}, we: {ours}")


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
    texts = arithmetic(1500)
    tidied = [MINUS.sub("-", text) for text in texts]
    read = zip(texts, capa.ask(texts=texts), ours.ask(texts=texts), capa.ask(texts=tidied), strict=True)
    for text, theirs, mine, otherwise in read:
        accepted = ""
        if not _close(theirs, mine):
            formula = mine is None and FORMULA_SIGNS.search(text)
            accepted = "formula" if formula else "blanks-and-minus" if _close(otherwise, mine) else "none"
        fault = f"capa reads {theirs}, we read {mine}" if accepted == "none" else ""
        yield Check(f"the number in {text!r}", fault, "" if fault else accepted)


def documented() -> Check:
    """Return a check that README.md explains every accepted difference."""
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    missing = [name for name in (*DIFFERENCES, "not-carried") if f"`{name}`" not in readme]
    return Check("README.md explains what is accepted", f"not there: {', '.join(missing)}" if missing else "")


def _same(capa: Marks, ours: Marks) -> bool:
    return capa == ours or (capa[0] == "refused" and ours[0] == "refused:not-a-number")


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12)


def _capa(given: list[Any]) -> Marks:
    return given[0], given[1]


def _ours(given: list[Any]) -> Marks:
    return given[0], [_plain(markup) for markup in given[1]]


def _plain(markup: str) -> str:
    parsed = html.fragment_fromstring(markup, create_parent="div")
    return re.sub(r"\s+", " ", str(parsed.text_content())).strip()


JUDGE = Judge("capa", PINS, run)
