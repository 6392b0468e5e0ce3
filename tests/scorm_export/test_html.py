"""Author HTML in a package: safe, with its files, its links led outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_export.html import clean_html


def carry(url: str) -> str | None:
    return url.lstrip("/").lower() if url.lstrip("/").startswith("static/") else None


def cleaned(markup: str) -> str:
    return clean_html(markup, carry)[0]


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
        ('<iframe src="https://x.example"></iframe>', "", ["iframe"]),
        ('<p style="color:red">a</p>', "<p>a</p>", ["attribute style"]),
        ('<link rel="stylesheet" href="x"><p>a</p>', "<p>a</p>", ["link"]),
        ('<meta http-equiv="refresh" content="0"><canvas></canvas>', "", ["meta", "canvas"]),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>", ["a program or data as address"]),
        ('<a href="/jump_to_id/u5">a</a>', "<a>a</a>", ["links that lead to other places in the LMS"]),
        ('<a href="other.html">a</a>', "<a>a</a>", ["links that lead to other places in the LMS"]),
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
    assert clean_html(markup, carry) == (clean, left_out)


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
