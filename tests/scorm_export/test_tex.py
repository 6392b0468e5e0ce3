"""TeX in author HTML: what is marked, and what is said beforehand of formulas that the player's TeX can't show."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from scorm_export.tex import Formula, faults, mark_tex
from scorm_export.tex_tokens import tokens as cut
from tests.scorm_export.formulas import BAD, GOOD

Temml = Callable[[str, bool], str | None]


def marked(markup: str) -> str:
    root = html.fragment_fromstring(markup, create_parent="div")
    mark_tex(root)
    return etree.tostring(root, encoding="unicode", method="html").removeprefix("<div>").removesuffix("</div>")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (r"so \(x^2\) is", "so <player-tex>x^2</player-tex> is"),
        (r"so [mathjaxinline]x[/mathjaxinline], y", "so <player-tex>x</player-tex>, y"),
        (r"<p>\[ x \]</p>", '<p><player-tex display="">x</player-tex></p>'),
        (r"[mathjax]x[/mathjax]", '<player-tex display="">x</player-tex>'),
        (
            r"\begin{align} a &amp;= b \end{align}",
            r'<player-tex display="">\begin{align} a &amp;= b \end{align}</player-tex>',
        ),
        ('<script type="math/tex">a<b</script> c', "<player-tex>a&lt;b</player-tex> c"),
        ('<script type="math/tex; mode=display">a</script>', '<player-tex display="">a</player-tex>'),
        (r"\(a\) and \(b\)", "<player-tex>a</player-tex> and <player-tex>b</player-tex>"),
        (r"<b>x</b> \(a\) <i>y</i> z", "<b>x</b> <player-tex>a</player-tex> <i>y</i> z"),
        (r"\[ a <br> b <!-- c --> d \]", '<player-tex display="">a \n b  d</player-tex>'),
        (r"x<br>\(a\)<!-- c -->", "x<br><player-tex>a</player-tex><!-- c -->"),
        (r"\( \text{in \) braces} \)", r"<player-tex>\text{in \) braces}</player-tex>"),
        (r"\( a \\\) \)", "<player-tex>a \\\\</player-tex> \\)"),
        (r"\(a &lt; b\)", "<player-tex>a &lt; b</player-tex>"),
        (r"<td>\(a\)</td>", "<td><player-tex>a</player-tex></td>"),
    ],
)  # fmt: skip
def test_tex_by_open_edx_s_delimiters_is_marked(markup: str, expected: str) -> None:
    assert marked(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "it costs $5 and $6",
        r"<code>\(x\)</code>",
        r"<pre>\(x\)</pre>",
        r"<kbd>\(x\)</kbd>",
        r"<samp>\(x\)</samp>",
        r"<textarea>\(x\)</textarea>",
        r"<math><mi>\(x\)</mi></math>",
        r'<p class="a tex2jax_ignore">\(x\)</p>',
        r"<player-tex>\(x\)</player-tex>",
        r"an open \( without end",
        r"\( a <b>b</b> \)",
        r"\( \)",
        r"a (x) [y]",
        '<script type="text/javascript">a</script>',
    ],
)
def test_what_is_no_tex_stays(markup: str) -> None:
    assert marked(markup) == markup


def test_formulas_are_returned_and_a_second_time_finds_nothing() -> None:
    root = html.fragment_fromstring(r"\(a\) <p>\[b\]</p>", create_parent="div")
    assert mark_tex(root) == [Formula("a", display=False), Formula("b", display=True)]
    once = etree.tostring(root)
    assert mark_tex(root) == []
    assert etree.tostring(root) == once


@given(st.text(alphabet=r"\()[]{}ab mathjxinle/&", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_is_lost(text: str) -> None:
    """Whatever is marked, delimiters and blanks at the ends apart, the text stays as it was."""
    root = etree.Element("div")
    root.text = text
    formulas = mark_tex(root)
    bare = "".join(root.itertext())
    for formula in formulas:
        assert formula.source in text
    assert (bare == text) == (not formulas)
    assert len(root) == len(formulas)


def test_text_made_to_be_slow_ends() -> None:
    assert len(marked(r"\({" * 30_000 + r"\)")) > 30_000
    assert len(marked(r"\(x\)" * 20_000)) > 20_000


# What is said of a formula, beside Temml itself


@pytest.fixture(scope="module")
def temml(root: Path) -> Iterator[Temml]:
    """Ask the player's own TeX, in one Node process."""
    command = [sys.executable, str(root / "tools" / "node.py"), str(Path(__file__).with_name("tex_twin.mjs"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:

        def ask(source: str, display: bool) -> str | None:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps({"source": source, "display": display}) + "\n")
            process.stdin.flush()
            said = json.loads(process.stdout.readline())
            assert said is None or isinstance(said, str)
            return said

        yield ask
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


@pytest.mark.parametrize("display", [True, False], ids=["display", "inline"])
@pytest.mark.parametrize("source", GOOD)
def test_common_formulas_are_shown_and_never_reported(temml: Temml, source: str, display: bool) -> None:
    assert temml(source, display) is None
    assert faults(Formula(source, display)) is None


@pytest.mark.parametrize(("source", "words"), BAD)
def test_a_formula_that_is_not_shown_is_explained(temml: Temml, source: str, words: str) -> None:
    assert temml(source, True) is not None
    said = faults(Formula(source, display=True))
    assert said is not None
    assert words in said
    assert said.endswith((".", "}")), said


def test_an_equation_s_number_needs_a_line_of_its_own(temml: Temml) -> None:
    assert temml(r"x \tag{1}", True) is faults(Formula(r"x \tag{1}", display=True)) is None
    assert temml(r"x \tag{1}", False) is not None
    assert faults(Formula(r"x \tag{1}", display=False)) is not None


ATOMS = st.sampled_from(["x", "1", "+", "=", r"\alpha ", r"\sum ", r"\infty ", r"\,", "(", "|", r"\text{if $x$}", "é"])
WRAPS = [
    r"\frac{%s}{y}", r"\sqrt{%s}", r"\sqrt[3]{%s}", r"\left(%s\right)", r"\left\{%s\right.", "{%s}^{2}", r"\hat{%s}",
    r"\begin{pmatrix}%s & 1\\ 2 & 3\end{pmatrix}", r"\begin{cases}%s & x\\ y & z\end{cases}", r"\mathbf{%s}",
    r"\overset{a}{%s}", r"\underbrace{%s}_{n}", r"\boxed{%s}", r"\begin{aligned}a&=%s\end{aligned}",
]  # fmt: skip
FORMULAS = st.recursive(
    st.lists(ATOMS, min_size=1, max_size=4).map("".join),
    lambda inner: st.tuples(st.lists(st.tuples(st.sampled_from(WRAPS), inner), min_size=1, max_size=3)).map(
        lambda parts: "+".join(wrap % part for wrap, part in parts[0])
    ),
    max_leaves=6,
)


@given(FORMULAS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_well_made_formulas_are_never_reported(temml: Temml, source: str, display: bool) -> None:
    assert temml(source, display) is None
    assert faults(Formula(source, display)) is None


@given(FORMULAS, st.integers(0, 1000))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_missing_piece_is_seen_as_temml_sees_it(temml: Temml, source: str, which: int) -> None:
    pieces = [piece for piece in cut(source) if piece != " "]
    del pieces[which % len(pieces)]
    damaged = " ".join(pieces)
    assert (temml(damaged, True) is None) == (faults(Formula(damaged, display=True)) is None), damaged


PIECES = [
    "{",
    "}",
    "^",
    "_",
    "&",
    r"\\",
    r"\left(",
    r"\right)",
    r"\frac",
    r"\sqrt",
    "'",
    "$",
    r"\text",
    r"\end{array}",
    "[",
]


def test_at_random_wrong_formulas_it_nearly_always_agrees(temml: Temml) -> None:
    """What it does not follow: insides of chemistry, sizes, colours, \\limits without an operator, \\sideset."""
    dice = random.Random(3)
    missed, wrong = [], []
    for _ in range(1500):
        pieces = cut(dice.choice(GOOD))
        place = dice.randrange(len(pieces))
        pieces[place : place + dice.randrange(2)] = [dice.choice(PIECES)]
        source = "".join(f"{piece} " if piece[-1:].isalpha() else piece for piece in pieces)
        theirs, ours = temml(source, True), faults(Formula(source, display=True))
        if theirs and not ours:
            missed.append((source, theirs))
        if ours and not theirs:
            wrong.append((source, ours))
    assert len(missed) <= 45, missed
    assert len(wrong) <= 8, wrong


@pytest.mark.parametrize(
    "nested",
    [r"\llap{%s}", r"\mathllap{%s}", r"\equilibriumRight{%s}", r"\ce{A <<=>[%s] B}", r"\ce{A <=>>[%s] B}"],
)
def test_formulas_that_would_fill_the_memory_are_refused(temml: Temml, nested: str) -> None:
    source = "x"
    for _ in range(60):
        source = nested % source
    assert temml(source, True) is not None
    assert faults(Formula(source, display=True)) is not None
