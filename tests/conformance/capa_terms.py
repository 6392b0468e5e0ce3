"""Terms and spellings as learners type them, right and wrong, by chance but the same on every run."""

from collections.abc import Iterator
from random import Random

FUNCTIONS = (
    "sin", "cos", "tan", "sec", "csc", "cot", "sqrt", "log10", "log2", "ln", "exp", "arccos", "arcsin", "arctan", "arcsec",
    "arccsc", "arccot", "abs", "fact", "factorial", "sinh", "cosh", "tanh", "sech", "csch", "coth", "arcsinh", "arccosh",
    "arctanh", "arcsech", "arccsch", "arccoth", "log", "Sin", "SQRT", "max",
)  # fmt: skip
SIGNS = " +-*/^%().,eEijx0159'_{}|=\u2212·×\u00a0²"


def arithmetic(count: int) -> list[str]:
    """Return ``count`` random terms."""
    dice = Random(4)
    return [_term(dice, 3) for _ in range(count)]


def mutated(word: str, count: int) -> Iterator[str]:
    """Yield ``word`` with one or two signs taken away, put in, doubled or swapped."""
    dice = Random(word)
    for _ in range(count):
        made = list(word)
        for _ in range(dice.randint(1, 2)):
            place = dice.randrange(len(made) + 1)
            step = dice.randrange(4)
            if step == 0:
                made.insert(place, dice.choice(SIGNS))
            elif place < len(made):
                made[place : place + 1] = ([], [made[place]] * 2, [dice.choice(SIGNS)])[step - 1]
        yield "".join(made)


def spellings(plain: str) -> Iterator[str]:
    """Yield a number in many spellings."""
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
        f"{plain}+0*i",
        f"{plain}+i-i",
        f"abs({plain})",
    )
    yield from (plain.translate({ord("0") + i: 0x660 + i for i in range(10)}), f"{plain} €", f"{plain}°", f"{plain}!")
    yield from (f"{plain[:1]} {plain[1:]}", f"{plain}\n", f"{plain}''", f"[{plain}]", f"{plain};", f"{plain}²")
    yield from (f"{plain} km", f"{plain} m/s", f"${plain}", f"{plain} kg", f"{plain} °C", f"{plain} e 0", f"{plain}e-0")


def _term(dice: Random, depth: int) -> str:
    kind = dice.randrange(15 if depth else 3)
    if kind < 3:
        return _literal(dice)
    one, other = _term(dice, depth - 1), _term(dice, depth - 1)
    blank = dice.choice(("", "", " "))
    if kind < 9:
        return f"{one}{blank}{dice.choice(('+', '-', '*', '/', '^', '||'))}{blank}{other}"
    if kind < 12:
        return f"{dice.choice(FUNCTIONS)}{blank}({one})"
    return dice.choice((f"({one})", f"-{one}", f"{one}%", f"({one}{other}", f"{one} {other}", f"+{one}"))


def _literal(dice: Random) -> str:
    whole, part = dice.randrange(100), dice.randrange(100)
    return dice.choice(
        (
            *(f"{whole}", f"{whole}.{part}", f".{part}", f"{whole}.", f"{whole}e{part % 5}", f"{whole}E-{part % 5}"),
            *(
                f"{whole},{part}",
                f"{whole}%",
                f"{whole}k",
                f"\u2212{whole}",
                f"{whole}m",
                f"0{whole}",
                "pi",
                "e",
                "i",
                "J",
            ),
        )
    )
