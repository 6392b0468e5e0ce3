"""Reads an Open edX course (OLX) into plain dataclasses, pointer files resolved.

Follows the layout that Studio exports: `course.xml` points to `course/<run>.xml`, and so on down to the leaves;
anything may also stand inline, as it did in 2013. Trusts nothing: what is broken becomes a block with a fault and the
course goes on without it; what no author's tool writes is refused; depth and count have ceilings.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lxml import etree

from scorm_export.ceilings import MIB
from scorm_export.errors import CourseError, HostileError, Place
from scorm_export.files import Files, safe_name
from scorm_export.xml import line_of, marks, read_xml, without_controls

CONTAINERS = frozenset({"course", "chapter", "sequential", "vertical"})
# Blocks that hold other blocks and decide who sees which.
STRUCTURES = frozenset(
    {
        "library_content", "itembank", "split_test", "conditional", "randomize", "problemset", "wrapper",
        "videosequence",
    }
)  # fmt: skip
# Children of containers that are no blocks: the wiki, textbooks, what a conditional shows.
NO_BLOCKS = frozenset({"wiki", "wiki_slug", "textbook", "show", "policy", "grading_policy"})
# What Open edX hands down from a course, section or unit to the blocks inside.
INHERITED = ("showanswer", "max_attempts", "rerandomize", "show_reset_button", "submission_wait_seconds")
POINTER = frozenset({"url_name", "slug", "org", "course"})
MAX_DEPTH = 50
MAX_BLOCKS = 100_000
# Of all blocks together, each file counted as often as it is pointed to: a small course can name one large file, or one
# long policy entry, a thousand times. ``MAX_MARKS``: elements and attributes.
MAX_MARKS = 1_500_000
MAX_TEXT = 128 * MIB
# Studio makes names of at most so many characters.
MAX_NAME = 255
# Characters of a title that are shown; nobody reads more.
MAX_TITLE = 1000


@dataclass(frozen=True)
class Block:
    """One block of a course. ``attributes`` merges definition, pointer and policy; later ones win, as in Open edX.

    ``fault`` says what is broken about it; such a block can't be shown.
    """

    tag: str
    url_name: str
    id: str
    node: etree._Element
    place: Place
    attributes: Mapping[str, str]
    children: tuple["Block", ...] = ()
    fault: CourseError | None = None

    @property
    def title(self) -> str:
        """The name an author gave; empty when there is none."""
        return shortened(self.attributes.get("display_name", ""))

    @property
    def hidden(self) -> bool:
        """True when only staff may see it."""
        return self.attributes.get("visible_to_staff_only", "").lower() == "true"

    def walk(self) -> Iterator["Block"]:
        """Yield this block and all below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class CourseReader:
    """Resolves pointers and gives ids; one reader reads one course once. ``notes`` are (code, message, place)."""

    files: Files
    policies: Mapping[str, Mapping[str, object]]
    notes: list[tuple[str, str, Place]] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)
    _ids: set[str] = field(default_factory=set)
    _files_open: list[str] = field(default_factory=list)
    _depth: int = 0
    _handed_down: list[dict[str, str]] = field(default_factory=lambda: [{}])
    _policies: dict[str, dict[str, str]] = field(default_factory=dict)
    _marks: int = 0
    _text: int = 0

    def block(self, node: etree._Element, place: Place) -> Block:
        """Return the block for ``node``, its children read; raises `CourseError` past the ceilings."""
        if self._depth > MAX_DEPTH:
            raise CourseError(f"Blocks stand more than {MAX_DEPTH} levels deep.", place)
        definition, here, fault = self._definition(node, place)
        own = _strings({**definition.attrib, **node.attrib, **self._policy(node)})
        attributes = {**self._handed_down[-1], **own}
        self._weigh(own, here)
        url_name = _bearable(name_of(node) or name_of(definition) or _name_from_content(definition))
        block_id = self._unique_id(str(node.tag), url_name, here)
        self._open_file(here, place)
        children = self._children_of(definition, here, attributes) if fault is None else ()
        self._close_file(here, place)
        return Block(str(node.tag), url_name, block_id, definition, here, MappingProxyType(attributes), children, fault)

    def _weigh(self, own: Mapping[str, str], place: Place) -> None:
        self._text += sum(len(name) + len(value) for name, value in own.items())
        if self._text > MAX_TEXT or self._marks > MAX_MARKS:
            raise CourseError("The blocks of the course are far too large in all. Split the course.", place)

    def _open_file(self, here: Place, place: Place) -> None:
        if here.file != place.file and here.file is not None:
            self._files_open.append(here.file)

    def _close_file(self, here: Place, place: Place) -> None:
        if here.file != place.file and here.file is not None:
            self._files_open.pop()

    def _children_of(
        self, definition: etree._Element, place: Place, attributes: Mapping[str, str]
    ) -> tuple[Block, ...]:
        if definition.tag not in CONTAINERS | STRUCTURES:
            return ()
        self._depth += 1
        self._handed_down.append({name: attributes[name] for name in INHERITED if name in attributes})
        children = tuple(self._children(definition, place))
        self._handed_down.pop()
        self._depth -= 1
        return children

    def _children(self, definition: etree._Element, place: Place) -> Iterator[Block]:
        for child in definition:
            if isinstance(child.tag, str) and child.tag not in NO_BLOCKS:
                yield self.block(child, Place(place.file, line_of(child)))

    def _policy(self, node: etree._Element) -> dict[str, str]:
        name = f"{node.tag}/{name_of(node)}"
        if name not in self._policies:
            policy = self.policies.get(name, {})
            self._policies[name] = {without_controls(key): _policy_text(value) for key, value in policy.items()}
        return self._policies[name]

    def _definition(self, node: etree._Element, place: Place) -> tuple[etree._Element, Place, CourseError | None]:
        """Return the element that defines the block, where it stands, and what is wrong with it."""
        name = self._file_of(node, place)
        if name is None:
            return node, place, None
        try:
            data = self._bytes(name, node, place)
            self._marks, self._text = self._marks + marks(data), self._text + len(data)
            root, encoding = read_xml(data, name)
            if root.tag != node.tag:
                raise CourseError(f"Expected <{node.tag}> here, found <{root.tag}>.", Place(name, line_of(root)))
        except HostileError:
            raise
        except CourseError as error:
            return node, place, error
        here = Place(name, line_of(root))
        if encoding == "windows-1252":
            message = "The file is not UTF-8; it was read as Windows-1252. Save it as UTF-8."
            self.notes.append(("encoding", message, here))
        return root, here, None

    def _file_of(self, node: etree._Element, place: Place) -> str | None:
        """Return the file that a pointer leads to; None when the block stands right here.

        A pointer is an element with nothing but a name; in old courses also one with ``filename``.
        """
        url_name = name_of(node)
        if len(node) or (node.text or "").strip():
            return None
        if node.get("filename") and node.tag != "html":
            return safe_name(f"{node.tag}/{_path(node.get('filename', ''))}.xml", place)
        if not url_name or set(map(str, node.attrib)) - POINTER:
            return None
        name = safe_name(f"{node.tag}/{_path(url_name)}.xml", place)
        if node.tag == "html" and name not in self.files and f"html/{_path(url_name)}.html" in self.files:
            return None
        needed = node.tag in CONTAINERS | STRUCTURES or node.tag in ("html", "problem", "video")
        return name if needed or name in self.files else None

    def _bytes(self, name: str, node: etree._Element, place: Place) -> bytes:
        if name in self._files_open:
            raise CourseError(f"{name} contains itself. Remove the circle.", place)
        if name not in self.files:
            raise CourseError(
                f"<{node.tag} url_name=“{name_of(node)}”> points to {name}, which is missing. "
                "Add the file or remove the pointer.",
                place,
            )
        return self.files.read(name)

    def _unique_id(self, tag: str, url_name: str, place: Place) -> str:
        plain = found = f"{tag}/{url_name}"
        while found in self._ids:
            self._seen[plain] += 1
            found = f"{plain}~{self._seen[plain] + 1}"
        self._ids.add(found)
        if len(self._ids) > MAX_BLOCKS:
            raise CourseError(f"The course has more than {MAX_BLOCKS} blocks.", place)
        if found != plain:
            self.notes.append(("duplicate-id", f"“{plain}” stands here again; this one is now {found}.", place))
        return found


def read_root(files: Files) -> tuple[etree._Element, Place]:
    """Return the root `<course>` of course.xml, often but a pointer; raises `CourseError` when this is no course."""
    if "course.xml" not in files:
        raise CourseError(_no_course(files))
    root, _ = read_xml(files.read("course.xml"), "course.xml")
    if root.tag != "course":
        raise CourseError(f"Expected <course>, found <{root.tag}>.", Place("course.xml", line_of(root)))
    return root, Place("course.xml", line_of(root))


def name_of(node: etree._Element) -> str:
    """Return the block's url_name, in courses of 2012 called slug; empty when it has none."""
    return node.get("url_name") or node.get("slug") or ""


def _no_course(files: Files) -> str:
    if "moodle_backup.xml" in files:
        return "This is a Moodle backup, not an Open edX course. Export the course from Studio (Tools → Export)."
    if "imsmanifest.xml" in files:
        return "This is already a SCORM package. Give the Open edX course it was made from."
    if "library.xml" in files:
        return "This is a content library, not a course. Give a course that uses it."
    return "There is no course.xml, so this is no Open edX course. Export it from Studio (Tools → Export)."


def _bearable(name: str) -> str:
    """Return a name that is not longer than any that Studio makes; a longer one is told apart by its digest."""
    return name if len(name) <= MAX_NAME else f"{name[:200]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _path(name: str) -> str:
    return name.replace(":", "/")


def _name_from_content(node: etree._Element) -> str:
    try:
        canonical = etree.tostring(node, method="c14n")
    except etree.LxmlError:  # a namespace that is no address
        canonical = etree.tostring(node)
    return hashlib.sha256(canonical).hexdigest()[:12]


def _policy_text(value: object) -> str:
    return without_controls(value) if isinstance(value, str) else json.dumps(value)


def shortened(title: str) -> str:
    """Return a title with white space folded, and not longer than anybody reads.

    >>> shortened(" A  title ")
    'A title'
    """
    folded = " ".join(title[: 20 * MAX_TITLE].split())
    return folded if len(folded) <= MAX_TITLE else f"{folded[: MAX_TITLE - 1]}…"


def _strings(attributes: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in attributes.items()}
