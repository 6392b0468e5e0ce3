"""An author's CSS: addresses led to files of the package, and inline styles cut down to what can't harm a page.

Follows CSS Syntax Level 3 as far as addresses go: ``url(…)``, quoted or not, and ``@import``.
"""

import re
from collections.abc import Callable

Lead = Callable[[str], str | None]

_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)["']?\s*\)?([^;]*);""", re.IGNORECASE)
# What authors set on single elements. Nothing that takes an element out of the flow of the page.
ALLOWED = frozenset({
    "background", "background-color", "background-image", "background-position", "background-repeat",
    "background-size", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
    "border-right", "border-spacing", "border-style", "border-top", "border-width", "box-shadow", "caption-side",
    "clear", "color", "column-count", "column-gap", "columns", "direction", "display", "flex", "flex-basis",
    "flex-direction", "flex-flow", "flex-grow", "flex-shrink", "flex-wrap", "align-items", "align-self",
    "align-content", "justify-content", "order", "gap", "row-gap", "grid-template-columns", "grid-template-rows",
    "grid-column", "grid-row", "float", "font", "font-family", "font-size", "font-style", "font-variant",
    "font-weight", "height", "letter-spacing", "line-height", "list-style", "list-style-type", "margin",
    "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height",
    "min-width", "object-fit", "opacity", "overflow", "overflow-x", "overflow-y", "padding", "padding-bottom",
    "padding-left", "padding-right", "padding-top", "table-layout", "text-align", "text-decoration", "text-indent",
    "text-transform", "unicode-bidi", "vertical-align", "visibility", "white-space", "width", "word-break",
    "word-spacing", "word-wrap", "overflow-wrap", "writing-mode",
})  # fmt: skip
_DECLARATION = re.compile(r"""(?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\))+""")
_HARMFUL = re.compile(r"expression\s*\(|javascript:|\\|-moz-binding|behaviou?r", re.IGNORECASE)


def lead_css(css: str, lead: Lead) -> tuple[str, list[str]]:
    """Return ``css`` with its addresses led by ``lead``, and the addresses for which that returned None.

    Those are emptied: a style sheet in a package asks no other site for anything.
    """
    lost: list[str] = []

    def led(address: str) -> str:
        if address.startswith(("data:", "#")) or not address:
            return address
        found = lead(address)
        if found is None:
            lost.append(address)
        return found or ""

    def imported(match: re.Match[str]) -> str:
        address = led(match[1])
        return f'@import "{_quoted(address)}"{match[2]};' if address else ""

    def url(match: re.Match[str]) -> str:
        address = led(match[1] or match[2] or match[3] or "")
        return f'url("{_quoted(address)}")' if address else "none"

    return _URL.sub(url, _IMPORT.sub(imported, css)), list(dict.fromkeys(lost))


def inline_style(style: str, lead: Lead) -> tuple[str, list[str]]:
    """Return what may stay of a ``style`` attribute, and the names of the properties or addresses that went."""
    kept: list[str] = []
    lost: list[str] = []
    for declaration in _DECLARATION.findall(style):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if not name or not value:
            continue
        if name not in ALLOWED or _HARMFUL.search(value):
            lost.append(name)
            continue
        value, addresses = lead_css(value, lead)
        lost += addresses
        kept.append(f"{name}: {value}")
    return "; ".join(kept), lost


def _quoted(address: str) -> str:
    return address.replace("\\", "%5C").replace('"', "%22").replace("\n", "%0A")
