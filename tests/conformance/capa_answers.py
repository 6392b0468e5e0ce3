"""What learners might answer: right and wrong, at the border, and strange; the same list on every run."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

Answer = str | list[str] | None
"""None: the field is left alone."""
Response = dict[str, Any]

ALL_SUBSETS = 6  # up to so many choices, every subset is tried
BLANKS = ("", " ", "\t", "\u00a0", "\u3000 ")
STRANGE = ("abc", "Ω", "😀", "-", ".", "()", "1/0", "0/0", "nan", "inf", "none", "a" * 60, "<b>1</b>", "0x10", "1e400")


def answers(response: Response) -> Iterator[Answer]:
    """Yield answers to one response, without repetition."""
    made = {"single": choice, "dropdown": choice, "multiple": choices, "number": number, "text": text}[response["kind"]]
    seen: list[Answer] = []
    for answer in made(response):
        if answer not in seen:
            seen.append(answer)
            yield answer


def right(response: Response) -> Answer:
    """Return one right answer."""
    good = [option["id"] for option in response.get("choices", ()) if option["correct"]]
    if response["kind"] == "multiple":
        return good
    if response["kind"] in ("single", "dropdown"):
        return str(good[0])
    first = response["answers"][0]
    return str(first.get("text") or first.get("value") or _middle(first))


def choice(response: Response) -> Iterator[Answer]:
    """Every option, none, and one that is not there."""
    yield from (option["id"] for option in response["choices"])
    yield from (None, "choice_99")


def choices(response: Response) -> Iterator[Answer]:
    """Every subset of few choices; of many: the right set with one more or less, and single ones."""
    ids = [option["id"] for option in response["choices"]]
    if len(ids) <= ALL_SUBSETS:
        for size in range(1, len(ids) + 1):
            yield from (list(subset) for subset in combinations(ids, size))
    else:
        good = {option["id"] for option in response["choices"] if option["correct"]}
        yield from ([one for one in ids if one in good ^ {changed}] or None for changed in ids)
        yield from ([one] for one in ids)
        yield [one for one in ids if one in good]
        yield ids
    yield from (None, list(reversed(ids)))


def number(response: Response) -> Iterator[Answer]:
    """Each right number in many spellings, both sides of each border, and what is no number."""
    for right_answer in response["answers"]:
        for border in _borders(right_answer):
            yield from (_plain(border), f"{border:E}")
        yield from _spellings(_plain(_middle(right_answer)))
    yield from (*BLANKS, *STRANGE, "7", "-7", "0", "-0", "1000000000000000000000", "1e-300", "999")
    yield from arithmetic(60)


def text(response: Response) -> Iterator[Answer]:
    """Each right answer and each answer with a hint of its own, in other case, with blanks, cut and stretched."""
    for word in [entry["text"] for entry in (*response["answers"], *response["hints"])]:
        yield from (word, word.upper(), word.lower(), word.swapcase(), word.title())
        yield from (f" {word}", f"{word} ", f"\t{word}\n", f"\u00a0{word}\u3000", f"{word}\u200b", f"\ufeff{word}")
        yield from (word[:-1], f"{word}.", f"{word}!", f"{word} {word}", " ".join(word), f"“{word}”")
        yield from (
            word.replace("s", "ß"),
            word.replace("ß", "ss"),
            word.replace("i", "İ"),
            word.replace("S", "\u017f"),
        )
    yield from (*BLANKS, *STRANGE, "x" * 80, "x" * 81)


def arithmetic(count: int) -> list[str]:
    """Return ``count`` random terms as learners type them, right and wrong."""
    dice = Random(4)
    return [_term(dice, 3) for _ in range(count)]


def _term(dice: Random, depth: int) -> str:
    kind = dice.randrange(12 if depth else 3)
    if kind < 3:
        return _literal(dice)
    one, other = _term(dice, depth - 1), _term(dice, depth - 1)
    blank = dice.choice(("", "", " "))
    if kind < 9:
        return f"{one}{blank}{dice.choice('+-*/^')}{blank}{other}"
    return dice.choice(
        (f"({one})", f"-{one}", f"{one}%", f"({one}{other}", f"sqrt({one})", f"{one} {other}", f"+{one}")
    )


def _literal(dice: Random) -> str:
    whole, part = dice.randrange(100), dice.randrange(100)
    return dice.choice(
        (
            *(f"{whole}", f"{whole}.{part}", f".{part}", f"{whole}.", f"{whole}e{part % 5}", f"{whole}E-{part % 5}"),
            *(f"{whole},{part}", f"{whole}%", f"{whole}k", f"\u2212{whole}", f"{whole}m", f"0{whole}", "pi", "e"),
        )
    )


def _spellings(plain: str) -> Iterator[str]:
    yield from (
        plain,
        f" {plain} ",
        f"\u00a0{plain}",
        f"+{plain}",
        f"({plain})",
        f"{plain}*1",
        f"{plain}/1",
        f"--{plain}",
    )
    yield from (
        plain.replace("-", "\u2212"),
        f"\u2212{plain}",
        f"\u2013{plain}",
        f"-{plain}",
        f"{plain}e0",
        f"{plain}E+0",
    )
    yield from (
        plain.replace(".", ","),
        f"{plain},0",
        f"{plain}.",
        f"{plain}.0",
        f"{plain}0",
        f"0{plain}",
        f"{plain} x",
    )
    yield from (f"{plain}%", f"{plain}k", f"{plain}K", f"{plain}M", f"{plain}m", f"{plain}c", f"{plain}u", f"{plain}n")
    yield from (
        f"{plain} %",
        f"{plain}e",
        f"{plain}i",
        f"{plain}*pi/pi",
        f"sqrt({plain}^2)",
        f"{plain}||1e99",
        f"{plain}:1",
    )
    yield from (plain.translate({ord("0") + i: 0x660 + i for i in range(10)}), f"{plain} €", f"{plain}°", f"{plain}!")
    yield from (f"{plain[:1]} {plain[1:]}", f"{plain}\n", f"{plain}''", f"[{plain}]", f"{plain};", f"{plain}²")


def _borders(right_answer: dict[str, Any]) -> Iterator[Decimal]:
    """Numbers on, just inside and just outside the borders of what is right."""
    edges = [Decimal(right_answer[key]) for key in ("low", "high") if key in right_answer]
    if not edges:
        middle, tolerance = Decimal(right_answer["value"]), Decimal(right_answer["tolerance"])
        if right_answer["percent"]:
            tolerance *= abs(middle) / 100
        edges = [middle - tolerance, middle + tolerance]
        yield from (middle + tolerance * share for share in (Decimal("0.5"), Decimal("-0.999999"), Decimal("0.999999")))
    for edge in edges:
        step = max(abs(edge), Decimal(1)) * Decimal("1e-9")
        yield from (edge, edge - step, edge + step, edge - 1, edge + 1)


def _middle(right_answer: dict[str, Any]) -> Decimal:
    if "value" in right_answer:
        return Decimal(right_answer["value"])
    return (Decimal(right_answer["low"]) + Decimal(right_answer["high"])) / 2


def _plain(value: Decimal) -> str:
    return format(value, "f")
