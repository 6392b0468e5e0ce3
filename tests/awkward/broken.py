"""Courses with something missing, twice, or in a circle: what is whole is exported, the rest is said with its place."""

from tests.awkward.course import Awkward, Refused, Shown, policy, question

_ROOT = {
    "course.xml": '<course url_name="r" org="Hut" course="B1"/>',
    "course/r.xml": '<course display_name="Broken">\n<chapter url_name="c"/>\n</course>',
    "policies/r/policy.json": policy("r"),
}
_ASKED = question("Still here?", "Yes", "No")


def _course(units: str, **files: str | bytes) -> dict[str, str | bytes]:
    plain = {name.replace("__", "/"): text for name, text in files.items()}
    return {
        **_ROOT,
        "chapter/c.xml": f'<chapter display_name="C">\n<sequential url_name="s" display_name="S">\n{units}\n</sequential>\n</chapter>',
        **plain,
    }


TWICE = Awkward(
    name="names-twice-and-missing",
    title="Broken",
    files={
        **_course(
            '<vertical url_name="v" display_name="One">\n<html url_name="h"/>\n<html url_name="h"/>\n<html><p>No name</p></html>\n<html><p>No name</p></html>\n</vertical>\n'
            '<vertical url_name="v" display_name="Two">\n<problem url_name="h"/>\n<html url_name="H">Big</html>\n</vertical>'
        ),
        "html/h.xml": "<html>Same text</html>",
        "problem/h.xml": f"<problem>{_ASKED}</problem>",
    },
    shown=(Shown("One", ("Same text", "Same text", "No name", "No name")), Shown("Two", ("Still here?", "Big"))),
    leaves=("html/h", "html/h~2", "html/?", "html/?", "problem/h", "html/H"),
    says=("duplicate-id html/h.xml:1", "duplicate-id chapter/c.xml:7", "duplicate-id chapter/c.xml:9"),
    finds=("same-child-twice chapter/c.xml:5", "duplicate-url-name chapter/c.xml:9"),
)  # fmt: skip

MISSING = Awkward(
    name="pointers-to-nothing",
    title="Broken",
    files={
        **_course(
            '<vertical url_name="v" display_name="Units">\n<html url_name="gone"/>\n<html url_name="page"/>\n<html url_name="half"/>\n<problem url_name="none"/>\n<video url_name="film"/>\n<html url_name="last">Whole</html>\n</vertical>\n'
            '<vertical url_name="lost"/>'
        ),
        # The page is there, the file that names it is not.
        "html/page.html": "<p>A page alone</p>",
        "html/half.xml": '<html filename="other" display_name="Half"/>',
    },
    shown=(Shown("Units", ("A page alone", "Whole")), Shown("lost")),
    leaves=(
        "html/gone left_out", "html/page", "html/half left_out", "problem/none left_out", "video/film left_out", "html/last",
        "vertical/lost left_out",
    ),
    says=(
        "broken-block chapter/c.xml:4", "broken-block html/half.xml:1", "broken-block chapter/c.xml:7",
        "broken-block chapter/c.xml:8", "broken-block chapter/c.xml:11",
    ),
    finds=("dangling-pointer chapter/c.xml:4", "dangling-pointer chapter/c.xml:5"),
)  # fmt: skip

CIRCLES = Awkward(
    name="circles",
    title="Broken",
    files={
        **_course('<vertical url_name="v"/>\n<vertical url_name="w" display_name="W"><html url_name="h">Whole</html></vertical>\n<include file="chapter/c.xml"/>'),
        "vertical/v.xml": '<vertical display_name="V">\n<html url_name="i">Inside</html>\n<vertical url_name="x"/>\n</vertical>',
        "vertical/x.xml": '<vertical display_name="X">\n<vertical url_name="v"/>\n<vertical url_name="x"/>\n</vertical>',
    },
    shown=(Shown("V", ("Inside",)), Shown("W", ("Whole",)), Shown("S")),
    leaves=("html/i", "vertical/v~2 left_out", "vertical/x~2 left_out", "html/h", "include/? left_out"),
    says=(
        "duplicate-id vertical/x.xml:2", "duplicate-id vertical/x.xml:3", "broken-block vertical/x.xml:2",
        "broken-block vertical/x.xml:3", "broken-block chapter/c.xml:5",
    ),
    finds=("circle vertical/x.xml:2",),
)  # fmt: skip

WRONG = Awkward(
    name="wrong-places-and-roots",
    title="Broken",
    files={
        **_ROOT,
        "course/r.xml": '<course display_name="Broken">\n<html url_name="top">At the top</html>\n<sequential url_name="s" display_name="S">\n<vertical display_name="In a section" url_name="v"><html url_name="a">A</html></vertical>\n</sequential>\n'
        '<vertical url_name="w" display_name="A unit"><html url_name="b">B</html></vertical>\n<chapter url_name="c" display_name="C">\n<chapter url_name="d" display_name="D"><sequential url_name="t" display_name="T"><html url_name="e">E</html></sequential></chapter>\n'
        '<html url_name="f">F</html>\n<sequential url_name="u" display_name="U">\n<sequential url_name="x" display_name="X"><html url_name="g">G</html></sequential></sequential>\n</chapter>\n<chapter url_name="q" display_name="Q"/>\n<chapter url_name="z"/>\n</course>',
        "chapter/q.xml": '<chapter display_name="Not followed by Open edX">\n<sequential url_name="y" display_name="Y"><html url_name="k">K</html></sequential></chapter>',
        "chapter/z.xml": '<chapter display_name="Z">\n<sequential url_name="bad"/>\n<sequential url_name="good" display_name="Good"><problem url_name="p"/></sequential></chapter>',
        "sequential/bad.xml": "<sequential>\n<vertical>\n</sequential>",
        "problem/p.xml": "<html>no problem</html>",
    },
    shown=(
        Shown("top", ("At the top",)), Shown("In a section", ("A",)), Shown("A unit", ("B",)), Shown("T", ("E",)),
        Shown("f", ("F",)), Shown("X", ("G",)), Shown("k", ("K",)), Shown("bad"), Shown("p"),
    ),
    leaves=(
        "html/top", "html/a", "html/b", "html/e", "html/f", "html/g", "html/k", "sequential/bad left_out", "problem/p left_out",
    ),
    says=(
        "pointer-with-attributes course/r.xml:13", "misplaced course/r.xml:2", "misplaced course/r.xml:3", "misplaced course/r.xml:6",
        "misplaced course/r.xml:8", "misplaced course/r.xml:8", "misplaced course/r.xml:11",
        "broken-block sequential/bad.xml:3", "broken-block problem/p.xml:1",
    ),
    finds=("misplaced course/r.xml:2", "wrong-root problem/p.xml:1", "pointer-with-attributes course/r.xml:13"),
)  # fmt: skip

OTHER_RUN = Awkward(
    name="policies-of-another-run",
    title="From the policy",
    files={
        "course.xml": '<course url_name="{{ RUN }}" org="Hut" course="B1">\n<chapter url_name="c" display_name="C"><sequential url_name="s" display_name="S"><vertical url_name="v"><html url_name="h">Text</html></vertical></sequential></chapter></course>',
        "policies/_base/policy.json": policy("2015", {"vertical/v": {"display_name": "Named there"}}, display_name="From the policy"),
        "policies/_base/grading_policy.json": '{"GRADER": [], "GRADE_CUTOFFS": {"Pass": 0.5}}',
    },
    shown=(Shown("Named there", ("Text",)),),
    leaves=("html/h",),
    says=("other-run policies/_base/policy.json",),
    finds=("no-policy policies/",),
)  # fmt: skip

COURSES = (TWICE, MISSING, CIRCLES, WRONG, OTHER_RUN)

REFUSED = (
    Refused("root-that-is-no-xml", {"course.xml": "Hello"}, "XML is broken", "course.xml:1"),
    Refused("pointer-to-no-course", {"course.xml": '<course url_name="x" org="o" course="c"/>'}, "course/x.xml, which is missing", "course.xml:1"),
    Refused("nothing-inside", {**_ROOT, "course/r.xml": "<course/>"}, "no units that learners see", ""),
    Refused("comma-too-many", {**_course("", policies__r__policy="")} | {"policies/r/policy.json": '{"course/r": {},\n}'}, "JSON is broken", "policies/r/policy.json:2"),
    Refused("several-roots", {"roots/a.xml": '<course url_name="a"/>', "roots/b.xml": '<course url_name="b"/>', "course/a.xml": "<course/>"}, "a, b", ""),
)  # fmt: skip
