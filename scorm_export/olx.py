"""Reads an Open edX course (OLX) into plain dataclasses, pointer files resolved.

Follows the layout that Studio exports: `course.xml` points to `course/<run>.xml`, and so on down to the leaves;
anything may also stand inline. Trusts nothing: every error names file and line, depth and count have ceilings.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lxml import etree

from scorm_export.errors import CourseError, Place
from scorm_export.files import Files, safe_name
from scorm_export.xml import line_of, parse_xml, without_controls

CONTAINERS = frozenset({"course", "chapter", "sequential", "vertical"})
# Blocks that hold other blocks and decide who sees which; their leaves are read, so that none goes unreported.
STRUCTURES = frozenset(
    {"library_content", "itembank", "split_test", "conditional", "randomize", "problemset", "wrapper", "videosequence"}
)
# What Open edX hands down from a course, section or unit to the blocks inside.
INHERITED = ("showanswer", "max_attempts", "rerandomize", "show_reset_button", "submission_wait_seconds")
MAX_DEPTH = 50
MAX_BLOCKS = 100_000


@dataclass(frozen=True)
class Block:
    """One block of a course. ``attributes`` merges definition, pointer and policy; later ones win, as in Open edX."""

    tag: str
    url_name: str
    id: str
    node: etree._Element
    place: Place
    attributes: Mapping[str, str]
    children: tuple["Block", ...] = ()

    @property
    def title(self) -> str:
        """The name an author gave; empty when there is none."""
        return self.attributes.get("display_name", "").strip()

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
    """Resolves pointers and gives ids; one reader reads one course once."""

    files: Files
    policies: Mapping[str, Mapping[str, object]]
    notes: list[tuple[str, str, Place]] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)
    _ids: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)
    _handed_down: list[dict[str, str]] = field(default_factory=lambda: [{}])

    def block(self, node: etree._Element, place: Place) -> Block:
        """Return the block for ``node``, its children read; raises `CourseError`."""
        if len(self._open) > MAX_DEPTH:
            raise CourseError(f"Blocks stand more than {MAX_DEPTH} levels deep.", place)
        definition, here = self._definition(node, place)
        own = _strings({**dict(definition.attrib), **dict(node.attrib), **self._policy(node)})
        attributes = {**self._handed_down[-1], **own}
        url_name = node.get("url_name") or definition.get("url_name") or _name_from_content(definition)
        block_id = self._unique_id(node.tag, url_name, here)
        children = self._children_of(definition, here, block_id, attributes)
        return Block(node.tag, url_name, block_id, definition, here, MappingProxyType(attributes), children)

    def _children_of(
        self, definition: etree._Element, place: Place, block_id: str, attributes: Mapping[str, str]
    ) -> tuple[Block, ...]:
        if definition.tag not in CONTAINERS | STRUCTURES:
            return ()
        self._open.append(block_id)
        self._handed_down.append({name: attributes[name] for name in INHERITED if name in attributes})
        children = tuple(self._children(definition, place))
        self._handed_down.pop()
        self._open.pop()
        return children

    def _children(self, definition: etree._Element, place: Place) -> Iterator[Block]:
        for child in definition:
            if isinstance(child.tag, str) and child.tag not in ("wiki", "wiki_slug", "show"):
                yield self.block(child, Place(place.file, line_of(child)))

    def _policy(self, node: etree._Element) -> dict[str, str]:
        policy = self.policies.get(f"{node.tag}/{node.get('url_name')}", {})
        return {key: _policy_text(value) for key, value in policy.items()}

    def _definition(self, node: etree._Element, place: Place) -> tuple[etree._Element, Place]:
        """Follow a pointer: an element with nothing but a url_name stands in a file of its own."""
        url_name = node.get("url_name", "")
        if not url_name or len(node) or (node.text or "").strip() or set(node.attrib) - {"url_name", "org", "course"}:
            return node, place
        name = safe_name(f"{node.tag}/{url_name.replace(':', '/')}.xml", place)
        if name not in self.files:
            if node.tag in CONTAINERS or node.tag in ("html", "problem", "video"):
                raise CourseError(
                    f"<{node.tag} url_name=“{url_name}”> points to {name}, which is missing. "
                    "Add the file or remove the pointer.",
                    place,
                )
            return node, place
        if name in self._files_open:
            raise CourseError(f"{name} contains itself. Remove the circle.", place)
        root = parse_xml(self.files.read(name), name)
        if root.tag != node.tag:
            raise CourseError(f"Expected <{node.tag}> here, found <{root.tag}>.", Place(name, line_of(root)))
        return root, Place(name, line_of(root))

    @property
    def _files_open(self) -> set[str]:
        return {f"{block_id.partition('~')[0]}.xml" for block_id in self._open}

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
    """Return the root `<course>` pointer of course.xml; raises `CourseError` when this is no course."""
    if "course.xml" not in files:
        raise CourseError(_no_course(files))
    root = parse_xml(files.read("course.xml"), "course.xml")
    if root.tag != "course":
        raise CourseError(f"Expected <course>, found <{root.tag}>.", Place("course.xml", line_of(root)))
    return root, Place("course.xml", line_of(root))


def _no_course(files: Files) -> str:
    if "moodle_backup.xml" in files:
        return "This is a Moodle backup, not an Open edX course. Export the course from Studio (Tools → Export)."
    if "imsmanifest.xml" in files:
        return "This is already a SCORM package. Give the Open edX course it was made from."
    return "There is no course.xml, so this is no Open edX course. Export it from Studio (Tools → Export)."


def _name_from_content(node: etree._Element) -> str:
    return hashlib.sha256(etree.tostring(node, method="c14n")).hexdigest()[:12]


def _policy_text(value: object) -> str:
    return without_controls(value) if isinstance(value, str) else json.dumps(value)


def _strings(attributes: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in attributes.items()}
