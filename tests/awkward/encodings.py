"""Files in the bytes that editors and systems of the years left behind: marks, line ends, code pages, JSON's values."""

from tests.awkward.course import Awkward, Shown, grading, question

_BOM = b"\xef\xbb\xbf"
_UNIT = '<vertical display_name="Maße">{}</vertical>'


def _lines(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


WINDOWS = Awkward(
    name="from-windows",
    title="Maße",
    language="de",
    files={
        "course.xml": _BOM + b'<?xml version="1.0" encoding="utf-8"?>\r\n<course url_name="r" org="Hut" course="M1"/>\r\n',
        "course/r.xml": _lines('<course display_name="Maße"\n language="de">\n<chapter url_name="c"/>\n</course>\n'),
        "chapter/c.xml": _lines('<chapter display_name="Länge">\n<sequential url_name="s"/>\n</chapter>'),
        "sequential/s.xml": _lines('<sequential display_name="Messen" graded="true" format="Prüfung">\n<vertical url_name="v"/>\n</sequential>'),
        # Windows-1252 without a word about it.
        "vertical/v.xml": '<vertical display_name="Größe">\r\n<html url_name="h"/>\r\n<html url_name="i"/>\r\n<html url_name="j"/>\r\n<problem url_name="p"/>\r\n<problem url_name="q"/>\r\n</vertical>'.encode("cp1252"),
        "html/h.xml": _BOM + '<html filename="h" display_name="Übersicht"/>'.encode(),
        "html/h.html": "<p>Größe in „Zoll“ – 5 €</p>".encode("cp1252"),
        "html/i.xml": '<html filename="i"/>',
        "html/i.html": _BOM + "<p>Mit Marke: Größe</p>".encode(),
        "html/j.xml": '<html filename="j"/>',
        "html/j.html": "<p>Zwei Bytes: Größe</p>".encode("utf-16"),
        # Says Latin-1, and is.
        "problem/p.xml": f'<?xml version="1.0" encoding="ISO-8859-1"?>\r\n<problem display_name="Länge">{question("Wie groß?", "Größer", "Kleiner")}</problem>'.encode("latin-1"),
        # Says UTF-8, and is not.
        "problem/q.xml": f'<?xml version="1.0" encoding="UTF-8"?>\r\n<problem display_name="Höhe">{question("Wie hoch?", "Höher", "Tiefer")}</problem>'.encode("cp1252"),
        "policies/r/policy.json": _BOM + _lines('{\n "course/r": {"display_name": "Maße"},\n "vertical/v": {"display_name": "Größe"}\n}'),
        "policies/r/grading_policy.json": grading("Prüfung").encode(),
        "about/short_description.html": "Maße".encode("cp1252"),
        "tabs/x.html": _lines("<p>x</p>\n"),
    },
    shown=(
        Shown("Größe", ("Größe in „Zoll“ – 5 €", "Mit Marke: Größe", "Zwei Bytes: Größe", "Wie groß?", "Größer", "Wie hoch?", "Höher")),
    ),
    leaves=("html/h", "html/i", "html/j", "problem/p", "problem/q"),
    says=("encoding vertical/v.xml:1", "encoding html/h.html", "encoding problem/q.xml:2"),
    finds=("tab-not-listed tabs/x.html",),
)  # fmt: skip

VALUES = Awkward(
    name="values-of-all-kinds",
    title="Values",
    files={
        "course.xml": '<course url_name="r" org="Hut" course="V1"/>',
        "course/r.xml": '<course display_name="Values" language="null"><chapter url_name="c"/></course>',
        "chapter/c.xml": '<chapter display_name="C"><sequential url_name="s"/><sequential url_name="t"/></chapter>',
        "sequential/s.xml": '<sequential display_name="S" graded="True" format="Test"><vertical url_name="v"/><vertical url_name="w"/><vertical url_name="x"/><vertical url_name="y"/></sequential>',
        "sequential/t.xml": '<sequential display_name="T" visible_to_staff_only="1"><vertical url_name="z"/></sequential>',
        "vertical/v.xml": '<vertical display_name="Null"><html url_name="h">One</html></vertical>',
        "vertical/w.xml": '<vertical display_name="  Spaces \n around  "><html url_name="i" display_name="&#160;">Two</html></vertical>',
        "vertical/x.xml": '<vertical display_name="Hidden by policy"><html url_name="j">Three</html></vertical>',
        "vertical/y.xml": '<vertical display_name=""><problem url_name="p"/></vertical>',
        "vertical/z.xml": '<vertical><html url_name="k">Four</html></vertical>',
        "problem/p.xml": f'<problem display_name="P" max_attempts="" weight="" showanswer="&quot;always&quot;">{question("Which?", "This", "That")}</problem>',
        "policies/r/policy.json": '{"course/r": {"display_name": "Values", "language": null}, "vertical/v": {"display_name": null}, "vertical/w": [], '
        '"vertical/x": {"visible_to_staff_only": true}, "problem/p": {"max_attempts": null, "weight": 2.0, "display_name": 7}, "html/h": {"display_name": "H", "unknown": {"a": [1]}}}',
        "policies/r/grading_policy.json": grading("Test"),
    },
    shown=(Shown("v", ("One",)), Shown("Spaces around", ("Two",)), Shown("y", ("Which?",))),
    leaves=("html/h", "html/i", "html/j hidden", "problem/p", "html/k hidden"),
    says=(),
    finds=("wrong-type policies/r/policy.json:1",),
)  # fmt: skip

CAPITALS = Awkward(
    name="endings-in-capitals",
    title="Endings",
    files={
        "course.xml": '<course url_name="r" org="Hut" course="E1"/>',
        "course/r.xml": '<course display_name="Endings"><chapter url_name="c" ><sequential url_name="s"><vertical url_name="v" display_name="Files">'
        '<html url_name="h"><p><img src="/static/PLAN.PNG" alt="Plan"/> <a href="/static/Page.HTM">Page</a> <a href="/static/Sheet.XLSX">Sheet</a> '
        '<img src="/static/plan.Svg" alt="Drawing"/> <img src="/static/missing.GIF" alt="Gone"/></p></html>'
        '<video url_name="f" html5_sources=\'["/static/Film.MP4"]\' display_name="Film"/></vertical></sequential></chapter></course>',
        "static/PLAN.PNG": b"\x89PNG plan",
        "static/Page.HTM": b'<HTML><BODY><IMG SRC="Inner.JPEG"><P>Inside</BODY></HTML>',
        "static/Inner.JPEG": b"\xff\xd8\xff inner",
        "static/Sheet.XLSX": b"PK sheet",
        "static/plan.Svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "static/Film.MP4": b"\0\0\0\x18ftypmp42",
    },
    shown=(Shown("Files", ("Page", "Sheet")),),
    leaves=("html/h", "video/f"),
    says=("missing-file course/r.xml:1", "no-captions course/r.xml:1"),
    files_there=("PLAN.PNG", "Inner.JPEG", "Sheet.XLSX", "plan.Svg", "Film.MP4"),
)  # fmt: skip

COURSES = (WINDOWS, VALUES, CAPITALS)
