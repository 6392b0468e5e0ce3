"""Author HTML made safe for a package: cleaned by an allow-list, its files carried along, its links led outside.

What the allow-list drops (scripts, frames, forms) is named, so that the report can say it.
"""

import re
from collections.abc import Callable

import nh3
from lxml import etree, html

TAGS = nh3.ALLOWED_TAGS | {
    "audio", "button", "details", "figcaption", "figure", "main", "picture", "section", "source", "summary", "track",
    "video", "tfoot", "caption", "colgroup", "col",
} - {"button"}  # fmt: skip
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
DROPPED = (
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "svg",
    "math",
)
Carry = Callable[[str], str | None]


def clean_html(markup: str, carry: Carry) -> tuple[str, list[str]]:
    """Return safe markup, and the names of what was dropped from it.

    ``carry`` gets each URL of a picture, sound, film or link and returns its path in the package, or None to keep it.
    """
    safe = nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return _lead_links(safe, carry), dropped_from(markup)


def dropped_from(markup: str) -> list[str]:
    """Return the tags (and “on…” handlers) in ``markup`` that the allow-list does not let through."""
    found = [tag for tag in DROPPED if re.search(rf"<{tag}[\s>/]", markup, re.IGNORECASE)]
    if re.search(r"<[^>]+\son[a-z]+\s*=", markup, re.IGNORECASE):
        found.append("event handlers")
    return found


def _lead_links(markup: str, carry: Carry) -> str:
    """Carry files along; links to other sites open in a tab of their own, because the package sits in a frame."""
    if not markup.strip():
        return ""
    root = html.fragment_fromstring(markup, create_parent="div")
    for node in root.iter(etree.Element):
        for name in ("src", "poster", "href"):
            url = node.get(name)
            if url is not None:
                node.set(name, carry(url) or url)
        if node.get("srcset"):
            node.set("srcset", _srcset(node.get("srcset", ""), carry))
        if node.tag == "a" and re.match(r"https?:|mailto:|tel:|static/", node.get("href", "")):
            node.set("target", "_blank")
            node.set("rel", "noopener noreferrer")
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in root]
    return (_escape(root.text or "") + "".join(parts)).strip()


def _srcset(value: str, carry: Carry) -> str:
    def lead(candidate: str) -> str:
        url, _, size = candidate.strip().partition(" ")
        return f"{carry(url) or url} {size}".strip()

    return ", ".join(lead(candidate) for candidate in value.split(",") if candidate.strip())


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
