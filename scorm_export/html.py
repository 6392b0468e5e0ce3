"""Author HTML made safe for a package: cleaned by an allow-list, its files carried along, its links led outside.

What is not let through (scripts, frames, forms, styles, files of other sites, addresses inside the LMS) is named, so
that the report can say it; nothing goes in silence.
"""

import re
from collections.abc import Callable, Iterator

import nh3
from lxml import etree, html

TAGS = nh3.ALLOWED_TAGS | {
    "audio", "caption", "col", "colgroup", "details", "figcaption", "figure", "main", "picture", "section", "source",
    "summary", "tfoot", "track", "video",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "role", "tabindex", "title"},
    "a": {"href", "download", "hreflang"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload", "poster", "width", "height"},
    "source": {"src", "srcset", "type", "media"},
    "img": {"src", "srcset", "alt", "width", "height", "loading"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
}
# Old or private attributes whose loss nobody sees.
UNSEEN = {"target", "rel", "data-mce-style", "data-mce-href", "data-mce-src", "xmlns", "contenteditable"}
Carry = Callable[[str], str | None]


def clean_html(markup: str, carry: Carry) -> tuple[str, list[str]]:
    """Return safe markup, and the names of what was left out of it.

    ``carry`` gets each URL of a picture, sound, film or link and returns its path in the package, or None.
    """
    left_out = list(dict.fromkeys(_refused(markup)))
    safe = nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    if not safe.strip():
        return "", left_out
    root = html.fragment_fromstring(safe, create_parent="div")
    for node in list(root.iter(etree.Element)):
        left_out += [name for name in _lead(node, carry) if name not in left_out]
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in root]
    return (_escape(root.text or "") + "".join(parts)).strip(), left_out


def _refused(markup: str) -> Iterator[str]:
    """Yield the names of tags, attributes and addresses that the allow-list does not let through."""
    if not re.search(r"<[a-zA-Z!]", markup):
        return
    root = html.fragment_fromstring(markup, create_parent="div")
    for node in root.iter(etree.Element):
        tag = str(node.tag).lower()
        if tag not in TAGS:
            yield tag
            continue
        for name, value in node.attrib.items():
            key = str(name).lower()
            if key.startswith("on"):
                yield "event handlers"
            elif key in ("href", "src") and re.match(r"\s*(javascript|data|vbscript):", str(value), re.IGNORECASE):
                yield "a program or data as address"
            elif not _allowed(tag, key):
                yield f"attribute {key}"


def _allowed(tag: str, name: str) -> bool:
    known = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | UNSEEN
    return name in known or name.startswith(("aria-", "data-"))


def _lead(node: etree._Element, carry: Carry) -> Iterator[str]:
    """Carry the node's files along and lead its link; yield what can't come along."""
    if node.get("srcset"):
        node.set("srcset", _srcset(node.get("srcset", ""), carry))
    for name in ("src", "poster"):
        url = node.get(name)
        if url is None:
            continue
        carried = carry(url)
        if carried is not None:
            node.set(name, carried)
        else:
            del node.attrib[name]
            yield from _elsewhere(node, url)
    if node.tag == "a" and node.get("href") is not None:
        yield from _link(node, carry)


def _elsewhere(node: etree._Element, url: str) -> Iterator[str]:
    """A picture or film of another site becomes a link: a package asks nobody else for anything by itself."""
    yield (
        "files of other sites (now links)"
        if re.match(r"(https?:)?//", url)
        else f"a file that is not in static ({url})"
    )
    if re.match(r"(https?:)?//", url):
        link = etree.Element("a", href=_absolute(url), target="_blank", rel="noopener noreferrer")
        link.text = node.get("alt") or url
        node.addnext(link)
        link.tail, node.tail = node.tail, None


def _link(node: etree._Element, carry: Carry) -> Iterator[str]:
    """Links to other sites and files open beside the course, because it sits in a frame; others lose their address."""
    url = node.get("href", "").strip()
    carried = carry(url)
    if carried is not None or re.match(r"(https?:|mailto:|tel:|//)", url, re.IGNORECASE):
        node.set("href", carried or _absolute(url))
        node.set("target", "_blank")
        node.set("rel", "noopener noreferrer")
    elif not url.startswith("#"):
        del node.attrib["href"]
        yield "links that lead to other places in the LMS"


def _absolute(url: str) -> str:
    return f"https:{url}" if url.startswith("//") else url


def _srcset(value: str, carry: Carry) -> str:
    candidates = (candidate.strip().partition(" ") for candidate in value.split(",") if candidate.strip())
    led = ((carry(url), size) for url, _, size in candidates)
    return ", ".join(f"{url} {size}".strip() for url, size in led if url)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
