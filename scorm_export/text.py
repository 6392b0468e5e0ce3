"""Text that strangers wrote, in whatever encoding: decoded for the package, and made safe to print in a terminal."""

import re

# C0 and C1 control characters, and signs that turn the direction of the text around them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was in: UTF-8, UTF-16 with its mark, else Windows-1252 (old Latin-1 files).

    >>> decoded("Grüße".encode("latin-1"))
    ('Grüße', 'windows-1252')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "windows-1252"


def without_tags(markup: str) -> str:
    """Return ``markup`` with a blank for each tag and comment.

    >>> without_tags("<p>a<!-- <b> --></p>")
    ' a  '
    """
    pieces = markup.split("<!--")
    shown = [pieces[0], *(rest for piece in pieces[1:] for rest in piece.partition("-->")[2:])]
    return re.sub(r"<[^<>]*>", " ", " ".join(shown))


def printable(text: str) -> str:
    """Return ``text`` without what could command a terminal or turn a line around.

    >>> printable("red \\x1b[31m")
    'red �[31m'
    """
    return _UNPRINTABLE.sub("\ufffd", text)
