"""Small courses for tests, written as the files that Studio exports."""

import json
from pathlib import Path
from typing import Any

SINGLE = """<problem display_name="Single" showanswer="attempted">
<multiplechoiceresponse><label>What first?</label><description>One answer.</description><choicegroup type="MultipleChoice">
<choice correct="true">Stop <choicehint>Right: first stop.</choicehint></choice>
<choice correct="false" name="run">Run<choicehint>Not yet: stop first.</choicehint></choice>
</choicegroup><solution><p>Stop, then think.</p></solution></multiplechoiceresponse>
<demandhint><hint>Think of power.</hint></demandhint></problem>"""


def write_course(folder: Path, files: dict[str, str | bytes] | None = None, **changes: Any) -> Path:
    """Write a course of one unit with one html and one problem; ``files`` adds or replaces, None removes."""
    course: dict[str, str | bytes | None] = {
        "course.xml": '<course url_name="run" org="Org" course="C1"/>',
        "course/run.xml": '<course display_name="A course" language="en"><chapter url_name="ch"/></course>',
        "chapter/ch.xml": '<chapter display_name="Chapter"><sequential url_name="seq"/></chapter>',
        "sequential/seq.xml": '<sequential display_name="Lesson" graded="true" format="Check">'
        '<vertical url_name="unit"/></sequential>',
        "vertical/unit.xml": '<vertical display_name="Unit"><html url_name="intro"/><problem url_name="q1"/></vertical>',
        "html/intro.xml": '<html filename="intro" display_name="Intro"/>',
        "html/intro.html": "<p>Hello <strong>there</strong></p>",
        "problem/q1.xml": SINGLE,
        "policies/run/policy.json": json.dumps({"course/run": {"display_name": "A course", **changes}}),
        "policies/run/grading_policy.json": json.dumps(
            {
                "GRADER": [{"type": "Check", "weight": 1.0, "min_count": 1, "drop_count": 0}],
                "GRADE_CUTOFFS": {"A": 0.9, "Pass": 0.6},
            }
        ),
    }
    course.update(files or {})
    for name, content in course.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def mobility(**settings: Any) -> dict[str, Any]:
    """Return other_course_settings that hold ``settings``."""
    return {"other_course_settings": {"mobility": {"version": 1, **settings}}}
