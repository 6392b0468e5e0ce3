"""Reads a course for the check: follows every pointer as Studio's import would, and says where that would stumble."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from scorm_export.check.blocks import BLOCKS, HOLDERS
from scorm_export.check.raw import JsonFile, RawBlock, RawCourse, Say
from scorm_export.errors import CourseError, Place
from scorm_export.files import Files
from scorm_export.json_text import read_json
from scorm_export.olx import MAX_BLOCKS, MAX_DEPTH, MAX_MARKS
from scorm_export.xml import line_of, parse_xml

# Children of blocks that are no blocks themselves.
NO_BLOCKS = frozenset({"wiki", "wiki_slug", "textbook", "show", "meta", "license", "policy", "grading_policy"})


def read_raw(files: Files, say: Say) -> RawCourse | None:
    """Return the course as it is written, None when there is no readable course.xml."""
    names = frozenset(files.names())
    node = _parsed(files, names, "course.xml", say)
    if node is None or node.tag != "course":
        return None
    run = _name(node) or node.get("run", "")
    candidates = (f"policies/{run}/policy.json", f"policies/{run}.json")
    policy = _json(files, next((name for name in candidates if name in names), candidates[0]), names, say)
    candidates = (f"policies/{run}/grading_policy.json", "grading_policy.json")
    grading = _json(files, next((name for name in candidates if name in names), candidates[0]), names, say)
    identity = {str(key): str(value) for key, value in node.attrib.items()}
    used = {"course.xml", policy.name, grading.name}
    course = RawCourse(files, names, run, identity, policy, grading, used=used)
    _Reader(course, say).block(node, Place("course.xml", line_of(node)), None, 0)
    return course


def pointed(tag: str, name: str) -> str:
    """Return the file that a pointer leads to; colons stand for folders.

    >>> pointed("html", "week1:intro")
    'html/week1/intro.xml'
    """
    return f"{tag}/{name.replace(':', '/')}.xml"


class _Reader:
    """Adds block after block to a course. Each file is followed once, so circles and bombs come to an end."""

    def __init__(self, course: RawCourse, say: Say) -> None:
        self._course = course
        self._say = say
        self._marks = 0
        self._roots: dict[str, etree._Element | None] = {}

    def block(self, node: etree._Element, written: Place, parent: RawBlock | None, depth: int) -> RawBlock:
        """Add the block that ``node`` names, and all below it."""
        tag, name = str(node.tag), _name(node)
        policy = self._course.policy.value.get(f"{tag}/{name}")
        known = policy if isinstance(policy, dict) else {}
        block = RawBlock(tag, name, node, written, written, known, parent)
        self._course.blocks.append(block)
        again = self._define(block)
        if tag in HOLDERS and depth < MAX_DEPTH and not again and not self._too_much():
            for child in _child_blocks(block.element):
                place = Place(block.place.file, line_of(child))
                block.children.append(self.block(child, place, block, depth + 1))
        if tag == "html" and not block.missing:
            self._html(block)
        return block

    def _too_much(self) -> bool:
        """True past the ceilings of an export, which refuses such a course and says so."""
        return len(self._course.blocks) > MAX_BLOCKS or self._marks > MAX_MARKS

    def _define(self, block: RawBlock) -> bool:
        """Look into the block's file, if it has one; True when that was read before."""
        file = self._file_of(block)
        if file is None:
            return False
        seen = file in self._course.used
        self._course.used.add(file)
        if seen and _within(block, file):
            self._say("error", "circle", f"{file} contains itself. Remove the circle.", block.written)
            block.missing = True
            return True
        root = self._root(file)
        if root is not None and root.tag != block.tag:
            message = f"Expected <{block.tag}> here, found <{root.tag}>."
            self._say("error", "wrong-root", message, Place(file, line_of(root)))
        if root is None or root.tag != block.tag:
            block.missing = True
            return True
        block.element, block.place, block.pointer = root, Place(file, line_of(root)), True
        return seen

    def _root(self, file: str) -> etree._Element | None:
        """Return the root of a file, which is read once however often it is pointed to."""
        if file not in self._roots:
            root = _parsed(self._course.files, self._course.names, file, self._say)
            self._marks += 0 if root is None else sum(1 + len(node.attrib) for node in root.iter(etree.Element))
            self._roots[file] = root
        return self._roots[file]

    def _file_of(self, block: RawBlock) -> str | None:
        node = block.element
        if len(node) or (node.text or "").strip():
            return None
        if node.get("filename") and block.tag != "html":
            return self._there(block, pointed(block.tag, node.get("filename", "")))
        if not block.name or node.get("filename"):
            return None
        file = pointed(block.tag, block.name)
        more = sorted(
            set(map(str, node.attrib)) - {"url_name", "slug", *(("org", "course") if not block.parent else ())}
        )
        if not more:
            return self._there(block, file)
        if file not in self._course.names:
            return None
        if self._takes_pointers(block):
            self._say(
                "error",
                "pointer-with-attributes",
                f"Open edX takes {block} for a whole block and never reads {file}, because it says more than its "
                f"url_name ({', '.join(more)}). Move that into {file}.",
                block.written,
            )
        return file

    def _there(self, block: RawBlock, file: str) -> str | None:
        """Return the file if it is there; say what is wrong when it is not, or when nobody would read it."""
        if not self._takes_pointers(block):
            return self._not_followed(block, file)
        if file in self._course.names:
            return file
        block.missing = True
        twin = self._course.by_case.get(file.casefold())
        if twin:
            message = f"{block} points to {file}, but the file is called {twin}. Write both alike."
            self._say("error", "file-name-case", message, block.written)
            block.missing = False
            return twin
        message = f"{block} points to {file}, which is missing. Add the file or remove the pointer."
        page = file.removesuffix(".xml") + ".html"
        if block.tag == "html" and page in self._course.names:
            self._course.used.add(page)
            name = block.name.rpartition(":")[2]
            message += f' {page} is there: the file to add holds <html filename="{name}" display_name="…"/>.'
        self._say("error", "dangling-pointer", message, block.written)
        return None

    def _not_followed(self, block: RawBlock, file: str) -> str | None:
        if file in self._course.names:
            self._say(
                "error",
                "pointer-not-followed",
                f"Open edX does not read {file}: a <{block.tag}> block stands in its unit, not in a file of its own. "
                'Move it there, with xblock-family="xblock.v1".',
                block.written,
            )
            return file
        if block.tag != "done":
            message = f"{block} holds nothing but its name, so it is a new, empty block. Fill it or remove it."
            self._say("info", "empty-block", message, block.written)
        return None

    def _takes_pointers(self, block: RawBlock) -> bool:
        known = BLOCKS.get(block.tag)
        return known.pointer if known else block.tag in HOLDERS

    def _html(self, block: RawBlock) -> None:
        """Find the page of an html block: it stands beside the block's own file."""
        filename = block.element.get("filename")
        if not filename:
            return
        folder = pointed("html", block.name).rpartition("/")[0] if block.pointer else "html"
        stem = filename.removesuffix(".html").removesuffix(".xml")
        candidates = [f"{folder}/{filename}.html", f"html/{filename}.html", f"html/{stem}.html"]
        found = next((name for name in candidates if name in self._course.names), None)
        if found:
            self._course.used.add(found)
            return
        message = f"{candidates[1]} is missing. Add the file or remove the block."
        self._say("error", "missing-file", message, block.place)


def _child_blocks(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        aside = (child.get("xblock-family") or "").startswith("xblock_asides")
        if isinstance(child.tag, str) and child.tag not in NO_BLOCKS and not aside:
            yield child


def _name(node: etree._Element) -> str:
    return node.get("url_name") or node.get("slug") or ""


def _within(block: RawBlock, file: str) -> bool:
    above = block.parent
    while above is not None:
        if above.place.file == file:
            return True
        above = above.parent
    return False


def _parsed(files: Files, names: frozenset[str], name: str, say: Say) -> etree._Element | None:
    if name not in names:
        return None
    try:
        return parse_xml(files.read(name), name)
    except CourseError as error:
        say("error", "broken-xml", error.message, error.place)
        return None


def _json(files: Files, name: str, names: frozenset[str], say: Say) -> JsonFile:
    """Return the object in a JSON file, an empty one when there is none or it is broken."""
    if name not in names:
        return JsonFile(name, {})
    try:
        text = files.read(name).decode("utf-8-sig")
        value: Any = read_json(text)
    except CourseError as error:
        say("error", "broken-json", error.message, error.place)
        return JsonFile(name, {})
    except ValueError as error:
        place = Place(name, getattr(error, "lineno", None))
        say("error", "broken-json", f"The JSON is broken: {error}.", place)
        return JsonFile(name, {})
    if not isinstance(value, Mapping):
        say("error", "broken-json", "Expected a JSON object {…}.", Place(name, 1))
        return JsonFile(name, {})
    return JsonFile(name, value, text)
