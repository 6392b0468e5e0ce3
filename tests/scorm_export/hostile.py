"""Courses as a hostile author would write them, for property tests."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from scorm_export.check.blocks import BLOCKS
from scorm_export.convertors.registry import tags

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
NAMES = [
    "a", "b", "unit", "intro", "q1", "x", "a/b", "html/a", "a//b", "../x", "/etc/passwd", "a b", "é", "", "con", "a.js",
    "A", "a~2", "x:y", "section", "about", "updates", ".", "..", "\u202ea", "%2e%2e", "</script>", "\u2028", "a" * 300,
]  # fmt: skip
TAGS = sorted({
    *tags(), *BLOCKS, "wiki", "textbook", "show", "static_tab", "pages", "mystery", "textannotation", "ünknown", "a.b-c",
})  # fmt: skip
TEXTS = [
    "", "x", "<script>alert(1)</script>", "\u202e\u2066", "\u0085\u2028", "\\(a\\)", "\\begin{x}", "[mathjax]", "'\"><b>",
    "${7*7}", "{{x}}", "/static/a.png", "/static/%2e%2e/course.xml", "/static/../course.xml", "static/A.PNG", "//e.example",
    "javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "https://e.example/[", "http://[::1", "/jump_to_id/a",
    "/courses/x", "true", "false", "null", "-1", "1e999", "NaN", "9" * 400, "0", "3", '"3"', "[]", "{}", "[[", "2027-01-01",
    "i4x://o/c/problem/q1", "block-v1:o+c+r+type@problem+block@q1", "type@" * 20, "a;b;c", "rgb(1,2,3)", "url(/static/a.png",
    "&#1;", "&amp;", "]]>", "<!--", "\\", "%", "٣", "１", "ß", "İ", "\ufffd", "\U0001f469", "a" * 300,
]  # fmt: skip
MARKUP = [
    "<p>x</p>", "<p onclick=alert(1)>x", '<a href="{}">x</a>', '<img src="{}" alt>', '<iframe src="{}" title="{}"></iframe>',
    "<style>@import '{}'; a {{ b: url({}) }}</style>", '<link rel=stylesheet href="{}">', '<script src="{}"></script>',
    "<script>var a = '{}'</script>", '<script type="math/tex; mode=display">{}</script>', '<p style="{}:{}">x</p>',
    '<p style="background:url({})">x</p>', "<svg><a xlink:href='{}'><script>{}</script></a></svg>", "<math><mi>{}</mi></math>",
    "<b><div></b>", "</p></div>", "<table><td><table>", "<!-- {} -->", "<![CDATA[{}]]>", "<?x {} ?>", "<!DOCTYPE html>",
    "<html><!-- --><head></head><body onload=x>", "<frameset><frame>", "<plaintext>", "<textarea>", "<title>", "<select><p>",
    '<div data-x"="{}" data-<="{}">', "&#1;&#xFFFF;&#xD800;", "\x00\x01", "<player-frame src=x>", '<p id="{}" class="{}">',
    '<video src="{}" poster="{}"><source src="{}"></video>', '<img srcset="{} 1x, {} 2x">', "<form action='{}'><input name=a>",
    '<map><area href="{}"></map>', "\\({}\\)", "\\[{}", "\\begin{{align}}{}\\end{{align}}", "<object data='{}'><embed>",
]  # fmt: skip
PROBLEMS = [
    '<multiplechoiceresponse><choicegroup><choice correct="true" name="{}">{}</choice><choice>{}</choice></choicegroup></multiplechoiceresponse>',
    '<choiceresponse><checkboxgroup><choice correct="true">{}</choice></checkboxgroup></choiceresponse>',
    "<optionresponse><optioninput options=\"('{}','b')\" correct=\"b\"/></optionresponse>",
    '<numericalresponse answer="{}"><responseparam type="tolerance" default="{}"/><formulaequationinput/></numericalresponse>',
    '<stringresponse answer="{}" type="ci regexp"><textline trailing_text="{}"/></stringresponse>',
    '<imageresponse><imageinput src="{}" width="{}" height="9" rectangle="(1,2)-(3,4)"/></imageresponse>',
    '<formularesponse answer="{}" samples="x@1:2#3"><textline/></formularesponse>', "<customresponse/>", "<script>{}</script>",
    "<solution><p>{}</p></solution>", "<demandhint><hint>{}</hint></demandhint>", "<label>{}</label>", "<p>{}</p>",
]  # fmt: skip
STATIC = {
    "static/a.png": [PNG, b""],
    "static/a.css": [b"@import 'b.css'; a { b: url('a.png') }", b"@import '../a.css'", b"url(" * 50, b"\xff\xfeu\0"],
    "static/b.css": [b"@import 'a.css'", b"/*"],
    "static/a.js": [b"var a = '/static/a.png'", b"</script>", b"$('x')"],
    "static/a.html": [b"<!-- <head> --><p><img src=a.png>", b"<head><script src=//e.example/x></script>", b"<" * 99, b"\xff"],
    "static/a.svg": [b"<svg onload='x'/>", b"<!DOCTYPE svg [<!ENTITY a 'x'>]><svg/>"],
    "static/A.PNG": [PNG],
    "static/subs_x.srt.sjson": [b'{"start": [1], "end": [2], "text": ["a"]}', b'{"start": 1}', b"[["],
    "static/a/b.png": [PNG],
    "static/con.png": [PNG],
    "info/updates.items.json": [b'[{"date": 1, "content": "<p>x"}]', b"{", b"[1, null]", b"[" * 500 + b"]" * 500],
    "info/handouts.html": [b"<p>x</p>", b"<script>1</script>", b"\xff\xfe"],
    "about/overview.html": [b"<section><p>x</p></section>", b""],
    "about/short_description.html": [b"<" * 50, b"a<!-- b"],
    "tabs/a.html": [b"<p>x</p>", b"<b>" * 300],
    "tabs/about.html": [b"<p>x</p>"],
    "drafts/vertical/x.xml": [b"<vertical/>", b"<"],
}  # fmt: skip
ATTRIBUTES = sorted({
    *BLOCKS["course"].names, *BLOCKS["video"].names, *BLOCKS["problem"].names, *BLOCKS["drag-and-drop-v2"].names,
    *BLOCKS["poll"].names, *BLOCKS["survey"].names, *BLOCKS["conditional"].names, "filename", "slug", "sources", "org",
    "course", "group_id_to_child", "user_partition_id", "max_count", "num_inputs", "youtube", "sub", "presentation", "id",
    "mobility", "language", "visible_to_staff_only", "format", "graded",
})  # fmt: skip

text = st.sampled_from(TEXTS) | st.text(max_size=12)
junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)
listed = st.lists(
    st.tuples(text | st.integers(), text | st.fixed_dictionaries({"label": text, "img": text, "img_alt": text})),
    max_size=3,
)
drawing = st.fixed_dictionaries(
    {
        "zones": junk
        | st.lists(st.fixed_dictionaries({"uid": text, "title": text, "x": junk, "width": junk}), max_size=2),
        "items": junk | st.lists(st.fixed_dictionaries({"id": junk, "displayName": text, "zones": junk}), max_size=2),
        "feedback": junk,
        "targetImg": text,
    }
)
value = text | junk.map(json.dumps) | listed.map(json.dumps) | drawing.map(json.dumps)


@st.composite
def markup(draw: st.DrawFn, pieces: list[str] = MARKUP) -> str:
    """Return pieces one behind the other, their gaps filled."""
    found = draw(st.lists(st.sampled_from(pieces), max_size=4))
    return "".join(piece.format(*draw(st.tuples(text, text, text))) for piece in found)


def attribute(text: str) -> str:
    for sign, spelled in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        text = text.replace(sign, spelled)
    return _for_xml(text)


def _for_xml(text: str) -> str:
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
    )


@st.composite
def block(draw: st.DrawFn, depth: int = 0, tag: str | None = None, whole: bool = True) -> str:
    """Return the XML of a block; not always well-formed unless ``whole``."""
    tag = tag or draw(
        st.sampled_from(TAGS) | st.sampled_from(["vertical", "html", "problem", "video", "poll", "library_content"])
    )
    given = draw(st.dictionaries(st.sampled_from(ATTRIBUTES), value, max_size=3))
    if draw(st.integers(0, 9)):
        given["url_name"] = draw(st.sampled_from(NAMES))
    written = "".join(f' {name}="{attribute(each)}"' for name, each in given.items())
    inside = draw(_inside(tag, depth, whole))
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


@st.composite
def _inside(draw: st.DrawFn, tag: str, depth: int, whole: bool) -> str:
    if not draw(st.integers(0, 2)):
        return ""
    if tag == "problem":
        return _well_formed(draw(markup(PROBLEMS)))
    if tag in ("html", "annotatable", "poll_question", "video", "mobility_checklist", "mobility_facts") or depth > 2:
        return attribute(draw(markup())) if whole or draw(st.booleans()) else draw(markup())
    return "".join(draw(st.lists(block(depth + 1), max_size=3)))


def _well_formed(xml: str) -> str:
    try:
        etree.fromstring(f"<a>{_for_xml(xml)}</a>")
    except etree.XMLSyntaxError:
        return "<p>x</p>"
    return _for_xml(xml)


Course = dict[str, bytes]


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Return a course's files."""
    files: Course = {
        "course.xml": b'<course url_name="run" org="O" course="C"/>',
        "course/run.xml": f'<course display_name="{attribute(draw(text))}"><chapter url_name="a"/>{draw(block())}</course>'.encode(),
        "chapter/a.xml": f'<chapter>{draw(block())}<sequential url_name="a"/></chapter>'.encode(),
        "sequential/a.xml": f'<sequential graded="true" format="{attribute(draw(text))}"><vertical url_name="a"/>{draw(block())}</sequential>'.encode(),
        "vertical/a.xml": f"<vertical>{''.join(draw(st.lists(block(1), max_size=4)))}</vertical>".encode(),
    }
    for _ in range(draw(st.integers(0, 4))):
        tag, name = (
            draw(st.sampled_from(["html", "problem", "vertical", "video", "poll"])),
            draw(st.sampled_from(["a", "b", "x", "a/b"])),
        )
        files[f"{tag}/{name}.xml"] = draw(block(1, tag, whole=False)).encode("utf-8", "surrogatepass")
        files[f"html/{name}.html"] = draw(markup()).encode("utf-8", "surrogatepass")
    for name in draw(st.lists(st.sampled_from(sorted(STATIC)), max_size=8, unique=True)):
        files[name] = draw(st.sampled_from(STATIC[name]))
    entry = draw(
        st.dictionaries(
            st.sampled_from([*ATTRIBUTES, "tabs", "user_partitions", "pdf_textbooks"]), junk | value, max_size=4
        )
    )
    entry |= draw(st.fixed_dictionaries({"tabs": tabs}))
    if not draw(st.integers(0, 4)):
        entry["other_course_settings"] = draw(junk | settings)
    files["policies/run/policy.json"] = json.dumps(
        {"course/run": entry, "html/a": draw(junk), "vertical/a": entry}
    ).encode()
    if not draw(st.integers(0, 4)):
        files["policies/run/grading_policy.json"] = json.dumps(draw(junk | grading)).encode()
    if not draw(st.integers(0, 19)):
        del files[draw(st.sampled_from(sorted(files)))]
    return files


tabs = st.lists(
    st.fixed_dictionaries(
        {"type": st.just("static_tab"), "name": text, "url_slug": st.sampled_from(["a", "about", "../a", ""])}
    ),
    max_size=3,
)
settings = st.fixed_dictionaries({
    "mobility": st.fixed_dictionaries({
        "version": st.just(1),
        "gates": st.lists(st.fixed_dictionaries({
            "id": st.sampled_from(["g", "h", "g\n"]), "block": st.sampled_from(["vertical/a", "sequential/a", "x/y"]),
            "minimum": st.integers(1, 1001), "locks": st.lists(st.sampled_from(["vertical/a", "chapter/a", "html/a"]), max_size=2),
        }), max_size=2),
    })
})  # fmt: skip
grading = st.fixed_dictionaries({
    "GRADER": st.lists(st.fixed_dictionaries({"type": text, "weight": st.floats(0, 1) | junk, "min_count": st.integers(0, 9) | junk}), max_size=2),
    "GRADE_CUTOFFS": st.dictionaries(text, st.floats(0, 1) | junk, max_size=2),
})  # fmt: skip


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
