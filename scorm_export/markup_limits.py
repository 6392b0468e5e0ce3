"""How much markup one text may hold, counted before a parser sees it.

Parsers need time that grows with the square (and worse) of what is left open, and leave out in silence what stands too
deep. Follows the tokens of the HTML standard, section 13.2.5; where a parser could read otherwise, more is counted,
never less.
"""

import re
from dataclasses import dataclass, field

from scorm_export.ceilings import MIB
from scorm_export.errors import CourseError, Place

MAX_MARKUP = 16 * MIB
MOST_TAGS = 250_000
MOST_ATTRIBUTES = 500
# The clean-up moves the rest of the text at each “&”.
MOST_MOVED = 10**11
# Elements that are open at one place. Browsers themselves stop at 512.
DEEPEST = 250

_START = re.compile(r"<(?:(/?)([a-zA-Z][^\t\n\f\r />]*+)|(!--|!\[CDATA\[|[!?/]))")
_VALUE = r"""(?:=[\t\n\f\r ]*+(?:"[^"]*+"?+|'[^']*+'?+|[^\t\n\f\r >]*+))?+"""
_ATTRIBUTE = re.compile(rf"""[\t\n\f\r /]*+(?:(>)|(=?+[^\t\n\f\r />=]++|=)[\t\n\f\r ]*+{_VALUE})?+""")
_COMMENT_END = re.compile(r"--!?>")
VOID = frozenset({
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
})  # fmt: skip
# What the next one of its kind, or the end of what is around it, closes.
CLOSED_BY_ITSELF = frozenset({
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot",
    "th", "thead", "tr",
})  # fmt: skip
# What parsers open again where it was not closed.
FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
# Nothing outside of these is closed from inside.
BARRIERS = frozenset({
    "annotation-xml", "applet", "desc", "foreignobject", "marquee", "math", "mi", "mn", "mo", "ms", "mtext", "object",
    "select", "svg", "table", "template", "title",
})  # fmt: skip
# What holds text and no elements: in HTML always, in drawings and formulas never.
RAW = frozenset({"iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"})


def check_markup(markup: str, place: Place | None = None) -> None:
    """Raise `CourseError` for markup that no author's tool writes and no parser reads in time."""
    if len(markup) > MAX_MARKUP:
        raise CourseError(f"The text is longer than {MAX_MARKUP // MIB} million characters. Split it.", place)
    if markup.count("<") > MOST_TAGS:
        raise CourseError(f"The text has more than {MOST_TAGS} tags. Split it.", place)
    if markup.count("&") * len(markup) > MOST_MOVED:
        raise CourseError("The text has too many references (“&…;”) for its length. Split it.", place)
    fault = _Scan(markup).fault()
    if fault:
        raise CourseError(fault, place)


@dataclass
class _Scan:
    """Goes through the tags once. ``unsure``: up to there a parser may take tags for text, so nothing is closed."""

    markup: str
    opened: list[str] = field(default_factory=list)
    foreign: bool = False
    unsure: int = 0
    _ends: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def fault(self) -> str | None:
        """Return in one sentence what is too much; None when nothing is."""
        place = 0
        while found := _START.search(self.markup, place):
            if found[3]:
                place = self._aside(found)
                continue
            count, place = self._attributes(found.end())
            if count > MOST_ATTRIBUTES:
                return f"A tag has more than {MOST_ATTRIBUTES} attributes. Mend the text."
            place = self._tag(found, place)
            if len(self.opened) > DEEPEST:
                return f"More than {DEEPEST} elements are open in one another, or were never closed. Mend the text."
        return None

    def _aside(self, found: re.Match[str]) -> int:
        """Return where a comment, or what parsers take for one, ends."""
        if found[3] == "!--":
            if abrupt := re.compile("-?>").match(self.markup, found.end()):
                return abrupt.end()
            end = _COMMENT_END.search(self.markup, found.end())
            return end.end() if end else len(self.markup)
        if found[3] == "![CDATA[" and self.foreign:
            self._stay_unsure("]]>", found.end())
            return found.end()
        end_at = self.markup.find(">", found.end())
        return len(self.markup) if end_at < 0 else end_at + 1

    def _attributes(self, place: int) -> tuple[int, int]:
        """Return how many attributes there are, as far as that matters, and where the tag ends."""
        for count in range(MOST_ATTRIBUTES + 2):
            found = _ATTRIBUTE.match(self.markup, place)
            if found is None or found[2] is None:
                return count, found.end() if found else place
            place = found.end()
        return count, place

    def _tag(self, found: re.Match[str], place: int) -> int:
        name = found[2].lower()
        if found[1]:
            if found.start() >= self.unsure:
                self._close(name)
        elif name == "plaintext":
            return len(self.markup)
        elif name not in VOID and name not in CLOSED_BY_ITSELF:
            self.foreign = self.foreign or name in ("svg", "math")
            return self._raw(name, place) if name in RAW else self._open(name, place)
        return place

    def _open(self, name: str, place: int) -> int:
        if name == "a":  # the next link ends the one before
            self._close(name)
        self.opened.append(name)
        return place

    def _raw(self, name: str, place: int) -> int:
        """Text goes by; where it may be no text, it is looked at."""
        stop, plain = self._ends.get(name, (-1, True))
        if stop < place:
            end = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(self.markup, place)
            stop = end.start() if end else len(self.markup)
            plain = name not in ("noscript", "title") and self.markup.find("<!--", place, stop) < 0
            self._ends[name] = stop, plain
        if plain and not self.foreign:
            return stop
        self.unsure = max(self.unsure, stop)
        return place

    def _stay_unsure(self, end: str, place: int) -> None:
        if place >= self.unsure:
            found = self.markup.find(end, place)
            self.unsure = len(self.markup) if found < 0 else found

    def _close(self, name: str) -> None:
        """Close the innermost element of that name, with all inside but what parsers open again."""
        for place in range(len(self.opened) - 1, -1, -1):
            if self.opened[place] == name:
                inside = self.opened[place + 1 :]
                self.opened[place:] = inside if name in FORMATTING else [one for one in inside if one in FORMATTING]
                return
            if self.opened[place] in BARRIERS:
                return
