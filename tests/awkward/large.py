"""Courses of a size: as many blocks as it takes, generated, never written down."""

from collections.abc import Iterator

from tests.awkward.course import Awkward, Shown, grading, policy, question


def large(chapters: int = 20, lessons: int = 10, units: int = 5, blocks: int = 9) -> Awkward:
    """Return a course with so many chapters, lessons in each, units in each of them, and blocks in each of those.

    The default has 1,000 units with 9,000 leaves, 10,221 blocks with all that holds them; every third leaf is a question.
    """
    places = [
        (f"c{c}", f"c{c}s{s}", f"c{c}s{s}v{v}") for c in range(chapters) for s in range(lessons) for v in range(units)
    ]
    files: dict[str, str | bytes] = {
        "course.xml": '<course url_name="r" org="Hut" course="BIG"/>',
        "course/r.xml": '<course display_name="Ten thousand" language="en">'
        + _pointers("chapter", dict.fromkeys(c for c, _, _ in places))
        + "</course>",
        "policies/r/policy.json": policy("r"),
        "policies/r/grading_policy.json": grading("Test"),
    }
    for c in range(chapters):
        inside = _pointers("sequential", dict.fromkeys(f"c{c}s{s}" for s in range(lessons)))
        files[f"chapter/c{c}.xml"] = f'<chapter display_name="Week {c + 1}">{inside}</chapter>'
        for s in range(lessons):
            inside = _pointers("vertical", dict.fromkeys(f"c{c}s{s}v{v}" for v in range(units)))
            files[f"sequential/c{c}s{s}.xml"] = (
                f'<sequential display_name="Lesson {c + 1}.{s + 1}" graded="true" format="Test">{inside}</sequential>'
            )
    for _, _, unit in places:
        files[f"vertical/{unit}.xml"] = (
            f'<vertical display_name="Unit {unit}">{"".join(_leaf_pointers(unit, blocks))}</vertical>'
        )
        files.update(_leaves(unit, blocks))
    return Awkward(
        name=f"large-{len(places) * blocks}",
        title="Ten thousand",
        files=files,
        shown=tuple(Shown(f"Unit {unit}", (f"Text {unit}b0",)) for _, _, unit in places),
        leaves=tuple(f"{'problem' if b % 3 == 2 else 'html'}/{unit}b{b}" for _, _, unit in places for b in range(blocks)),
        says=("state-too-large",),
    )  # fmt: skip


def _pointers(tag: str, names: dict[str, None]) -> str:
    return "".join(f'<{tag} url_name="{name}"/>' for name in names)


def _leaf_pointers(unit: str, blocks: int) -> Iterator[str]:
    for b in range(blocks):
        yield f'<{"problem" if b % 3 == 2 else "html"} url_name="{unit}b{b}"/>'


def _leaves(unit: str, blocks: int) -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {}
    for b in range(blocks):
        name = f"{unit}b{b}"
        if b % 3 == 2:
            made[f"problem/{name}.xml"] = (
                f'<problem display_name="Question {name}">{question(f"Is this {name}?", "Yes", "No")}</problem>'
            )
        else:
            made[f"html/{name}.xml"] = f'<html filename="{name}" display_name="Text"/>'
            made[f"html/{name}.html"] = f"<p>Text {name}</p>"
    return made
