"""Names of blocks and files that other programs trip over: spaces, #, ?, %, quotes, twins, folders, length."""

from html import escape

from tests.awkward.course import Awkward, Shown, policy, question

# Names as they stand in url_name; the file of each is called so too.
_NAMES = (
    "a b", "what is #1?", "100% sure", "50%25", "plus+minus", "R&D", "it's", "a=b;c,d", "(round) [square] {curly}", "~tilde",
    "trailing.", "UPPER", "upper", "Upper", "semi;colon", "comma,", "équipe", "x" * 90, "a..b", "@home", "$HOME", "`cmd`", "^hat",
)  # fmt: skip


def _vertical(name: str, index: int) -> str:
    following = _NAMES[(index + 1) % len(_NAMES)]
    return (
        f'<vertical display_name="Unit {index}: {escape(name)}"><html url_name="{escape(name)}"/></vertical>'
        f"<!-- leads to {following.replace('-', ' ')} -->"
    )


def _page(name: str, index: int) -> str:
    from urllib.parse import quote

    following = _NAMES[(index + 1) % len(_NAMES)]
    file = f"pic {name}.PNG"
    return (
        f'<p>Text {index} <a href="/jump_to_id/{quote(following)}">on</a></p>'
        f'<p><img src="/static/{quote(file)}" alt="Picture {index}"></p>'
    )


SIGNS = Awkward(
    name="names-with-signs",
    title="Names #1? 100% & more",
    files={
        "course.xml": '<course url_name="run 1" org="Hut &amp; Co" course="N#1"/>',
        "course/run 1.xml": '<course display_name="Names #1? 100% &amp; more" language="en"><chapter url_name="ch 1?"/></course>',
        "chapter/ch 1?.xml": '<chapter display_name="Chapter &lt;one&gt;"><sequential url_name="seq#1"/></chapter>',
        "sequential/seq#1.xml": '<sequential display_name="Lesson">'
        + "".join(_vertical(name, index) for index, name in enumerate(_NAMES))
        + "</sequential>",
        **{f"html/{name}.xml": f'<html filename="{escape(name)}"/>' for name in _NAMES},
        **{f"html/{name}.html": _page(name, index) for index, name in enumerate(_NAMES)},
        **{f"static/pic {name}.PNG": b"\x89PNG " + name.encode() for name in _NAMES},
        "policies/run 1/policy.json": policy("run 1"),
    },
    shown=tuple(Shown(f"Unit {index}: {name}", (f"Text {index}",)) for index, name in enumerate(_NAMES)),
    leaves=tuple(f"html/{name}" for name in _NAMES),
    finds=("course-identity course.xml:1", "url-name-signs sequential/seq#1.xml:1"),
    files_there=tuple(f"pic {name}.PNG" for name in _NAMES),
)

FOLDERS = Awkward(
    name="names-with-folders",
    title="Folders",
    files={
        "course.xml": '<course url_name="run" org="Hut" course="F1"/>',
        "course/run.xml": '<course display_name="Folders"><chapter display_name="C" url_name="c"><sequential display_name="S" url_name="s"><vertical display_name="Colons" url_name="v">'
        '<html url_name="week1:day1:intro"/><html url_name="week2:intro"/><problem url_name="week1:q"/></vertical>\n'
        '<vertical display_name="Backslashes" url_name="w"><html url_name="win" filename="week3\\win"/></vertical></sequential></chapter></course>',
        "html/week1/day1/intro.xml": '<html filename="week1/day1/intro" display_name="Day 1"/>',
        "html/week1/day1/intro.html": '<p>Day one <img src="/static/Pictures/Day One.JPG" alt=""></p>',
        # Beside its own file, as people expect; Open edX looks there too.
        "html/week2/intro.xml": '<html filename="intro" display_name="Day 8"/>',
        "html/week2/intro.html": "<p>Day eight</p>",
        "html/week3/win.html": '<p>From Windows <img src="\\static\\Pictures\\Day One.JPG" alt=""></p>',
        "problem/week1/q.xml": f"<problem>{question('Which day?', 'One', 'Two')}</problem>",
        "static/Pictures/Day One.JPG": b"\xff\xd8\xff day one",
    },
    shown=(Shown("Colons", ("Day one", "Day eight", "Which day?")), Shown("Backslashes", ("From Windows",))),
    leaves=("html/week1:day1:intro", "html/week2:intro", "problem/week1:q", "html/win"),
    files_there=("Pictures/Day One.JPG",),
)  # fmt: skip

COURSES = (SIGNS, FOLDERS)
