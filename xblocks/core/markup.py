"""Author text: HTML that goes into pages and OLX, and plain text that fits XML.

An author's HTML is kept as written; it is cleaned (nh3) wherever it leaves for a browser.
"""

import re
from copy import deepcopy
from typing import Any

import nh3
from lxml import etree, html

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (section 2.2) can't hold."""

_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


def clean(markup: str) -> str:
    """HTML without scripts, event attributes and dangerous links; links and images stay."""
    return nh3.clean(markup, link_rel=None, attributes=_attributes())


def one_line(text: str) -> str:
    """Plain text on one line, without characters that XML can't hold."""
    return " ".join(NOT_XML.sub("", text).split())


def plain(markup: str) -> str:
    """The words of a piece of HTML, on one line."""
    return one_line(" ".join(map(str, _parse(clean(markup)).itertext())))


def inner_html(node: etree._Element) -> str:
    """What stands inside an OLX element, as HTML."""
    node = deepcopy(node)
    etree.strip_elements(node, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    parts = [_escape(node.text or "")]
    parts += [etree.tostring(child, method="html", encoding="unicode") for child in node]
    return "".join(parts).strip()


def fill(node: etree._Element, markup: str) -> None:
    """Puts HTML into an OLX element as readable child elements; `inner_html` gives it back."""
    source = _parse(NOT_XML.sub("", markup))
    node.text = source.text
    node.extend(list(source))


def tidy(markup: str) -> str:
    """The same HTML in the one spelling that survives a way through OLX."""
    node = etree.Element("text")
    fill(node, markup)
    return inner_html(node)


def _parse(markup: str) -> etree._Element:
    try:
        parsed: etree._Element = etree.fromstring(f"<text>{markup}</text>", _PARSER)
        return parsed
    except etree.XMLSyntaxError:
        return _parse_html(markup)


def _parse_html(markup: str) -> etree._Element:
    """As a browser would read it inside a page: a whole page's own `<html>`, `<head>` and `<body>` fall away."""
    page: Any = html.document_fromstring(f"<html><body>{markup}</body></html>")
    node: etree._Element = html.Element("text")
    for part in list(page.iterchildren("head", "body")):
        part.drop_tag()
    node.text = page.text
    node.extend(list(page))
    _drop_impossible_names(node)
    return node


def _drop_impossible_names(node: Any) -> None:
    """HTML knows elements and attributes (`<b "x">`) whose names XML can't write; the words in them stay."""
    for element in list(node.iterdescendants(etree.Element)):
        for name in [name for name in element.attrib if not _XML_NAME.fullmatch(str(name))]:
            del element.attrib[name]
        if not _XML_NAME.fullmatch(str(element.tag)):
            element.drop_tag()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attributes() -> dict[str, set[str]]:
    allowed = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    allowed.setdefault("*", set()).update({"class", "dir", "lang", "title"})
    allowed["a"].add("target")
    return allowed
