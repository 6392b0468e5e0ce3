"""The checklist's OLX: readable both ways, and every mistake said with its line."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.xblocks.conftest import OLX
from tests.xblocks.strategies import definitions
from xblocks.checklist.model import Definition
from xblocks.core import markup
from xblocks.core.definition import DefinitionError


def read(olx: str) -> Definition:
    return Definition.from_olx(etree.fromstring(olx))


def write(definition: Definition) -> Any:
    node = etree.Element("mobility_checklist")
    definition.to_olx(node)
    return etree.fromstring(etree.tostring(node))


def test_reading_what_the_contract_shows() -> None:
    definition = read(OLX)
    assert definition.presentation == "timeline"
    assert definition.introduction.startswith("<p>Tick what is in place.")
    first, *_, last = definition.items
    assert (first.id, first.owner, first.required, first.due) == ("mentor-name", "me", True, -7)
    assert first.text == "I know the name and the phone number of my in-company mentor."
    assert (last.id, last.required, last.due) == ("photo", False, 0)


@given(definitions())
def test_round_trip_through_olx(data: dict[str, Any]) -> None:
    definition = Definition.from_json(data)
    assert Definition.from_olx(write(definition)) == definition
    assert Definition.from_json(definition.to_json()) == definition


TAGS = ["<p>", "</p>", "<br>", "<br/>", "<b>", '<b "x">', "<1>", "</b>", "<!-- c -->", "<script>1<2</script>"]
LINKS = ['<a href="https://example.org/?a=1&amp;b=2">', "</a>", '<img src="/static/a.png" alt="">']
WORDS = ["&amp;", "&nbsp;", "&", "<", ">", "é", "😀", " ", "\n", "text", "\x00"]
PIECES = st.sampled_from([*TAGS, *LINKS, *WORDS])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("<p>a<br>b</p> tail")
def test_author_html_comes_through_olx_in_one_spelling(html: str) -> None:
    tidied = markup.tidy(html)
    assert markup.tidy(tidied) == tidied
    assert Definition.from_olx(write(Definition(introduction=tidied))).introduction == tidied


def test_comments_are_no_text() -> None:
    olx = '<m><!-- draft --><introduction>a<!-- b -->c</introduction><item id="x"><text>d<!-- e -->f</text></item></m>'
    definition = read(olx)
    assert definition.introduction == "ac"
    assert definition.items[0].text == "df"


MISTAKES: list[tuple[str, int, str]] = [
    ('<item id="A b"><text>x</text></item>', 2, 'item 1 "A b", id: an id has 1 to 64 lower-case letters'),
    ("<item><text>x</text></item>", 2, "item 1: id is missing; add it."),
    ('<item id="a"/>', 2, 'item 1 "a": text is missing; add it.'),
    ('<item id="a"><text> </text></item>', 2, 'item 1 "a", text: is empty; write something.'),
    ('<item id="a" due="soon"><text>x</text></item>', 2, 'due="soon": write a whole number'),
    ('<item id="a" due="1.5"><text>x</text></item>', 2, 'due="1.5": write a whole number'),
    ('<item id="a" due="9999"><text>x</text></item>', 2, "due counts whole days relative to departure"),
    ('<item id="a" required="yes"><text>x</text></item>', 2, 'required="yes": write true or false.'),
    ('<item id="a" requierd="true"><text>x</text></item>', 2, '<item> knows no attribute "requierd"'),
    ('<item id="a" owner="boss"><text>x</text></item>', 2, '"boss" is not known; use one of me, school'),
    (f'<item id="a"><text>{"x" * 161}</text></item>', 2, "has 161 characters, at most 160 fit; shorten it."),
    (f'<item id="a"><text>x</text><help>{"x" * 301}</help></item>', 2, "has 301 characters, at most 300 fit"),
    (
        '<item id="a"><text>x</text></item>\n<item id="a"><text>y</text></item>',
        3,
        'the id "a" is already that of item 1',
    ),
    ('<item id="a"><text>x <b>y</b></text></item>', 2, "<text> holds plain words only, without <b>."),
    ('<item id="a"><text>x</text><text>y</text></item>', 2, "<item> has more than one <text>; keep one."),
    ('<item id="a">loose</item>', 2, '"loose" stands loose in <item>; put it into <text>.'),
    ("<introduction/><introduction/>", 2, "more than one <introduction>"),
    ("<step/>", 2, "can't hold <step>; it holds <introduction>, <item>."),
    ("loose words", 1, '"loose words" stands loose in <mobility_checklist>'),
    ("".join(f'<item id="i{n}"><text>x</text></item>' for n in range(101)), 1, "holds 101 entries, at most 100 fit"),
]


@pytest.mark.parametrize(("inside", "line", "message"), MISTAKES, ids=[message[:40] for _, _, message in MISTAKES])
def test_mistakes_are_said_with_their_line(inside: str, line: int, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read(f"<mobility_checklist>\n{inside}</mobility_checklist>")
    assert message in caught.value.message
    assert caught.value.line == line


def test_unknown_presentation() -> None:
    with pytest.raises(DefinitionError, match='presentation: "calendar" is not known; use one of list, timeline'):
        read('<mobility_checklist presentation="calendar"/>')


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\ud7ff &amp; 'quotes'", "😀" * 160])
def test_texts_are_text(text: str) -> None:
    definition = Definition.from_json({**EMPTY, "items": [{**ITEM, "text": text}]})
    assert definition.items[0].text == text
    assert Definition.from_olx(write(definition)) == definition


EMPTY: dict[str, Any] = {"presentation": "list", "introduction": "", "items": []}
ITEM: dict[str, Any] = {"id": "a", "text": "x", "help": "", "owner": "me", "required": True, "due": None}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {},
        {**EMPTY, "items": "a"},
        {**EMPTY, "items": [[]]},
        {**EMPTY, "items": [{**ITEM, "id": "a\n"}]},
        {**EMPTY, "items": [{**ITEM, "id": 7}]},
        {**EMPTY, "items": [{**ITEM, "text": "\x00"}]},
        {**EMPTY, "items": [{**ITEM, "due": True}]},
        {**EMPTY, "items": [{**ITEM, "due": 0.5}]},
        {**EMPTY, "items": [{**ITEM, "required": 1}]},
        {**EMPTY, "answers": 1},
        {**EMPTY, "introduction": "x" * 20001},
    ],
    ids=lambda data: str(data)[:60],
)
def test_wrong_shapes_are_definition_errors(data: Any) -> None:
    with pytest.raises(DefinitionError):
        Definition.from_json(data)


def test_whole_numbers_come_from_javascript_too() -> None:
    definition = Definition.from_json({**EMPTY, "items": [{**ITEM, "due": -7.0}]})
    assert definition.items[0].due == -7
    assert isinstance(definition.items[0].due, int)


def test_html_nested_without_end_does_no_harm() -> None:
    definition = Definition.from_json({**EMPTY, "introduction": "<b>" * 2000 + "x" + "</b>" * 2000})
    assert Definition.from_olx(write(definition)) == definition
    assert markup.clean(definition.introduction).startswith("<b>")
