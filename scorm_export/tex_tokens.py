"""A formula in pieces, as Temml cuts it: commands, signs, blanks."""

import re

TOKEN = re.compile(
    r"(?P<space>[ \r\n\t]+)|(?P<verb>\\verb\*?(?P<bar>[^a-zA-Z*\s]).*?(?P=bar))|(?P<word>\\[a-zA-Z@]+)[ \r\n\t]*"
    r"|(?P<sign>\\[\s\S])|(?P<other>[^\\\x00-\x1f\ue000-\uf8ff])"
)


class FaultError(Exception):
    """Why a formula can't be shown; ``str()`` is the sentence."""


def tokens(source: str) -> list[str]:
    """Return commands, signs and blanks (as one blank) without comments; raises `FaultError`."""
    found: list[str] = []
    place = 0
    while place < len(source):
        if source[place] == "%":
            end = source.find("\n", place)
            place = len(source) if end < 0 else end + 1
            continue
        match = TOKEN.match(source, place)
        if match is None:
            raise FaultError(
                "It ends with a backslash." if source[place] == "\\" else "It has a sign TeX does not know."
            )
        if match["space"]:
            found.append(" ")
        else:
            found.append(match["word"] or match["sign"] or match["verb"] or match["other"])
        place = match.end()
    return found
