"""Author text with programs and styles: a page of its own, with its files, that asks nobody else for anything."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest

from scorm_export.exporting import Options, convert_course
from scorm_export.frames import needs_frame
from scorm_export.package import Package
from scorm_export.report import Report
from tests.scorm_export.courses import write_course

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVQIW2NkYGD4DwABCQEBtxmN7wAAAABJRU5ErkJggg=="
)
STATIC: dict[str, str | bytes] = {
    "static/a.png": PNG,
    "static/font.woff2": b"font",
    "static/plan.pdf": b"%PDF",
    "static/main.css": "@import 'more.css'; body { background: url(a.png) } i { src: url(https://cdn.example/f.woff) }",
    "static/more.css": "@font-face { src: url('./font.woff2') }",
    "static/app.js": "$(function () { new Image().src = '/static/a.png'; })",
    "static/plain.js": "document.title = 'x'",
}


def convert(
    tmp_path: Path, *texts: str, files: dict[str, str | bytes] | None = None, **options: Any
) -> tuple[Package, Report]:
    """Convert a course whose unit has one html block for each text."""
    pages = {f"html/t{n}.html": text for n, text in enumerate(texts)}
    pages |= {f"html/t{n}.xml": f'<html filename="t{n}" display_name="Text {n}"/>' for n in range(len(texts))}
    unit = "".join(f'<html url_name="t{n}"/>' for n in range(len(texts)))
    course = write_course(
        tmp_path, {"vertical/unit.xml": f"<vertical>{unit}</vertical>", **STATIC, **pages, **(files or {})}
    )
    return convert_course(course, Options(**options))


def page(package: Package, name: str = "frames/html-t0.html") -> str:
    content = package.files[name]
    assert isinstance(content, bytes)
    return content.decode()


@pytest.mark.parametrize(
    ("markup", "framed"),
    [
        ("<p>Text</p><script>1</script>", True),
        ("<style>p { color: red }</style>", True),
        ('<link rel="stylesheet" href="/static/main.css">', True),
        ('<p onclick="x()">a</p>', True),
        ('<a href="javascript:x()">a</a>', True),
        ("<p>onclick = script</p>", False),
        ('<p style="color: red">a</p>', False),
        ('<script type="math/tex">x^2</script>', False),
        ("<p>a &lt;script&gt;</p>", False),
        ('<link rel="icon" href="/static/a.png">', False),
    ],
)
def test_programs_and_styles_need_a_frame_and_nothing_else_does(markup: str, framed: bool) -> None:
    assert needs_frame(markup) is framed


def test_a_block_with_a_program_stands_in_a_page_of_its_own(tmp_path: Path) -> None:
    package, report = convert(
        tmp_path, '<p id="x">Hi</p><script src="/static/plain.js"></script><img src="/static/a.png" alt="A">'
    )
    leaf = package.units[0].contents[0]
    assert leaf["html"] == '<player-frame src="frames/html-t0.html" data-title="Text 0"></player-frame>'
    shown = page(package)
    assert '<base href="../">' in shown
    assert "default-src 'self'" in shown
    assert '<script src="static/plain.js"></script><img src="static/a.png" alt="A">' in shown
    assert {"static/plain.js", "static/a.png", "frame.js", "frame.css"} <= package.files.keys()
    assert "jquery.js" not in package.files
    assert any(b"player-frame" in script for script in package.scripts)
    assert report.complete


def test_style_sheets_bring_the_files_they_name_and_ask_no_other_site(tmp_path: Path) -> None:
    package, report = convert(tmp_path, '<p>a</p><link rel="stylesheet" href="/static/main.css">')
    sheet = package.files["static/main.css"]
    assert sheet == b'@import "more.css"; body { background: url("a.png") } i { src: none }'
    assert package.files["static/more.css"] == b'@font-face { src: url("font.woff2") }'
    assert {"static/a.png", "static/font.woff2"} <= package.files.keys()
    assert [(problem.code, problem.place.file) for problem in report.problems] == [
        ("style-elsewhere", "static/main.css")
    ]


def test_programs_find_the_files_they_name_and_jquery_comes_when_they_want_it(tmp_path: Path) -> None:
    package, _ = convert(tmp_path, '<p>a</p><script src="/static/app.js"></script>')
    assert package.files["static/app.js"] == b"$(function () { new Image().src = 'static/a.png'; })"
    assert "jquery.js" in package.files
    assert '<script src="jquery.js"></script>' in page(package)


def test_programs_and_styles_of_other_sites_stay_away_and_are_named(tmp_path: Path) -> None:
    markup = (
        '<p>a</p><script src="https://cdn.example/x.js"></script><link rel="stylesheet" href="//fonts.example/f.css">'
        '<img src="https://t.example/p.gif" alt="P"><iframe src="https://v.example/e" title="Film"></iframe>'
        '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/"><object data="x"></object>'
    )
    package, report = convert(tmp_path, markup)
    body = page(package).split("<body>")[1]
    assert re.findall(r'(?:src|data|content)="[^"]*"', body) == []
    assert '<a href="https://v.example/e" target="_blank" rel="noopener noreferrer">Film</a>' in body
    assert "evil" not in body
    (line,) = report.blocks
    assert line.status == "simplified"
    for word in ("cdn.example", "fonts.example", "files of other sites", "now a link", "meta", "base", "object"):
        assert word in line.detail


def test_links_lead_to_units_of_the_package_or_out_of_the_frame(tmp_path: Path) -> None:
    markup = (
        '<a href="/jump_to_id/unit">U</a><a href="https://x.example">X</a><a href="#p">P</a><a href="/courses/c/wiki">W</a>'
        '<a href="/static/plan.pdf">Plan</a><p id="p" onclick="1">a</p>'
    )
    body = page(convert(tmp_path, markup)[0]).split("<body>")[1]
    assert '<a href="#/vertical/unit">U</a>' in body
    assert '<a href="https://x.example" target="_blank" rel="noopener noreferrer">X</a>' in body
    assert '<a href="#p">P</a><a>W</a>' in body
    assert '<a href="static/plan.pdf" target="_blank"' in body


def test_programs_without_text_act_in_all_frames_of_their_unit(tmp_path: Path) -> None:
    """As on Open edX's page, where one block's function is called from another's button."""
    package, report = convert(
        tmp_path, "<script>function open2() {}</script>", '<button onclick="open2()">Open</button>', "<p>Plain</p>"
    )
    assert "function open2()" in page(package, "frames/html-t1.html").split("<body>")[0]
    assert [line.status for line in report.blocks] == ["simplified", "carried", "carried"]
    assert "frames of this unit only" in report.blocks[0].detail
    assert package.units[0].leaves[0].complete == "never"
    assert "frames/html-t0.html" not in package.files


def test_a_sandboxed_page_holds_all_it_needs(tmp_path: Path) -> None:
    markup = (
        '<p>a</p><img src="/static/a.png" alt="A"><link rel="stylesheet" href="/static/main.css"><script src="/static/app.js"></script>'
        '<a href="/static/plan.pdf">Plan</a>'
    )
    package, _ = convert(tmp_path, markup, sandbox_scripts=True)
    assert "data-sandbox" in package.units[0].contents[0]["html"]
    shown = page(package)
    assert re.findall(r'(?:src|href)="(?!data:)[^"]*"', shown) == ['href="../static/plan.pdf"']
    assert f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}"' in shown
    assert "new Image().src = 'data:image/png;base64," in shown
    assert "default-src data: blob:" in shown
    assert "base href" not in shown
    assert set(package.files) == {"frames/html-t0.html", "static/plan.pdf"}


def test_a_page_of_the_authors_own_brings_what_lies_beside_it(tmp_path: Path) -> None:
    sim = '<!DOCTYPE html><html><head><title>S</title></head><body><img src="a.png"><script src="plain.js"></script><script src="https://cdn.example/x.js"></script></body></html>'
    package, report = convert(
        tmp_path, '<iframe src="/static/Sim 1.html" title="Sim"></iframe>', files={"static/Sim_1.html": sim}
    )
    (name,) = [name for name in package.files if name.startswith("static/sim")]
    text = page(package, name)
    assert text.index("Content-Security-Policy") < text.index("<title>")
    assert '<img src="a.png"><script src="plain.js">' in text
    assert {"static/a.png", "static/plain.js"} <= package.files.keys()
    assert [(problem.code, problem.place.file) for problem in report.problems] == [
        ("page-elsewhere", "static/Sim_1.html")
    ]
    assert f'src="{name}"' in package.units[0].contents[0]["html"]


@pytest.mark.parametrize(
    "url",
    [
        "/static/My plan #1.png",
        "/static/My%20plan%20%231.png",
        "/static/My_plan__1.png",
        "/asset-v1:Org+C1+run+type@asset+block@My_plan__1.png",
        "https://lms.example/asset-v1:Org+C1+run+type@asset+block@My_plan__1.png",
        "/assets/courseware/v1/0123abc/asset-v1:Org+C1+run+type@asset+block/My_plan__1.png",
        "/c4x/Org/C1/asset/My_plan__1.png",
    ],
)
def test_files_are_found_under_every_address_that_studio_has_given_them(tmp_path: Path, url: str) -> None:
    package, report = convert(tmp_path, f'<img alt="" src="{url}">', files={"static/My plan #1.png": PNG})
    carried = [name for name in package.files if name.startswith("static/my-plan")]
    if "#1" not in url:
        assert len(carried) == 1, report.problems
        assert carried[0] in package.units[0].contents[0]["html"]
        assert report.complete


@pytest.mark.parametrize(
    "link",
    [
        "/jump_to_id/q1",
        "/jump_to/i4x://Org/C1/problem/q1",
        "/jump_to/block-v1:Org+C1+run+type@problem+block@q1",
        "/courses/course-v1:Org+C1+run/jump_to/block-v1:Org+C1+run+type@vertical+block@unit2",
        "https://lms.example/courses/course-v1:Org+C1+run/jump_to_id/seq2",
    ],
)
def test_links_to_blocks_lead_to_the_unit_that_shows_them(tmp_path: Path, link: str) -> None:
    files: dict[str, str | bytes] = {
        "chapter/ch.xml": '<chapter><sequential url_name="seq"/><sequential url_name="seq2"><vertical url_name="unit2"><problem url_name="q1"/></vertical></sequential></chapter>'
    }
    package, report = convert(tmp_path, f'<a href="{link}">There</a>', files=files)
    assert package.units[0].contents[0]["html"] == '<a href="#/vertical/unit2">There</a>'
    assert report.complete


def test_what_stays_in_the_lms_gets_a_link_when_the_exporter_knows_where_it_is(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "vertical/unit.xml": '<vertical><html url_name="t0"/><lti url_name="tool" launch_url="https://t.example" display_name="Tool"/></vertical>',
    }
    package, _ = convert(tmp_path, '<a href="/courses/x/progress">P</a>', files=files, lms_url="https://lms.example")
    text, tool = package.units[0].contents
    assert 'href="https://lms.example/courses/x/progress" target="_blank"' in text["html"]
    assert (tool["kind"], tool["href"]) == ("tool", "https://lms.example/courses/course-v1:Org+C1+run/jump_to_id/tool")


def test_links_to_hidden_units_and_to_nowhere_become_text(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "sequential/seq.xml": '<sequential><vertical url_name="unit"/><vertical url_name="staff" visible_to_staff_only="true"><html url_name="h"><p>x</p></html></vertical></sequential>'
    }
    package, report = convert(
        tmp_path, '<a href="/jump_to_id/staff">S</a><a href="/jump_to_id/gone">G</a>', files=files
    )
    assert (
        package.units[0].contents[0]["html"]
        == "<player-elsewhere>S</player-elsewhere><player-elsewhere>G</player-elsewhere>"
    )
    assert [problem.code for problem in report.problems] == ["broken-link"]
    assert "gone" in report.problems[0].message
