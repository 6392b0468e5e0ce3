"""Small courses that grow without end, or take for ever, in the hands of a careless reader."""

import json
from collections.abc import Callable
from typing import Any

Files = dict[str, str | bytes | None]
MIB = 2**20


def text(markup: str) -> Files:
    """The course's one text."""
    return {"html/intro.html": markup}


def unit(inside: str, **more: str) -> Files:
    return {"vertical/unit.xml": f'<vertical display_name="Unit">{inside}</vertical>', **more}


def policy(**values: Any) -> Files:
    return {"policies/run/policy.json": json.dumps({"course/run": values})}


def deep(depth: int) -> str:
    return "[" * depth + "]" * depth


def letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


def problem(inside: str) -> Files:
    return {"problem/q1.xml": f"<problem>{inside}</problem>"}


def drag(data: Any) -> Files:
    value = json.dumps(data).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return unit(f'<drag-and-drop-v2 url_name="d" data="{value}"/>')


def page(markup: str) -> Files:
    return {"html/intro.html": '<iframe src="/static/p.html"></iframe>', "static/p.html": markup}


def sheet(css: str) -> Files:
    return {"html/intro.html": '<p>x</p><link rel="stylesheet" href="/static/s.css">', "static/s.css": css}


CHOICE = '<multiplechoiceresponse><choicegroup><choice correct="true">a</choice></choicegroup></multiplechoiceresponse>'
MANY = 100_000

# What multiplies: a few files named very often.
GROWING: dict[str, Callable[[], Files]] = {
    "one large text, a hundred blocks": lambda: {
        **unit('<html url_name="a" filename="big"/>' * 100), "html/big.html": "<p>text</p>" * (MIB // 2),
    },
    "one long text, a hundred blocks": lambda: {
        **unit('<html url_name="a" filename="big"/>' * 100), "html/big.html": "text " * MIB,
    },
    "one large file, a thousand pointers": lambda: {
        **unit('<html url_name="big"/>' * 1000), "html/big.xml": f"<html>{'<p>text</p>' * 100_000}</html>",
    },
    "one long policy entry, a thousand blocks": lambda: {
        **unit('<mystery url_name="x"/>' * 1000),
        "policies/run/policy.json": json.dumps({"mystery/x": {"display_name": "x" * MIB, "data": "y" * MIB}}),
    },
    "units in units": lambda: {
        **unit('<vertical url_name="v0"/>'),
        **{f"vertical/v{n}.xml": "<vertical>" + f'<vertical url_name="v{n + 1}"/>' * 10 + "</vertical>" for n in range(30)},
    },
    "one style for a thousand frames": lambda: {
        **unit('<html url_name="h" filename="h"/>' + '<html url_name="f" filename="f"/>' * 1000),
        "html/h.html": f"<style>{'a { color: red }' * 60_000}</style>", "html/f.html": "<p onclick='1'>x</p>",
    },
    "one transcript, a hundred films": lambda: {
        **unit("".join(f'<video url_name="v{n}" sub="x" youtube_id_1_0="aaaaaaaaaaa"/>' for n in range(100))),
        "static/subs_x.srt.sjson": json.dumps({"start": list(range(20_000)), "end": list(range(1, 20_001)), "text": ["words " * 20] * 20_000}),
    },
    "a picture ten thousand times": lambda: {
        **text("<p onclick=1>x" + '<img src="/static/a.png" alt="">' * 10_000), "static/a.png": b"\x89PNG" + bytes(MIB),
    },
    "style sheets in style sheets": lambda: {
        **sheet("@import 's0.css'"), **{f"static/s{n}.css": f"@import 's{n + 1}.css'" for n in range(3000)},
    },
    "style sheets in a circle": lambda: {**sheet("@import 's.css'; @import 't.css'"), "static/t.css": "@import 's.css'"},
    "four million elements": lambda: {"vertical/unit.xml": "<vertical>" + "<a/>" * 4_000_000 + "</vertical>"},
    "a million attributes": lambda: unit("<html " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>"),
    "a million children": lambda: {"chapter/ch.xml": "<chapter>" + "<sequential/>" * 1_000_000 + "</chapter>"},
    "an attribute of nine million signs": lambda: unit(f'<html url_name="{"n" * 9 * MIB}" display_name="t"><p>x</p></html>'),
    "a title of nine million signs": lambda: {"course/run.xml": f'<course display_name="{"t" * 9 * MIB}"><chapter url_name="ch"/></course>'},
    "a text of sixty million signs": lambda: text("x" * 60 * MIB),
    "a settings file of sixty million signs": lambda: {"policies/run/policy.json": json.dumps({"x": "y" * 60 * MIB})},
    "a conditional that waits for a million blocks": lambda: unit(
        f'<problem url_name="q1"/><conditional sources="{";".join(["i4x://o/c/problem/q1"] * 200_000)}" attempted="True">'
        + '<html><p>x</p></html>' * 1000 + "</conditional>"
    ),
    "a million mistakes in the settings": lambda: policy(other_course_settings={"mobility": {"version": 1, "gates": [1] * 500_000}}),
    "a million answers": lambda: unit(
        f'<poll url_name="p" question="q" answers="{json.dumps([[n, "x"] for n in range(100_000)]).replace(chr(34), "&quot;")}"/>'
    ),
}  # fmt: skip

# What nests.
NESTED: dict[str, Callable[[], Files]] = {
    "xml": lambda: unit("<vertical>" * 10_000 + "</vertical>" * 10_000),
    "xml in a text": lambda: unit(f"<html>{'<b>' * 10_000}{'</b>' * 10_000}</html>"),
    "html": lambda: text("<div>" * 10_000 + "x"),
    "html in a frame": lambda: text("<p onclick=1>" + "<div>" * 10_000 + "x"),
    "html, closed": lambda: text("<div>" * 10_000 + "x" + "</div>" * 10_000),
    "json": lambda: {"policies/run/policy.json": f'{{"course/run": {{"tabs": {deep(10_000)}}}}}'},
    "json that can be read": lambda: {"policies/run/policy.json": f'{{"course/run": {{"tabs": {deep(900)}, "display_name": {deep(900)}}}}}'},
    "json in settings": lambda: {"policies/run/policy.json": f'{{"course/run": {{"other_course_settings": {{"mobility": {deep(900)}}}}}}}'},
    "json in an attribute": lambda: unit(f'<video html5_sources="{deep(940)}" transcripts="{deep(940)}" youtube_id_1_0="aaaaaaaaaaa"/>'),
    "json in a poll": lambda: unit(f'<poll answers="{deep(940)}"/>'),
    "json in a drag and drop": lambda: unit(f'<drag-and-drop-v2 data="{deep(940)}"/>'),
    "json in updates": lambda: {"info/updates.items.json": f'[{{"content": {deep(940)}, "date": {deep(940)}}}]'},
    "json in subtitles": lambda: {**unit('<video sub="x" youtube_id_1_0="aaaaaaaaaaa"/>'), "static/subs_x.srt.sjson": f'{{"start": {deep(940)}}}'},
    "braces in TeX": lambda: text("\\(" + "{" * 10_000 + "}" * 10_000 + "\\)"),
    "environments in TeX": lambda: text("\\[" + "\\begin{matrix}" * 200 + "\\end{matrix}" * 200 + "\\]"),
    "brackets in CSS": lambda: sheet("a { b: " + "(" * 10_000 + ")" * 10_000 + " }"),
    "brackets in a style": lambda: text(f'<p style="color: {"(" * 10_000}{")" * 10_000}">x</p>'),
    "markdown": lambda: unit(f'<poll question="{"&gt;" * 9000}" answers="[[&quot;a&quot;, &quot;{"*" * 9000}&quot;]]"/>'),
    "markdown brackets": lambda: unit(f'<poll question="{"[" * 9000}" answers="[[&quot;a&quot;, &quot;{"![" * 4000}&quot;]]"/>'),
    "a problem": lambda: problem("<div>" * 240 + CHOICE + "</div>" * 240),
    "bbcode of conditionals": lambda: unit("<conditional>" * 40 + "<html><p>x</p></html>" + "</conditional>" * 40),
}  # fmt: skip

# What makes a careless pattern look again and again.
SLOW: dict[str, Callable[[], Files]] = {
    "links left open": lambda: text("<a><b><i><div><p></a>" * 40_000),
    "formatting left open": lambda: text("".join(f"<p><font color={n}></p>" for n in range(100_000))),
    "attributes": lambda: text("<p " + " ".join(f"a{n}=1" for n in range(MANY)) + ">x"),
    "attributes in a frame": lambda: text("<p onclick=1 " + " ".join(f"a{n}=1" for n in range(MANY)) + ">x"),
    "brackets": lambda: text("<" * 1_000_000),
    "comments": lambda: text("<!--" * 400_000),
    "titles": lambda: text("<title>" * 80_000 + "</title>"),
    "tex scripts": lambda: text('<script type="math/tex">' * 60_000),
    "tex script blanks": lambda: text('<script type="math/tex' + " " * 500_000),
    "tex starts": lambda: text("\\(" * 400_000),
    "tex braces": lambda: text("\\({" * 200_000 + "\\)"),
    "tex names": lambda: text("".join(f"\\begin{{{letters(n)}}}" for n in range(60_000)) + "".join(f"\\end{{{letters(n)}}}" for n in range(60_000))),
    "tex and breaks": lambda: text("\\(a\\)<br>" * 30_000),
    "tex walls": lambda: text("\\(<b></b>" * 30_000 + "\\)"),
    "pictures of other sites": lambda: text("".join(f'<img src="https://e.example/{n}.png">' for n in range(30_000))),
    "missing pictures": lambda: text("".join(f'<img src="/static/{n}.png" alt="">' for n in range(30_000))),
    "unknown tags": lambda: text("".join(f"<x{n}></x{n}>" for n in range(60_000))),
    "unknown attributes": lambda: text("".join(f"<p x{n}=1></p>" for n in range(30_000))),
    "style declarations": lambda: text(f'<p style="{"color:red;" * 200_000}">x</p>'),
    "style brackets": lambda: text(f'<p style="{"color:(" * 200_000}">x</p>'),
    "style functions": lambda: text(f'<p style="color: {"-" * 1_000_000}">x</p>'),
    "css urls": lambda: sheet("url(" * 300_000),
    "css url blanks": lambda: sheet("url(" + " " * 500_000),
    "css imports": lambda: sheet("@import a " * 200_000),
    "css one import": lambda: sheet("@import " + "a" * 1_000_000),
    "css strings": lambda: sheet('\\"' * 500_000),
    "css comments": lambda: sheet("/*" * 500_000),
    "page pictures": lambda: page("<img " * 300_000),
    "page heads": lambda: page("<head " * 300_000),
    "page blanks": lambda: page("<img" + " " * 1_000_000),
    "page doctypes": lambda: page("<!-- " * 300_000 + "<!doctype " * 100_000),
    "page events": lambda: page(" on" + "a" * 1_000_000),
    "drawing": lambda: {**text('<img src="/static/d.svg" alt="">'), "static/d.svg": "<" + "a" * 1_000_000 + " on" + "x" * 1_000_000},
    "program": lambda: {**text('<script src="/static/p.js"></script><p>x</p>'), "static/p.js": "'static/" * 300_000},
    "short description": lambda: {"about/short_description.html": "<" * 1_000_000},
    "overview": lambda: {"about/overview.html": "<!--" * 300_000 + "<" * 500_000},
    "sources": lambda: unit(f'<conditional sources="{"type@" * 300_000}"><html><p>x</p></html></conditional>'),
    "old sources": lambda: unit(f'<conditional sources="{"i4x://" * 300_000}"><html><p>x</p></html></conditional>'),
    "name of subtitles": lambda: unit(f'<video sub="{"x" * 3 * MIB}" youtube_id_1_0="aaaaaaaaaaa"/>'),
    "subtitles": lambda: {
        **unit('<video youtube_id_1_0="aaaaaaaaaaa" transcripts="{&quot;en&quot;: &quot;a.srt&quot;}"/>'),
        "static/a.srt": " " * 500_000 + "--> " + "<v " * 300_000 + "\n" * 500_000 + "\n  " * 100_000,
    },
    "numbers": lambda: unit(f'<problem weight="{"1" * 1_000_000}x"/><done weight="{"1" * 1_000_000}x"/>'),
    "yaml": lambda: unit(f'<openassessment track_changes="x" white_listed_file_types="{" " * 500_000}" /><poll answers="{" " * 500_000}x"/>'),
    "links": lambda: text("".join(f'<a href="/jump_to_id/{n}/{"@" * 50}">x</a>' for n in range(15_000))),
    "addresses": lambda: text("".join(f'<a href="asset-v1:{"+type" * 50}{n}">x</a>' for n in range(20_000))),
    "one address": lambda: text(f'<a href="asset-v1:{"+type@asset" * 300_000}">x</a>'),
    "policy entries": lambda: {"policies/run/policy.json": json.dumps({f"html/x{n}": {"display_name": "x"} for n in range(30_000)}, indent=1)},
    "dangling pointers": lambda: {**unit("".join(f'<html url_name="x{n}"/>' for n in range(20_000))), **{f"html/y{n}.xml": "<html/>" for n in range(2000)}},
    "unused files": lambda: {**{f"static/a b{n}.png": b"" for n in range(3000)}, **text("words " * 500_000)},
    "experiments": lambda: {
        **policy(user_partitions=[{"id": 7, "scheme": "random", "groups": [{"id": n} for n in range(20_000)]}]),
        **unit("".join(f'<split_test url_name="s{n}" user_partition_id="7" group_id_to_child="{{&quot;{n}&quot;: &quot;c{n}&quot;}}"><html url_name="c{n}"><p>x</p></html></split_test>' for n in range(3000))),
    },
    "groups": lambda: {
        **policy(user_partitions=[{"id": 7, "groups": [{"id": n} for n in range(20_000)]}]),
        **unit("".join(f'<html url_name="g{n}" group_access="{{&quot;7&quot;: {list(range(20))}}}"><p>x</p></html>' for n in range(3000))),
    },
    "dates": lambda: {
        "course/run.xml": f'<course start="{"[" + "1," * 500_000 + "1]"}"><chapter url_name="ch"/></course>',
        **unit("".join(f'<html url_name="d{n}" due="x"><p>x</p></html>' for n in range(3000))),
    },
    "gates": lambda: policy(other_course_settings={"mobility": {"version": 1, "gates": [
        {"id": f"g{n}", "block": f"problem/p{n}", "minimum": 1, "locks": [f"vertical/v{n + 1}"] * 100} for n in range(200)
    ]}}) | {"sequential/seq.xml": "<sequential>" + "".join(
        f'<vertical url_name="v{n}"><problem url_name="p{n}">{CHOICE}</problem></vertical>' for n in range(201)) + "</sequential>"},
    "zones": lambda: drag({"zones": [{"uid": str(n), "title": "<b>" * 200} for n in range(200)], "items": [
        {"id": n, "displayName": "<i>" * 200, "zones": [str(z) for z in range(200)]} for n in range(200)]}),
    "choices": lambda: problem("<choiceresponse><checkboxgroup>" + '<choice correct="true"><p>x</p></choice>' * 5000 + "</checkboxgroup></choiceresponse>"),
    "references": lambda: text("&#" * 400_000 + "&#x" * 400_000 + "&#0" * 300_000),
    "annotations": lambda: unit("<annotatable>" + '<annotation title="t" body="&lt;p&gt;b">x</annotation>' * 10_000 + "</annotatable>"),
}  # fmt: skip
