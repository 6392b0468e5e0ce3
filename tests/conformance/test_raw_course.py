"""The independent count: what is a leaf, what hides it, what it is called, which units there are."""

from pathlib import Path

from tests.conformance.raw_course import Leaf, RawCourse
from tests.scorm_export.courses import write_course

UNIT = """<vertical display_name="Unit"><html url_name="intro"/><html url_name="intro"/><!-- no leaf -->
<library_content url_name="bank"><problem url_name="q1"/></library_content><conditional url_name="empty"><show/></conditional>
<problem-builder url_name="own"><html url_name="inside"/></problem-builder></vertical>"""
SEQUENTIAL = """<sequential><vertical url_name="unit"/><video url_name="film"/>
<vertical url_name="staff" visible_to_staff_only="true"><html url_name="secret"/></vertical></sequential>"""


def test_leaves_and_units_are_counted_from_the_files_alone(tmp_path: Path) -> None:
    folder = write_course(tmp_path, {"vertical/unit.xml": UNIT, "sequential/seq.xml": SEQUENTIAL})
    raw = RawCourse(folder)
    assert raw.leaves == [
        Leaf("html/intro", "html", hidden=False),
        Leaf("html/intro~2", "html", hidden=False),
        Leaf("problem/q1", "problem", hidden=False),
        Leaf("conditional/empty", "conditional", hidden=False),
        Leaf("problem-builder/own", "problem-builder", hidden=False),
        Leaf("video/film", "video", hidden=False),
        Leaf("html/secret", "html", hidden=True),
    ]
    assert raw.units == ["vertical/unit", "video/film"]
