"""Which file an element leads to: `<problem url_name="q1"/>` to problem/q1.xml, as Open edX has read it since 2012."""

from dataclasses import dataclass

from lxml import etree

from scorm_export.errors import Place
from scorm_export.files import Files, safe_name
from scorm_export.tags import CONTAINERS, STRUCTURES

# All that a pointer may say.
NAMES = frozenset({"url_name", "slug", "org", "course"})
# Blocks that are nothing without their file.
FILED = CONTAINERS | STRUCTURES | {"html", "problem", "video"}
# Blocks that are empty without content, so that their file is meant even when an element says more than its name.
EMPTY_ALONE = CONTAINERS | STRUCTURES | {"html", "problem"}


@dataclass(frozen=True)
class Pointer:
    """``file`` may be missing; ``more`` is what the element says beyond its name: Open edX does not follow it then."""

    file: str
    more: tuple[str, ...] = ()


def pointer(node: etree._Element, files: Files, place: Place) -> Pointer | None:
    """Return where ``node`` leads; None when the block stands right here."""
    name = node.get("filename") or name_of(node)
    if len(node) or (node.text or "").strip() or not name:
        return None
    file = _file(str(node.tag), name, files, place)
    if node.tag == "html" and not _is_filed(node, file, files):
        return None
    if node.get("filename"):
        return Pointer(file)
    more = tuple(sorted(set(map(str, node.attrib)) - NAMES))
    if more:
        return Pointer(file, more) if file in files and node.tag in EMPTY_ALONE else None
    return Pointer(file) if node.tag in FILED or file in files else None


def name_of(node: etree._Element) -> str:
    """Return the block's url_name, in courses of 2012 called slug; empty when it has none."""
    return node.get("url_name") or node.get("slug") or ""


def path_of(name: str) -> str:
    """Return a name as part of a path: colons stand for folders.

    >>> path_of("week1:intro")
    'week1/intro'
    """
    return name.replace(":", "/")


def _file(tag: str, name: str, files: Files, place: Place) -> str:
    file = safe_name(f"{tag}/{path_of(name)}.xml", place)
    old = safe_name(f"{tag}s/{path_of(name)}.xml", place)  # problems/ of 2012
    return old if file not in files and old in files else file


def _is_filed(node: etree._Element, file: str, files: Files) -> bool:
    """A text may be a page alone, html/<name>.html; where ``filename`` names one, that is meant first."""
    alone = f"{file.removesuffix('.xml')}.html" in files
    return file in files and not alone if node.get("filename") else file in files or not alone
