"""What stands where: names and their signs, blocks that stand twice or in the wrong place, text that nobody reads."""

import re
from collections import defaultdict

from scorm_export.check.blocks import BLOCKS, HOLDERS, NAMED_ONCE, REMOVED
from scorm_export.check.raw import RawBlock, RawCourse, Say
from scorm_export.errors import Place

# What a key of Open edX may be made of (opaque keys); a block's name may hold % too.
BLOCK_NAME = re.compile(r"[\w\-~.:%]+")
COURSE_NAME = re.compile(r"[\w\-~.:]+")
PLACES = {
    "chapter": ("course",),
    "sequential": ("chapter",),
    "vertical": ("sequential", "vertical", "split_test", "conditional", "randomize", "wrapper", "library_content"),
}
LEVEL = {"course": "chapter", "chapter": "sequential", "sequential": "vertical"}
# Blocks whose names learners read; the others have a name of their kind, or need none.
TITLED = ("chapter", "sequential", "vertical", "html", "problem", "video")


def check_identity(course: RawCourse, say: Say) -> None:
    """Say what course.xml must name: without it, Open edX invents it or follows no pointer at all."""
    root = course.root
    place = root.written
    node = root.element if not root.pointer else None
    values = {"url_name": course.run, "org": course.identity.get("org"), "course": course.identity.get("course")}
    for name, value in values.items():
        if not value:
            message = f"course.xml does not name its {name}. Open edX needs org, course and url_name there."
            say("error", "course-identity", message, place)
        elif not COURSE_NAME.fullmatch(value):
            message = f"{name}=“{value}” holds signs that Open edX refuses. Use letters, digits and - _ . ~ :"
            say("error", "course-identity", message, place)
    if node is not None and not len(node) and course.run:
        say(
            "error",
            "course-identity",
            f"The course is empty: course.xml leads to no file course/{course.run}.xml.",
            place,
        )


def check_names(course: RawCourse, say: Say) -> None:
    """Say which blocks have no name, or one that Open edX refuses."""
    for block in course.blocks[1:]:
        if not block.name and block.tag in NAMED_ONCE:
            message = f"{block} has no url_name. Open edX makes one up, and learners' work is lost when that changes."
            say("warning", "missing-url-name", message, block.written)
        elif not block.name:
            say("info", "missing-url-name", f"{block} has no url_name; Open edX makes one up.", block.written)
        elif not BLOCK_NAME.fullmatch(block.name):
            message = f"{block} holds signs that Open edX refuses. Use letters, digits and - _ . ~ : %"
            say("error", "url-name-signs", message, block.written)


def check_twins(course: RawCourse, say: Say) -> None:
    """Say which blocks stand twice: under one parent, under two, or as two blocks with one name."""
    seen: dict[str, list[RawBlock]] = defaultdict(list)
    for block in course.blocks:
        if block.name and not block.missing:
            seen[block.id].append(block)
    for blocks in seen.values():
        for later in blocks[1:]:
            _twin(blocks[0], later, say)


def _twin(first: RawBlock, later: RawBlock, say: Say) -> None:
    """Where Open edX does not rename the later one, both become one block."""
    if first.pointer and later.pointer:
        where = "again under the same parent" if first.parent is later.parent else f"already in {_around(first)}"
        code = "same-child-twice" if first.parent is later.parent else "two-parents"
        lost = "Open edX loses one of them or renames it" if later.tag in NAMED_ONCE else "Both are one block"
        severity = "error" if later.tag in NAMED_ONCE else "warning"
        say(severity, code, f"{later} stands {where}. {lost}; give each its own file.", later.written)  # type: ignore[arg-type]  # a severity is one of its words
        return
    lost = "renames it after its content" if later.tag in NAMED_ONCE else "keeps only one of the two"
    message = f"{later} has the name of another <{later.tag}> ({first.written}). Open edX {lost}; rename one."
    say("error", "duplicate-url-name", message, later.written)


def _around(block: RawBlock) -> str:
    return block.parent.id if block.parent else "the course"


def check_places(course: RawCourse, say: Say) -> None:
    """Say which blocks stand where Open edX does not expect them."""
    for block in course.blocks:
        for child in block.children:
            _check_place(block, child, say)
        if block.tag in HOLDERS - {"wrapper"}:
            _check_text(block, say)


def _check_place(parent: RawBlock, child: RawBlock, say: Say) -> None:
    wanted = LEVEL.get(parent.tag)
    if child.tag in PLACES:
        if parent.tag not in PLACES[child.tag] or child.tag == "course":
            message = f"<{child.tag}> stands in <{parent.tag}>, where Studio can't show it."
            say("warning", "misplaced", message, child.written)
    elif child.tag == "course":
        say("error", "misplaced", f"<course> stands in <{parent.tag}>. A course stands alone.", child.written)
    elif parent.tag in ("course", "chapter") and child.tag not in ("library", *REMOVED):
        message = f"<{child.tag}> stands in <{parent.tag}>, where <{wanted}> belongs. Put it into a unit."
        say("warning", "misplaced", message, child.written)
    elif parent.tag == "sequential" and child.tag not in REMOVED:
        message = f"<{child.tag}> stands right in <sequential>; Open edX shows it as a unit of its own."
        say("info", "misplaced", message, child.written)


def _check_text(block: RawBlock, say: Say) -> None:
    texts = [block.element.text, *(child.tail for child in block.element)]
    stray = next((" ".join(text.split()) for text in texts if text and text.strip()), None)
    if stray:
        message = f"“{stray[:40]}” stands right in <{block.tag}>, where Open edX drops it. Put it into an <html> block."
        say("warning", "stray-text", message, block.place)


def check_tags(course: RawCourse, installed: frozenset[str], say: Say) -> None:
    """Say which blocks Open edX has no more, never had, or shows in Studio's menu only when a course asks."""
    asked = course.root.value("advanced_modules")
    asked = asked if isinstance(asked, list) else []
    said: set[str] = set()
    for block in course.blocks:
        tag = block.tag
        if tag in said:
            continue
        said.add(tag)
        if tag in REMOVED:
            message = f"Open edX has no <{tag}> blocks any more; learners see nothing. Replace it."
            say("warning", "removed-block", message, block.written)
        elif tag not in BLOCKS and tag not in installed:
            _foreign(block, asked, say)
        elif tag not in asked and (tag not in BLOCKS or BLOCKS[tag].advanced):
            message = (
                f"Studio offers <{tag}> only when the course's advanced_modules name it. The block works all the same."
            )
            say("info", "advanced-module", message, block.written)


def _foreign(block: RawBlock, asked: list[object], say: Say) -> None:
    missing = "" if block.tag in asked else " and advanced_modules must name it"
    message = (
        f"Open edX itself has no <{block.tag}>: the LMS needs an XBlock of that name{missing}. "
        "If it is a slip, correct the tag."
    )
    say("warning", "foreign-block", message, block.written)


def check_titles(course: RawCourse, say: Say) -> None:
    """Say, in one line per tag, which blocks have no name that learners could read."""
    for tag in TITLED:
        bare = [block for block in course.of(tag) if not block.title and not block.missing]
        if bare:
            count = f"{len(bare)} <{tag}> blocks have" if len(bare) > 1 else f"One <{tag}> block has"
            message = f"{count} no display_name: {_some([block.name or '(no name)' for block in bare])}."
            say("info", "missing-display-name", message, bare[0].place if len(bare) == 1 else Place(f"{tag}/"))


def _some(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(dict.fromkeys(names[:most])) + more
