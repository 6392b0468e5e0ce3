"""Nothing that a stranger wrote into a course stops the check."""

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scorm_export.check import check_files
from scorm_export.check.blocks import BLOCKS
from scorm_export.report import Report


class Memory:
    """Course files held in memory."""

    def __init__(self, content: dict[str, bytes]) -> None:
        self._content = content

    def read(self, name: str) -> bytes:
        return self._content[name]

    def size(self, name: str) -> int:
        return len(self._content[name])

    def names(self) -> Iterator[str]:
        return iter(sorted(self._content))

    def __contains__(self, name: object) -> bool:
        return name in self._content


NAMES = st.sampled_from(["unit", "intro", "q1", "seq", "ch", "run", "a b", "../x", "", "x:y", "é"])
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
VALUES = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
    | JUNK.map(json.dumps)
    | st.sampled_from(["2027-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "true", "[", "{"])
)
ATTRIBUTES = st.sampled_from(
    [*BLOCKS["course"].names, *BLOCKS["video"].names, "filename", "slug", "sources", "group_id_to_child",
     "user_partition_id", "discussion_id", "lti_id", "xblock-family"]
)  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(st.sampled_from([*BLOCKS, "quiz", "foldit"]))
    attributes = draw(st.dictionaries(ATTRIBUTES, VALUES, max_size=3)) | {"url_name": draw(NAMES)}
    written = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items())
    inside = "".join(draw(st.lists(blocks(depth=depth + 1), max_size=3))) if depth < 3 else ""
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def _escaped(text: str) -> str:
    return re.sub(r"[&<\"]", lambda found: {"&": "&amp;", "<": "&lt;", '"': "&quot;"}[found[0]], text)


@given(
    unit_xml=blocks(),
    course_xml=blocks(),
    entry=st.dictionaries(ATTRIBUTES | st.sampled_from(["user_partitions", "tabs"]), JUNK, max_size=5),
    grader=JUNK,
    cut=st.integers(0, 400),
)
@settings(max_examples=150, deadline=None)
def test_no_mutation_of_a_course_raises(
    unit_xml: str, course_xml: str, entry: dict[str, Any], grader: object, cut: int
) -> None:
    content = {
        "course.xml": b'<course url_name="run" org="O" course="C"/>',
        "course/run.xml": f"<course>{course_xml}<chapter url_name='ch'/></course>".encode(),
        "chapter/ch.xml": f"<chapter>{unit_xml}<sequential url_name='seq'/></chapter>".encode(),
        "sequential/seq.xml": f"<sequential graded='true'><vertical url_name='unit'/>{unit_xml}</sequential>".encode(),
        "vertical/unit.xml": f"<vertical>{unit_xml}{course_xml}</vertical>".encode()[: cut or None],
        "html/intro.xml": unit_xml.encode(),
        "policies/run/policy.json": json.dumps({"course/run": entry, "vertical/unit": entry, "x": grader}).encode(),
        "policies/run/grading_policy.json": json.dumps({"GRADER": grader}).encode(),
        "static/a.png": b"x",
    }
    report = Report()
    check_files(Memory(content), report)  # type: ignore[arg-type]  # the check needs no more of a course's files
    assert all(problem.message and problem.code for problem in report.problems)


@given(
    name=st.sampled_from(
        ["course.xml", "course/run.xml", "policies/run/policy.json", "policies/run/grading_policy.json"]
    ),
    data=st.binary(),
)
@settings(max_examples=60, deadline=None)
def test_no_garbage_in_a_file_raises(name: str, data: bytes) -> None:
    content = {
        "course.xml": b'<course url_name="run" org="O" course="C"/>',
        "course/run.xml": b"<course><chapter url_name='ch' display_name='x'/></course>",
        name: data,
    }
    check_files(Memory(content), Report())  # type: ignore[arg-type]  # the check needs no more of a course's files
