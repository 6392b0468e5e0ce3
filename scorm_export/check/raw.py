"""A course as its author wrote it, with everything in it that Open edX would stumble over."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from scorm_export.check.fields import loaded
from scorm_export.errors import Place
from scorm_export.files import Files
from scorm_export.report import Severity

Say = Callable[[Severity, str, str, Place], None]


@dataclass(eq=False)
class RawBlock:
    """One place where a course names a block. ``written``: where its parent names it; ``place``: where it is defined.

    They differ for a pointer, whose definition stands in a file of its own.
    """

    tag: str
    name: str
    element: etree._Element
    written: Place
    place: Place
    policy: Mapping[str, Any]
    parent: "RawBlock | None" = None
    pointer: bool = False
    missing: bool = False
    children: list["RawBlock"] = field(default_factory=list)
    _read: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The block's id, such as ``problem/q1``."""
        return f"{self.tag}/{self.name}"

    @property
    def title(self) -> str:
        """The name learners see, empty when there is none."""
        return str(self.value("display_name") or "").strip()

    def value(self, name: str) -> Any:
        """Return a field as Open edX reads it; the policy file has the last word."""
        if name in self.policy:
            return self.policy[name]
        if name not in self._read:
            written = self.element.get(name)
            self._read[name] = None if written is None else loaded(written)
        return self._read[name]

    def __str__(self) -> str:
        return f"<{self.tag} url_name=“{self.name}”>" if self.name else f"<{self.tag}>"


@dataclass
class JsonFile:
    """A JSON file of the course: its object, and its text to find lines in."""

    name: str
    value: Mapping[str, Any]
    text: str = ""

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        """Where each key stands, by its spelling in the text."""
        found: dict[str, list[int]] = defaultdict(list)
        for match in re.finditer(r'"((?:[^"\\]|\\.)*+)"(\s*+:)?+', self.text):
            if match[2]:
                found[match[1]].append(match.start())
        return found

    @cached_property
    def _lines(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def place(self, *keys: str) -> Place:
        """Return where the last of ``keys`` stands, each looked for behind the one before.

        >>> JsonFile("a.json", {}, '{"x": {\\n"y": 1}}').place("x", "y").line
        2
        """
        at = 0
        for key in keys:
            places = self._keys.get(key, [])
            found = bisect_left(places, at)
            if found == len(places):
                return Place(self.name)
            at = places[found]
        return Place(self.name, bisect_left(self._lines, at) + 1)


@dataclass
class RawCourse:
    """All that stands in the files of a course. ``identity`` is what course.xml says of itself; ``used`` are
    files that something points to."""

    files: Files
    names: frozenset[str]
    run: str
    identity: Mapping[str, str]
    policy: JsonFile
    grading: JsonFile
    blocks: list[RawBlock] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    @cached_property
    def by_case(self) -> dict[str, str]:
        """A file's name by its name without capitals."""
        return {name.casefold(): name for name in sorted(self.names)}

    @property
    def root(self) -> RawBlock:
        """The course itself."""
        return self.blocks[0]

    def of(self, *tags: str) -> Iterator[RawBlock]:
        """Yield the blocks with one of ``tags`` in document order."""
        return (block for block in self.blocks if block.tag in tags)
