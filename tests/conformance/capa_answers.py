"""What learners might answer: right and wrong, at the border, and strange; the same list on every run."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from importlib import import_module
from itertools import combinations, pairwise
from random import Random
from typing import Any

from tests.conformance.capa_terms import arithmetic, mutated, spellings

Answer = str | list[str] | None
"""None: the field is left alone."""
Response = dict[str, Any]

ALL_SUBSETS = 7  # up to so many choices, every subset is tried
BLANKS = ("", " ", "\t", "\u00a0", "\u3000 ")
STRANGE = ("abc", "Ω", "😀", "-", ".", "()", "1/0", "0/0", "nan", "inf", "none", "a" * 60, "<b>1</b>", "0x10", "1e400")
OTHER_SCRIPTS = ("ответ", "答え", "إجابة", "תשובה", "ἀπόκρισις", "\u202e1\u202c", "١٢٣", "Ⅻ", "½", "3²")
PARSER: Any = import_module("re._parser")


def answers(response: Response) -> Iterator[Answer]:
    """Yield answers to one response, without repetition."""
    made = {
        "single": choice, "dropdown": choice, "multiple": choices, "number": number, "text": text,
        "formula": formula, "image": image,
    }[response["kind"]]  # fmt: skip
    seen: list[Answer] = []
    for answer in made(response):
        if answer not in seen:
            seen.append(answer)
            yield answer


def right(response: Response) -> Answer:
    """Return one right answer."""
    good = [option["id"] for option in response.get("choices", ()) if option["correct"]]
    kind = response["kind"]
    if kind == "multiple":
        return good
    if kind in ("single", "dropdown"):
        return str(good[0])
    if kind == "formula":
        return str(response["answer"])
    if kind == "image":
        return points(response["areas"][0])[0]
    first = response["answers"][0]
    if "pattern" in response:
        return sample(first["source"], Random(1))
    return str(first.get("text") or first.get("value") or _middle(first))


def choice(response: Response) -> Iterator[Answer]:
    """Every option, none, and one that is not there."""
    yield from (option["id"] for option in response["choices"])
    yield from (None, "choice_99")


def choices(response: Response) -> Iterator[Answer]:
    """Every subset of few choices; of many: the right set with one more or less, single ones, and some by chance."""
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
        dice = Random(3)
        yield from (sorted(dice.sample(ids, dice.randrange(1, len(ids))), key=ids.index) for _ in range(100))
    yield from (None, list(reversed(ids)))


def number(response: Response) -> Iterator[Answer]:
    """Each right number in many spellings, both sides of each border, and what is no number."""
    written = [entry[key] for entry in response["answers"] for key in ("value", "low", "high") if key in entry]
    written += [*response.get("partial", {}).get("list", ()), *(hint["value"] for hint in response.get("hints", ()))]
    yield from (variant for value in written for variant in (value, f"({value})", f"{value}*1", value.upper()))
    for right_answer in response["answers"]:
        for border in _borders(right_answer, response.get("partial", {}).get("range", 2)):
            yield from (_plain(border), f"{border:E}")
        yield from spellings(_plain(_middle(right_answer)))
    yield from (*BLANKS, *STRANGE, *OTHER_SCRIPTS, "7", "-7", "0", "-0", "1000000000000000000000", "1e-300", "999")
    yield from arithmetic(60)
    yield from mutated(_plain(_middle(response["answers"][0])), 40)


def text(response: Response) -> Iterator[Answer]:
    """Each right answer and each answer with a hint of its own, in other case, with blanks, cut and stretched."""
    entries = [*response["answers"], *response["hints"]]
    dice = Random(5)
    words = [entry["text"] for entry in entries if "source" not in entry]
    words += [sample(entry["source"], dice) for entry in entries if "source" in entry for _ in range(8)]
    for word in words:
        yield from (word, word.upper(), word.lower(), word.swapcase(), word.title())
        yield from (f" {word}", f"{word} ", f"\t{word}\n", f"\u00a0{word}\u3000", f"{word}\u200b", f"\ufeff{word}")
        yield from (word[:-1], f"{word}.", f"{word}!", f"{word} {word}", " ".join(word), f"“{word}”", f"x{word}")
        yield from (
            word.replace("s", "ß"),
            word.replace("ß", "ss"),
            word.replace("i", "İ"),
            word.replace("S", "\u017f"),
        )
        yield from mutated(word, 12)
    yield from (*BLANKS, *STRANGE, *OTHER_SCRIPTS, "x" * 80, "x" * 81)


def formula(response: Response) -> Iterator[Answer]:
    """The right formula and the hints', turned in ways that keep or change what they say."""
    names = response["variables"]
    for entry in (response, *response["hints"]):
        term = entry["answer"]
        yield from (term, f"({term})", f"{term}+0", f"1*({term})", f"({term})^1", f"-({term})", f"({term})+1e-9")
        yield from (f"({term})*1.001", f"({term})/1.0000001", term.upper(), term.lower(), term.replace(" ", ""))
        yield from (
            term.replace("*", " * "),
            term.replace("-", "\u2212"),
            term.replace("*", ""),
            f" {term}\n",
            f"{term})",
        )
        yield from (f"sqrt(({term})^2)", f"({term})||1e30", f"abs({term})", f"({term})+i", f"({term})/0", f"{term}=1")
        yield from mutated(term, 30)
    yield from (*names, *(f"{name}^2" for name in names), *(f"2{name}" for name in names), "q", "q(2)", "sin(0)", "pi")
    yield from (*BLANKS, *STRANGE, *OTHER_SCRIPTS[:3], "x" * 81, "fact(3)", "fact(2.5)", "1||2")
    yield from arithmetic(25)


def image(response: Response) -> Iterator[Answer]:
    """Corners, sides and middles of every area, just inside and outside, and what is no place."""
    for area in response["areas"]:
        yield from points(area)
    width, height = response["width"], response["height"]
    dice = Random(6)
    yield from (f"[{dice.randrange(width)},{dice.randrange(height)}]" for _ in range(200))
    yield from ("[0,0]", f"[{width},{height}]", " [ 5 , 6 ] ", None)


def points(area: dict[str, Any]) -> list[str]:
    """Return the middle of an area, then places at and around its corners."""
    corners = area.get("points") or [(area["x1"], area["y1"]), (area["x2"], area["y2"])]
    middle = [round(sum(corner[axis] for corner in corners) / len(corners)) for axis in (0, 1)]
    around = [(x + dx, y + dy) for x, y in corners for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    between = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(corners)]
    return [f"[{round(x)},{round(y)}]" for x, y in (middle, *around, *between) if x >= 0 and y >= 0]


def sample(pattern: str, dice: Random) -> str:
    """Return a text that a regular expression of Python mostly fits."""
    return "".join(_fitting(str(op), argument, dice) for op, argument in PARSER.parse(pattern))


def _fitting(op: str, argument: Any, dice: Random) -> str:
    if op == "LITERAL":
        return chr(argument)
    if op in ("NOT_LITERAL", "ANY"):
        return dice.choice("xyz 7")
    if op == "IN":
        return _member(argument, dice)
    if op == "BRANCH":
        return "".join(_fitting(str(kind), inner, dice) for kind, inner in dice.choice(argument[1]))
    if op == "SUBPATTERN":
        return "".join(_fitting(str(kind), inner, dice) for kind, inner in argument[3])
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        low, high, items = argument
        times = dice.randint(low, min(int(high), low + 3))
        return "".join(_fitting(str(kind), inner, dice) for _ in range(times) for kind, inner in items)
    return ""


def _member(items: list[Any], dice: Random) -> str:
    kind, argument = dice.choice([item for item in items if str(item[0]) != "NEGATE"])
    if str(kind) == "LITERAL":
        return chr(argument)
    if str(kind) == "RANGE":
        return chr(dice.randint(*argument))
    return {"DIGIT": "5٣", "SPACE": " \u00a0", "WORD": "aé_4"}.get(str(argument).split("_")[-1], "x")[dice.randrange(2)]


def _borders(right_answer: dict[str, Any], wide: float) -> Iterator[Decimal]:
    """Numbers on, just inside and just outside the borders of what is right, and of what gives a part of the points."""
    edges = [_decimal(right_answer[key]) for key in ("low", "high") if key in right_answer]
    if edges:
        edges += [edges[0] - (edges[1] - edges[0]) * Decimal(wide), edges[1] + (edges[1] - edges[0]) * Decimal(wide)]
    else:
        middle, tolerance = _decimal(right_answer["value"]), _decimal(right_answer["tolerance"])
        if right_answer["percent"]:
            tolerance *= abs(middle) / 100
        edges = [middle + tolerance * times for times in (-1, 1, -Decimal(wide), Decimal(wide))]
        yield from (middle + tolerance * share for share in (Decimal("0.5"), Decimal("-0.999999"), Decimal("0.999999")))
    for edge in edges:
        step = max(abs(edge), Decimal(1)) * Decimal("1e-9")
        yield from (edge, edge - step, edge + step, edge - 1, edge + 1)


def _middle(right_answer: dict[str, Any]) -> Decimal:
    if "value" in right_answer:
        return _decimal(right_answer["value"])
    return (_decimal(right_answer["low"]) + _decimal(right_answer["high"])) / 2


def _decimal(expression: str) -> Decimal:
    """Return a plain number, 3 for what is none."""
    try:
        return Decimal(expression.strip())
    except InvalidOperation:
        try:
            return Decimal(repr(float(Fraction(expression.replace(" ", "")))))
        except ValueError:
            return Decimal(3)


def _plain(value: Decimal) -> str:
    return format(value, "f")
