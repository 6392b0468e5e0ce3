"""Counts a course's blocks straight from its files: a second pair of eyes, with nothing of the exporter's code.

A leaf is every block but those that only hold others. Ids are those of contract 1.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

HOLDERS = frozenset({"course", "chapter", "sequential", "vertical"})
# They hold blocks too, and choose among them or order them; one that holds none is a leaf itself.
CHOOSERS = frozenset(
    {"library_content", "itembank", "split_test", "conditional", "randomize", "problemset", "wrapper", "videosequence"}
)
# What stands in such a block and is no block.
NO_BLOCKS = frozenset({"wiki", "wiki_slug", "show", "textbook", "pdf_textbook", "html_textbook"})
# A pointer has these attributes at most; course.xml's has all three.
POINTER = {"url_name", "org", "course"}


@dataclass(frozen=True)
class Leaf:
    """One leaf; ``hidden``: only staff may see it, or a block it stands in."""

    id: str
    type: str
    hidden: bool


@dataclass
class RawCourse:
    """A course folder. `leaves` and `units` are in document order."""

    folder: Path
    leaves: list[Leaf] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    _met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        pointer = _parse(self.folder / "course.xml")
        policy = self.folder / "policies" / pointer.get("url_name", "") / "policy.json"
        self._policy = json.loads(policy.read_text(encoding="utf-8-sig")) if policy.is_file() else {}
        self._block(pointer, hidden=False, in_unit=False)

    def _block(self, node: etree._Element, *, hidden: bool, in_unit: bool) -> None:
        tag = str(node.tag)
        definition = self._definition(node)
        name = node.get("url_name") or definition.get("url_name") or _digest(definition)
        found = {**definition.attrib, **node.attrib, **self._policy.get(f"{tag}/{name}", {})}
        hidden = hidden or str(found.get("visible_to_staff_only", "")).lower() == "true"
        block_id = self._id(tag, name)
        unit = not in_unit and tag not in HOLDERS - {"vertical"}
        if unit and not hidden:
            self.units.append(block_id)
        inside = list(_blocks_in(definition)) if tag in HOLDERS | CHOOSERS else []
        for child in inside:
            self._block(child, hidden=hidden, in_unit=in_unit or unit)
        if tag not in HOLDERS and not inside:
            self.leaves.append(Leaf(block_id, tag, hidden))

    def _definition(self, node: etree._Element) -> etree._Element:
        bare = not len(node) and not (node.text or "").strip() and set(node.attrib) <= POINTER
        path = self.folder / str(node.tag) / f"{node.get('url_name', '').replace(':', '/')}.xml"
        return _parse(path) if bare and node.get("url_name") and path.is_file() else node

    def _id(self, tag: str, name: str) -> str:
        plain = f"{tag}/{name}"
        self._met[plain] += 1
        return plain if self._met[plain] == 1 else f"{plain}~{self._met[plain]}"


def _parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True)
    return etree.parse(path, parser).getroot()


def _blocks_in(node: etree._Element) -> Iterator[etree._Element]:
    return (child for child in node if isinstance(child.tag, str) and child.tag not in NO_BLOCKS)


def _digest(node: etree._Element) -> str:
    return hashlib.sha256(etree.tostring(node, method="c14n")).hexdigest()[:12]
