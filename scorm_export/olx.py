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

from lxml import etree

from scorm_export.ceilings import MIB
from scorm_export.errors import CourseError, HostileError, Place
from scorm_export.files import Files, safe_name
from scorm_export.old_forms import as_today, attributes_of
from scorm_export.pointers import Pointer, name_of, pointer
from scorm_export.tags import CONTAINERS, STRAY, STRUCTURES
from scorm_export.xml import line_of, marks, read_xml, take_out, without_controls

# Children of containers that are no blocks: the wiki, textbooks, the licence, what a conditional shows.
NO_BLOCKS = frozenset({"wiki", "wiki_slug", "textbook", "show", "policy", "grading_policy", "license", "meta"})
# What Open edX hands down from a course, section or unit to the blocks inside.
INHERITED = ("showanswer", "max_attempts", "rerandomize", "show_reset_button", "submission_wait_seconds")
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
        return self.says("visible_to_staff_only")

    def says(self, name: str) -> bool:
        """True when the attribute is true, as Open edX reads it: a JSON value, or the word in any letters."""
        return self.attributes.get(name, "").strip().strip('"').lower() in ("true", "1")

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
    _policies: dict[str, dict[str, str | None]] = field(default_factory=dict)
    _marks: int = 0
    _text: int = 0

    def block(self, node: etree._Element, place: Place) -> Block:
        """Return the block for ``node``, its children read; raises `CourseError` past the ceilings."""
        if self._depth > MAX_DEPTH:
            raise CourseError(f"Blocks stand more than {MAX_DEPTH} levels deep.", place)
        definition, here, fault = self._definition(node, place)
        _drop_asides(definition)
        own = {**attributes_of(definition), **attributes_of(node), **self._policy(node)}
        given = {name: value for name, value in own.items() if value is not None}
        self._weigh(given, here)
        attributes = {**self._handed_down[-1], **given}
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
            here = Place(place.file, line_of(child))
            if not isinstance(child.tag, str) or child.tag in NO_BLOCKS:
                continue
            if child.tag in STRAY:
                message = f"<{child.tag}> stands right in <{definition.tag}>, where Open edX drops it."
                self.notes.append(("stray-text", f"{message} Put it into an <html> block.", here))
            elif child.tag == "include" and child.get("file"):
                yield self._included(child, here)
            else:
                yield self.block(as_today(child), here)

    def _included(self, node: etree._Element, place: Place) -> Block:
        """Courses of 2012 took another file into a container: `<include file="chapter/more.xml"/>`."""
        file = safe_name(node.get("file", ""), place)
        try:
            root, here = self._root(file, node, place)
        except HostileError:
            raise
        except CourseError as error:
            name = self._unique_id("include", _name_from_content(node), place)
            return Block("include", "", name, node, place, MappingProxyType({}), (), error)
        self._files_open.append(file)
        block = self.block(root, here)
        self._files_open.pop()
        return block

    def _policy(self, node: etree._Element) -> dict[str, str | None]:
        """Return the block's entry in the policy file; null there takes back what the block says of itself."""
        name = f"{node.tag}/{name_of(node)}"
        if name not in self._policies:
            policy = self.policies.get(name, {})
            self._policies[name] = {without_controls(key): _policy_text(value) for key, value in policy.items()}
        return self._policies[name]

    def _definition(self, node: etree._Element, place: Place) -> tuple[etree._Element, Place, CourseError | None]:
        """Return the element that defines the block, where it stands, and what is wrong with it."""
        found = pointer(node, self.files, place)
        if found is None:
            return node, place, None
        try:
            root, here = self._root(found.file, node, place)
            self._check_root(root, node, here)
        except HostileError:
            raise
        except CourseError as error:
            return node, place, error
        self._note_more(found, node, place)
        return root, here, None

    def _root(self, file: str, node: etree._Element, place: Place) -> tuple[etree._Element, Place]:
        """Return the root of a file that ``node`` leads to."""
        if file in self._files_open:
            raise CourseError(f"{file} contains itself. Remove the circle.", place)
        if file not in self.files:
            what = f"<{node.tag} url_name=“{name_of(node)}”>" if name_of(node) else f"<{node.tag}>"
            raise CourseError(f"{what} points to {file}, which is missing. Add the file or remove the pointer.", place)
        data = self.files.read(file)
        self._marks, self._text = self._marks + marks(data), self._text + len(data)
        root, encoding = read_xml(data, file)
        here = Place(file, line_of(root))
        if encoding == "windows-1252":
            message = "The file is not UTF-8; it was read as Windows-1252. Save it as UTF-8."
            self.notes.append(("encoding", message, here))
        return as_today(root), here

    def _check_root(self, root: etree._Element, node: etree._Element, here: Place) -> None:
        """Containers may stand for each other, and any element holds a text: so Open edX has always read them."""
        if root.tag == node.tag:
            return
        message = f"Expected <{node.tag}> here, found <{root.tag}>."
        if node.tag != "html" and not {root.tag, node.tag} <= CONTAINERS | STRUCTURES:
            raise CourseError(message, here)
        self.notes.append(("wrong-root", f"{message} It was read all the same.", here))

    def _note_more(self, found: Pointer, node: etree._Element, place: Place) -> None:
        if found.more:
            message = (
                f"Open edX does not read {found.file}, because <{node.tag} url_name=“{name_of(node)}”> says more than "
                f"its name ({', '.join(found.more)}). The package does. Move that into {found.file}."
            )
            self.notes.append(("pointer-with-attributes", message, place))

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


def _bearable(name: str) -> str:
    """Return a name that is not longer than any that Studio makes; a longer one is told apart by its digest."""
    return name if len(name) <= MAX_NAME else f"{name[:200]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _name_from_content(node: etree._Element) -> str:
    try:
        canonical = etree.tostring(node, method="c14n")
    except etree.LxmlError:  # a namespace that is no address
        canonical = etree.tostring(node)
    return hashlib.sha256(canonical).hexdigest()[:12]


def _policy_text(value: object) -> str | None:
    """Return a policy's value as an attribute, None for null."""
    if value is None:
        return None
    return without_controls(value) if isinstance(value, str) else json.dumps(value)


def shortened(title: str) -> str:
    """Return a title with white space folded, and not longer than anybody reads.

    >>> shortened(" A  title ")
    'A title'
    """
    folded = " ".join(title[: 20 * MAX_TITLE].split())
    return folded if len(folded) <= MAX_TITLE else f"{folded[: MAX_TITLE - 1]}…"


def _drop_asides(definition: etree._Element) -> None:
    """What Studio's extensions keep about a block stands in it like a child, and is none."""
    for child in list(definition):
        if isinstance(child.tag, str) and (child.get("xblock-family") or "").startswith("xblock_asides"):
            take_out(child)
