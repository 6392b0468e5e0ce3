"""`make packs` on a small course of its own: it fills facts, changes nothing else, and says what is wrong and where."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tools import packs
from xblocks.facts.model import Definition

FACTS: list[dict[str, Any]] = [
    {
        "id": "call",
        "topic": "In an emergency",
        "applies": "",
        "text": "Call the number & say where you are.",
        "source": {"title": 'A page with "quotes" & more', "url": "https://example.org/?a=1&b=2", "language": "fi"},
        "checked": "2026-11",
        "review": "2027-11",
    },
    {
        "id": "break",
        "topic": "Breaks and rest",
        "applies": "under 18",
        "text": "A break is longer than 29 minutes, and < 61.",
        "source": {"title": "A law", "url": "https://example.org/law", "language": "en"},
        "checked": "2026-11",
        "review": "2027-05",
    },
]
PACK: dict[str, Any] = {"version": 1, "id": "aa", "kind": "country", "title": "A", "owner": "tests", "facts": FACTS}
CALL = (
    '<fact id="call" topic="In an emergency" checked="2026-11" review="2027-11" '
    'source="A page with &quot;quotes&quot; &amp; more" url="https://example.org/?a=1&amp;b=2" source-language="fi">'
    "Call the number &amp; say where you are.</fact>"
)
BREAK = (
    '<fact id="break" topic="Breaks and rest" applies="under 18" checked="2026-11" review="2027-05" source="A law" '
    'url="https://example.org/law" source-language="en">A break is longer than 29 minutes, and &lt; 61.</fact>'
)
UNIT = """<?xml version='1.0' encoding="UTF-8"?>\r
<vertical display_name="Häuser">\r
  <!-- <pack id="aa"><fact id="call"/></pack> -->
  <html url_name="x"/><fact id="elsewhere"/>
\t<mobility_facts url_name='f'   display_name="F">
    <question>Where?</question>
    <pack id="aa" title="A > B">
       %s
       %s   <!-- kept -->
    </pack>
    <otherwise title="Other"><p>Ask &amp; wait. <![CDATA[<fact id="call"/>]]></p></otherwise>
  </mobility_facts>
</vertical>"""


class Project:
    """A folder of courses: one pack and one unit, or what a test makes of them."""

    def __init__(self, courses: Path) -> None:
        self.courses, self.unit = courses, courses / "a-course" / "vertical" / "u.xml"
        self.unit.parent.mkdir(parents=True)

    def pack(self, pack: Any = PACK, name: str = "country/aa.json") -> None:
        path = self.courses / "packs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pack if isinstance(pack, str) else json.dumps(pack), "utf-8")

    def write(self, first: str, second: str, unit: str = UNIT) -> None:
        self.unit.write_bytes((unit % (first, second)).encode())

    def run(self, *arguments: str) -> int:
        return packs.main(arguments, self.courses)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "courses")
    made.pack()
    return made


EMPTY = [
    '<fact id="break"/>',
    '<fact id="break" />',
    "<fact\n  id='break'></fact>",
    '<fact id="break" topic="a > b">old words</fact >',
    '<fact id="break"><!-- fill me > --></fact>',
    '<fact id="break"><b>bold</b></fact>',
]


@pytest.mark.parametrize("written", EMPTY)
def test_facts_are_filled_in_the_authors_order_and_the_rest_stays(project: Project, written: str) -> None:
    project.write(written, '<fact id="call"/>')
    assert project.run() == 0
    assert project.unit.read_bytes() == (UNIT % (BREAK, CALL)).encode()
    assert [path.name for path in project.unit.parent.iterdir()] == ["u.xml"]


def test_what_was_filled_is_a_definition_of_the_block(project: Project) -> None:
    project.write('<fact id="break"/>', '<fact id="call"/>')
    project.run()
    (node,) = etree.parse(project.unit).findall(".//mobility_facts")
    (pack,) = Definition.from_olx(node).packs
    assert [(fact.id, fact.text) for fact in pack.facts] == [(one["id"], one["text"]) for one in reversed(FACTS)]
    assert (pack.facts[0].applies, pack.facts[1].source, pack.facts[1].language) == (
        "under 18",
        'A page with "quotes" & more',
        "fi",
    )


def test_filling_again_changes_nothing(project: Project) -> None:
    project.write(CALL, BREAK)
    before = project.unit.stat().st_mtime_ns
    assert project.run() == 0
    assert project.run("--check") == 0
    assert project.unit.stat().st_mtime_ns == before


def test_check_writes_nothing_and_names_the_file(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write(CALL.replace("where", "who"), BREAK)
    before = project.unit.read_bytes()
    assert project.run("--check") == 1
    assert f"{project.unit}: differs from its packs; run `make packs`." in capsys.readouterr().err
    assert project.unit.read_bytes() == before


def wrong(**changes: Any) -> dict[str, Any]:
    """The pack with a change to its second fact."""
    return {**PACK, "facts": [FACTS[0], {**FACTS[1], **changes}]}


MISTAKES: list[tuple[str, Any, str]] = [
    ("country/aa.json", "{", "is not JSON"),
    ("country/aa.json", [], "is not of type 'object'"),
    ("country/aa.json", {**PACK, "kind": "continent"}, "'continent' is not one of"),
    ("country/aa.json", {**PACK, "owner": ""}, "owner: "),
    ("country/aa.json", wrong(text="x" * 301), 'fact "break", text: '),
    ("country/aa.json", wrong(topic="What can hurt you"), "fact \"break\", topic: 'What can hurt you' is not one of"),
    ("country/aa.json", wrong(topic="breaks"), 'fact "break", topic: '),
    ("country/aa.json", wrong(id="a b"), 'fact "a b", id: '),
    ("country/aa.json", wrong(id="call"), 'the id "call" stands 2 times'),
    ("country/aa.json", wrong(checked="2026-13"), 'fact "break", checked: '),
    ("country/aa.json", wrong(checked="2026-11-05"), 'fact "break", checked: '),
    ("country/aa.json", wrong(review="2027-12"), "review 2027-12 must be 1 to 12 months after checked 2026-11."),
    ("country/aa.json", wrong(review="2026-11"), "must be 1 to 12 months after"),
    ("country/aa.json", wrong(source={**FACTS[1]["source"], "url": "javascript:alert(1)"}), 'source, url: '),
    ("country/aa.json", {**PACK, "facts": FACTS[::-1]}, "not in the order of topics; it is In an emergency, Working"),
    ("country/bb.json", PACK, "lies in the wrong place; its kind and id ask for country/aa.json."),
    ("trade/aa.json", PACK, "ask for country/aa.json."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "pack", "message"), MISTAKES, ids=[message for _, _, message in MISTAKES])
def test_a_pack_that_breaks_a_rule_is_said_and_nothing_is_written(
    project: Project, capsys: pytest.CaptureFixture[str], name: str, pack: Any, message: str
) -> None:
    project.write('<fact id="call"/>', '<fact id="break"/>')
    before = project.unit.read_bytes()
    project.pack(pack, name)
    assert project.run() == 1
    said = capsys.readouterr().err
    assert f"courses/packs/{name}: " in said
    assert message in said
    assert "Nothing was written." in said
    assert project.unit.read_bytes() == before


def test_two_kinds_share_no_id(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    trade = {**wrong(), "kind": "trade", "facts": [{**FACTS[1], "topic": "What can hurt you"}]}
    project.pack(trade, "trade/aa.json")
    assert project.run() == 1
    assert 'trade/aa.json: the id "aa" is already that of another pack' in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "topic"), [("trade", "What can hurt you"), ("programme", "Who pays for it")])
def test_each_kind_has_topics_of_its_own(
    project: Project, capsys: pytest.CaptureFixture[str], kind: str, topic: str
) -> None:
    pack = {**PACK, "id": "bb", "kind": kind, "facts": [{**FACTS[0], "topic": topic}]}
    project.pack(pack, f"{kind}/bb.json")
    assert project.run("--check") == 0
    project.pack({**pack, "facts": [FACTS[0]]}, f"{kind}/bb.json")
    assert project.run("--check") == 1
    assert "topic: 'In an emergency' is not one of" in capsys.readouterr().err


UNKNOWN: list[tuple[Callable[[str], str], str]] = [
    (lambda unit: unit.replace('"break"', '"brake"'), 'u.xml:9: the pack "aa" has no fact "brake"; it has call, break.'),
    (lambda unit: unit.replace('<pack id="aa" t', '<pack id="zz" t'), 'u.xml:8: there is no pack "zz"'),
    (lambda unit: unit.replace('<pack id="aa" t', "<pack t"), 'u.xml:8: there is no pack ""'),
    (lambda unit: unit.replace("</pack>\n", ""), "is not XML"),
    (lambda unit: unit.replace("UTF-8", "ISO-8859-1"), "save it as UTF-8."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), UNKNOWN, ids=[message for _, message in UNKNOWN])
def test_a_course_that_asks_for_what_is_not_there(
    project: Project, capsys: pytest.CaptureFixture[str], change: Callable[[str], str], message: str
) -> None:
    project.write('<fact id="call"/>', '<fact id="break"/>')
    other = project.courses / "another" / "vertical" / "a.xml"
    other.parent.mkdir(parents=True)
    other.write_bytes(project.unit.read_bytes())
    project.unit.write_text(change(project.unit.read_text("utf-8")), "utf-8")
    before = other.read_bytes()
    assert project.run() == 1
    assert message in capsys.readouterr().err
    assert other.read_bytes() == before


def test_every_mistake_is_said_at_once(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write('<fact id="one"/>', '<fact id="two"/>')
    assert project.run("--check") == 1
    assert capsys.readouterr().err.count("has no fact") == 2


def test_what_is_due_is_listed_with_the_units_that_show_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write('<fact id="call"/>', "")
    assert project.run("--due", "2027-04") == 0
    assert capsys.readouterr().out == "No fact is due by 2027-04.\n"
    assert project.run("--due", "2027-11") == 0
    assert capsys.readouterr().out.splitlines() == [
        "2027-05 past  country/aa  break  https://example.org/law  in no course",
        "2027-11 due   country/aa  call  https://example.org/?a=1&b=2  courses/a-course/vertical/u.xml",
    ]


@pytest.mark.parametrize("month", ["2027", "2027-13", "soon", "2027-11-05"])
def test_a_month_is_asked_for(project: Project, month: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        project.run("--due", month)
    assert "write a month, e.g. 2027-11" in capsys.readouterr().err
