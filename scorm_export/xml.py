"""Reads XML that strangers wrote: no entities, no network, no document types, errors with file and line."""

import re

from lxml import etree

from scorm_export.errors import CourseError, HostileError, Place
from scorm_export.text import decoded

_PARSER_OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Encodings that editors write. Others exist to smuggle something past a reader.
ENCODINGS = re.compile(
    r"utf-?8|(us-)?ascii|iso-?8859-\d{1,2}|latin-?\d|(windows-?|cp)(125\d|874|932)|gb(2312|k|18030)|"
    r"big5|shift[_-]?jis|euc-(jp|kr)|koi8-[ru]|mac(intosh|-?roman)",
    re.IGNORECASE,
)
# Elements and attributes that one file may have; each takes 100 bytes and more in memory. Courses have thousands.
MOST_MARKS = 500_000


def parse_xml(data: bytes, file: str) -> etree._Element:
    """Return the root element of ``data``; raises as `read_xml`."""
    return read_xml(data, file)[0]


def read_xml(data: bytes, file: str) -> tuple[etree._Element, str]:
    """Return the root element of ``data`` and the encoding it was in.

    Raises `CourseError` naming ``file`` and the line, `HostileError` for a document type.
    """
    text, encoding = _as_utf8(data, file)
    if marks(text) > MOST_MARKS:
        raise CourseError(f"The XML has more than {MOST_MARKS} elements and attributes. Split the file.", Place(file))
    parser = etree.XMLParser(encoding="utf-8", **_PARSER_OPTIONS)  # type: ignore[arg-type]  # all are flags
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise CourseError(f"The XML is broken: {error.msg}.", Place(file, error.lineno)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise HostileError("A document type (<!DOCTYPE …>) is not allowed in a course. Remove it.", Place(file, 1))
    return root, encoding


def marks(text: bytes) -> int:
    """Return how many elements and attributes XML can have at most, found without reading it."""
    return text.count(b"<") + text.count(b"=")


def _as_utf8(data: bytes, file: str) -> tuple[bytes, str]:
    """Bytes that are no UTF-8, and do not say what else, come from editors of old: they are Windows-1252."""
    named = _DECLARATION.match(data[:200])
    utf8 = named is None or named[1].lower() in (b"utf-8", b"utf8")
    if named is None or utf8 or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        text, encoding = decoded(data)
        return (data.removeprefix(b"\xef\xbb\xbf") if encoding == "utf-8" else text.encode()), encoding
    name = named[1].decode()
    if name.lower().startswith("utf-16"):  # not when that can be read so far
        return data, "utf-8"
    try:
        if not ENCODINGS.fullmatch(name):
            raise LookupError(name)
        return data.decode(name).encode(), "as declared"
    except LookupError:
        raise CourseError(f"The encoding “{name}” is not read here. Save the file as UTF-8.", Place(file, 1)) from None
    except UnicodeError:
        message = f"The XML is broken: it is not in the encoding it names, {name}. Save it as UTF-8."
        raise CourseError(message, Place(file, 1)) from None


def line_of(node: etree._Element) -> int | None:
    """Return the line ``node`` stands on in its file, if lxml knows it."""
    return node.sourceline if isinstance(node.sourceline, int) else None


def without_controls(text: str) -> str:
    """Return ``text`` without what XML can't hold: control characters and halves of surrogate pairs."""
    return re.sub("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]", "", text)


def inner_html(node: etree._Element) -> str:
    """Return the markup inside ``node``, without its own tag."""
    parts = [escaped(node.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in node]
    return "".join(parts).strip()


def plain_text(node: etree._Element) -> str:
    """Return the text inside ``node`` with white space folded."""
    return " ".join("".join(str(text) for text in node.itertext()).split())


def take_out(node: etree._Element) -> None:
    """Remove ``node`` from its parent; the text after it stays."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def escaped(text: str) -> str:
    """Return ``text`` as HTML text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
