"""Author HTML in a package: safe, with its files, its links led outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_export.html import Lead, clean_html
from scorm_export.links import Way


def carry(url: str) -> str | None:
    return url.lstrip("/").lower() if url.lstrip("/").startswith("static/") else None


def way(url: str) -> Way:
    """As `Links.way` does for a course with the unit "u5" alone."""
    if url == "/jump_to_id/u5":
        return Way("#/vertical/u5", unit="vertical/u5")
    if url.startswith(("http", "mailto:", "//")):
        return Way(f"https:{url}" if url.startswith("//") else url, elsewhere=True)
    return Way(broken=not url.startswith("/courses/"))


LEAD = Lead(carry, way)


def cleaned(markup: str) -> str:
    return clean_html(markup, LEAD).html


def test_static_files_lead_into_the_package() -> None:
    assert cleaned('<img src="/static/A.svg" alt="A">') == '<img src="static/a.svg" alt="A">'
    assert 'srcset="static/a.svg 1x, static/b.svg 2x"' in cleaned('<img srcset="/static/A.svg 1x, /static/B.svg 2x">')
    assert cleaned('<a href="/static/Plan.pdf">Plan</a>').startswith('<a href="static/plan.pdf" target="_blank"')


def test_links_to_other_sites_open_beside_the_course_and_tell_it_nothing() -> None:
    link = cleaned('<a href="https://osha.europa.eu">EU-OSHA</a>')
    assert 'target="_blank"' in link
    assert 'rel="noopener noreferrer"' in link
    assert "target" not in cleaned('<a href="#below">below</a>')


def test_structure_language_and_accessibility_stay() -> None:
    markup = (
        '<figure><img src="static/x.svg" alt=""><figcaption lang="fi">Seis!</figcaption></figure>'
        '<table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead></table>'
        '<details open=""><summary>More</summary><p>Text</p></details>'
        '<div class="wide" tabindex="0" role="region" aria-label="Table"></div>'
    )
    assert cleaned(markup) == markup


@pytest.mark.parametrize(
    ("markup", "clean", "left_out"),
    [
        ('<p onclick="x()">a</p>', "<p>a</p>", ["event handlers"]),
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>", ["script"]),
        (
            '<iframe src="https://x.example/e" title="Map" height="300" onload="x()"></iframe>',
            '<player-embed src="https://x.example/e" data-title="Map" data-height="300"><a href="https://x.example/e" '
            'target="_blank" rel="noopener noreferrer">Map</a></player-embed>',
            ["event handlers", "a page of another site (shown after a click)"],
        ),
        (
            '<iframe src="/static/Sim.html"></iframe>',
            '<player-frame src="static/sim.html" data-title="" data-height=""><a href="static/sim.html" target="_blank" '
            'rel="noopener noreferrer">/static/Sim.html</a></player-frame>',
            [],
        ),
        ('<iframe src="other.html"></iframe>', "<span></span>", ["a frame with a page that is not here"]),
        ('<p style="color: red">a</p>', '<p style="color: red">a</p>', []),
        ('<p style="position: fixed; color: red">a</p>', '<p style="color: red">a</p>', ["some inline styles"]),
        (
            "<p style=\"background-image: url('/static/A.png')\">a</p>",
            "<p style='background-image: url(\"static/a.png\")'>a</p>",
            [],
        ),
        (
            '<p style="background: url(https://t.example/p.gif)">a</p>',
            '<p style="background: none">a</p>',
            ["some inline styles"],
        ),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", []),
        ('<player-frame src="https://evil.example"></player-frame>', "", ["player-frame"]),
        (
            '<p><span class="material-symbols-outlined">menu_book</span>Documentation</p>',
            '<p><span class="material-symbols-outlined"></span>Documentation</p>',
            ["icons of a font of another site"],
        ),
        ('<div data-src="/static/A.png"></div>', '<div data-src="static/a.png"></div>', []),
        ('<link rel="stylesheet" href="x"><p>a</p>', "<p>a</p>", ["link"]),
        ('<meta http-equiv="refresh" content="0"><canvas></canvas>', "", ["meta", "canvas"]),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>", ["a program or data as address"]),
        ('<a href="/jump_to_id/u5">a</a>', '<a href="#/vertical/u5">a</a>', []),
        (
            '<a href="/courses/x/wiki">a</a>',
            "<player-elsewhere>a</player-elsewhere>",
            ["links that lead to other places in the LMS"],
        ),
        (
            '<a href="other.html">a</a>',
            "<player-elsewhere>a</player-elsewhere>",
            ["links that lead to other places in the LMS"],
        ),
        (
            '<p><img src="https://t.example/p.gif" alt="Plan"> tail</p>',
            '<p><img alt="Plan"><a href="https://t.example/p.gif" target="_blank" rel="noopener noreferrer">Plan</a> tail</p>',
            ["files of other sites (now links)"],
        ),
        (
            '<a href="//osha.example">a</a>',
            '<a href="https://osha.example" target="_blank" rel="noopener noreferrer">a</a>',
            [],
        ),
        (
            '<a href="https://x.example" target="_self">a</a>',
            '<a href="https://x.example" target="_blank" rel="noopener noreferrer">a</a>',
            [],
        ),
    ],
)
def test_what_does_not_come_along_is_named(markup: str, clean: str, left_out: list[str]) -> None:
    made = clean_html(markup, LEAD)
    assert (made.html, made.left_out) == (clean, left_out)
    assert made.uses == ({"embeds"} if "<player-" in clean else set())


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ('<img src="/static/a.png">', "no-alt"),
        ('<img src="/static/a.png" alt="">', None),
        ('<a href="other.html">a</a>', "broken-link"),
        ('<a href="/courses/x/wiki">a</a>', None),
    ],
)
def test_authors_are_told_what_to_mend(markup: str, code: str | None) -> None:
    notes: list[str] = []
    clean_html(markup, Lead(carry, way, lambda code, _: notes.append(code)))
    assert notes == ([code] if code else [])


def test_scripts_in_addresses_are_refused() -> None:
    assert "javascript" not in cleaned('<a href="javascript:alert(1)">x</a><img src="JaVaScRiPt:alert(1)">')
    assert "data:" not in cleaned('<a href="data:text/html,<script>1</script>">x</a>')


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_gives_markup_without_scripts(text: str) -> None:
    clean = cleaned(f"<p>{text}</p><script>{text}</script>")
    assert "<script" not in clean.lower()


@given(st.text(alphabet="<>/\"'= aonclicksrt:&;#x", max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert "<script" not in once
