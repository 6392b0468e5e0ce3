"""The problems that capa and our graders mark: those of courses/, of the demo course where it is, and our probes."""

import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from scorm_export.course import read_course
from scorm_export.exporting import Options, convert_course
from scorm_export.problems import Unsupported, read_problem
from scorm_export.problems.markdown import from_markdown
from tests.conformance.environments import ROOT

PROBES = Path(__file__).parent / "probes"


@dataclass(frozen=True)
class Problem:
    """One problem as both sides see it; ``content`` is the player's."""

    name: str
    xml: str
    content: dict[str, Any]

    @property
    def responses(self) -> list[dict[str, Any]]:
        """The parts that ask for an answer; regular expressions with their ``source`` in Python."""
        found = [deepcopy(part) for part in self.content["parts"] if part["kind"] != "html"]
        texts = [part for part in found if part["kind"] == "text"]
        for part, node in zip(texts, etree.fromstring(self.xml).iter("stringresponse"), strict=True):
            _add_sources(part, node)
        return found


@dataclass(frozen=True)
class Left:
    """A problem that the exporter does not grade, and why."""

    name: str
    reason: str


def probes() -> Iterator[Problem | Left]:
    """Yield problems as no course of ours has them, in our own words."""
    for path in sorted(PROBES.glob("*.xml")):
        root = etree.parse(path, etree.XMLParser(remove_comments=True)).getroot()
        if root.tag == "problems":
            for number, node in enumerate(root.iterchildren(etree.Element), start=1):
                node.tail = None
                yield probe(f"probes/{path.stem}-{node.get('name', number)}", node)
        else:
            yield probe(f"probes/{path.stem}", root)


def probe(name: str, node: etree._Element) -> Problem | Left:
    """Return a probe as the exporter reads it."""
    root = from_markdown(node.get("markdown", "")) if node.get("markdown") else node
    try:
        parts = list(read_problem(root, lambda markup: markup).parts)
    except Unsupported as reason:
        return Left(name, str(reason))
    content = {"id": name, "type": "problem", "title": name, "parts": parts, "maxAttempts": None}
    return Problem(name, etree.tostring(root, encoding="unicode"), content)


def of_courses() -> Iterator[Problem | Left]:
    """Yield every problem of our own courses."""
    for course in sorted(path.parent for path in (ROOT / "courses").glob("*/course.xml")):
        yield from of_course(course)


def of_demo_course() -> Iterator[Problem | Left]:
    """Yield every problem of Open edX's demo course, where MOBILITY_DEMO_COURSE says where it is."""
    folder = os.environ.get("MOBILITY_DEMO_COURSE", "")
    if folder:
        yield from of_course(Path(folder))


def of_course(course: Path) -> Iterator[Problem | Left]:
    """Yield every problem of one course."""
    model, report = convert_course(course, Options())
    contents = {content["id"]: dict(content) for unit in model.units for content in unit.contents}
    details = {line.id: line.detail for line in report.blocks}
    for block in read_course(course).root.walk():
        content = contents.get(block.id)
        if block.tag != "problem" or content is None:
            continue
        name = f"{course.name}/{block.id}"
        if content["type"] != "problem" or content.get("ungraded"):
            yield Left(name, details[block.id])
        else:
            yield Problem(name, etree.tostring(block.node, encoding="unicode"), content)


def _add_sources(part: dict[str, Any], node: etree._Element) -> None:
    extra = [found.get("answer") or found.text or "" for found in node.iterfind("additional_answer")]
    if "pattern" in part:
        for answer, source in zip(part["answers"], [node.get("answer", ""), *extra], strict=True):
            answer["source"] = source.strip()
    tag = "hintgroup/stringhint" if part.get("hintsOnly") else "regexphint"
    sources = [found.get("answer", "").strip() for found in node.iterfind(tag) if found.get("answer", "").strip()]
    for hint, source in zip([hint for hint in part["hints"] if hint.get("regexp")], sources, strict=False):
        hint["source"] = source
