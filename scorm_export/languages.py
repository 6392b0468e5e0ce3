"""The language of a course and the direction it is read in; where an author named none, what the letters say."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

LANGUAGE = r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}"
RIGHT_TO_LEFT = frozenset({
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
})  # fmt: skip
RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
# The first word of a letter's name in Unicode → the language most often written so.
_BY_SCRIPT = {
    "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "THAI": "th",
    "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka", "TAMIL": "ta", "BENGALI": "bn", "DEVANAGARI": "hi",
}  # fmt: skip
# Fewer letters are too few to guess from.
FEWEST = 12
MOST = 20_000


def tag_of(written: str) -> str | None:
    """Return a language tag (BCP 47) as it is usually written, None for what is none.

    >>> tag_of("zh_cn")
    'zh-CN'
    """
    if not re.fullmatch(LANGUAGE, written):
        return None
    first, *more = written.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in more)])


def direction_of(language: str) -> str:
    """Return ``"rtl"`` or ``"ltr"``; a script in the tag decides, else the language.

    >>> direction_of("ar-Latn"), direction_of("ku-Arab")
    ('ltr', 'rtl')
    """
    first, *more = language.lower().split("-")
    script = next((part for part in more if len(part) == 4 and part.isalpha()), None)
    right = script in RIGHT_TO_LEFT_SCRIPTS if script else first in RIGHT_TO_LEFT
    return "rtl" if right else "ltr"


def guessed(texts: Iterable[str]) -> str | None:
    """Return the language that more than half of the letters point to; None for Latin ones, and for too few.

    >>> guessed(["安全のきほん", "はじめに スイッチ"])
    'ja'
    """
    counts = Counter(_script(sign) for sign in "".join(texts)[:MOST] if sign.isalpha())
    if counts["HIRAGANA"] + counts["KATAKANA"] > 0:  # Japanese is written with both
        counts["HIRAGANA"] += counts.pop("CJK", 0) + counts.pop("KATAKANA", 0)
    script, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return _BY_SCRIPT.get(script) if count >= FEWEST and 2 * count > counts.total() else None


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]
