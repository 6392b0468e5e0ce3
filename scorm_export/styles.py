"""An author's CSS: addresses led to files of the package, and inline styles cut down to what can't harm a page.

Follows CSS Syntax Level 3 as far as addresses go: ``url(…)``, quoted or not, and ``@import``.
"""

import re
from collections.abc import Callable, Iterator

Lead = Callable[[str], str | None]

# Possessive throughout: a style sheet that was written to be slow is read in one pass like any other.
_STRING = r"""(?:"((?:[^"\\\n\r\f]|\\[\s\S])*+)"|'((?:[^'\\\n\r\f]|\\[\s\S])*+)')"""
_URL = re.compile(rf"""url\(\s*+(?:{_STRING}|([^"'()\s]*+))\s*+\)""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s*+(?:url\(\s*+)?+["']?+([^"')\s;]++)["']?+\s*+\)?+([^;]*+);?""", re.IGNORECASE)
# A string that is left open ends with its line, as in CSS.
_PIECE = re.compile(
    r"""/\*|@import|url\(|"(?:[^"\\\n\r\f]|\\[\s\S])*+"?+|'(?:[^'\\\n\r\f]|\\[\s\S])*+'?+""", re.IGNORECASE
)
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
_HARMFUL = re.compile(r"expression\s*\(|javascript:|\\|-moz-binding|behaviou?r", re.IGNORECASE)
_LED = re.compile(r'url\("[^"]*"\)')
_FUNCTION = re.compile(r"(?<![a-zA-Z-])([a-zA-Z-]*+)\(")
# Functions that compute something. Others (image-set, src, …) may ask for files that `lead_css` does not see.
FUNCTIONS = frozenset({
    "", "calc", "clamp", "color", "color-mix", "conic-gradient", "fit-content", "hsl", "hsla", "hwb", "lab", "lch",
    "light-dark", "linear-gradient", "max", "min", "minmax", "oklab", "oklch", "radial-gradient", "repeat",
    "repeating-conic-gradient", "repeating-linear-gradient", "repeating-radial-gradient", "rgb", "rgba", "var",
})  # fmt: skip


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

    return "".join(_rewritten(css, imported, url)), list(dict.fromkeys(lost))


Change = Callable[[re.Match[str]], str]


def _rewritten(css: str, imported: Change, url: Change) -> Iterator[str]:
    """Yield ``css`` in pieces; comments and strings stay as they are."""
    place = 0
    while piece := _PIECE.search(css, place):
        yield css[place : piece.start()]
        word = piece[0].lower()
        if word == "/*":
            end = css.find("*/", piece.end())
            place = len(css) if end < 0 else end + 2
            yield css[piece.start() : place]
            continue
        pattern, change = (_IMPORT, imported) if word == "@import" else (_URL, url)
        match = pattern.match(css, piece.start()) if word in ("@import", "url(") else None
        yield change(match) if match else piece[0]
        place = (match or piece).end()
    yield css[place:]


def inline_style(style: str, lead: Lead) -> tuple[str, list[str]]:
    """Return what may stay of a ``style`` attribute, and the names of the properties or addresses that went."""
    kept: list[str] = []
    lost: list[str] = []
    for declaration in _declarations(style):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if not name or not value:
            continue
        if name not in ALLOWED or _HARMFUL.search(value):
            lost.append(name)
            continue
        value, addresses = lead_css(value, lead)
        lost += addresses
        if not FUNCTIONS.issuperset(found.lower() for found in _FUNCTION.findall(_LED.sub("", value))):
            lost.append(name)
            continue
        kept.append(f"{name}: {value}")
    return "; ".join(kept), lost


def _declarations(style: str) -> Iterator[str]:
    """Yield what stands between semicolons; what is left open at the end goes."""
    start, depth, quote = 0, 0, ""
    for found in re.finditer(r"""["'();]""", style):
        sign = found[0]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign != ";":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif depth == 0:
            yield style[start : found.start()]
            start = found.end()
    if not quote and depth == 0:
        yield style[start:]


def _quoted(address: str) -> str:
    return address.replace("\\", "%5C").replace('"', "%22").replace("\n", "%0A")
