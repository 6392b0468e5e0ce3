"""The OLX of dated facts: readable both ways, and every mistake said with its line."""

from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from tests.xblocks.conftest import FACTS_OLX
from tests.xblocks.strategies import facts_definitions
from xblocks.core.definition import DefinitionError
from xblocks.facts.model import Definition, Otherwise


def read(olx: str) -> Definition:
    return Definition.from_olx(etree.fromstring(olx))


def write(definition: Definition) -> Any:
    node = etree.Element("mobility_facts")
    definition.to_olx(node)
    return etree.fromstring(etree.tostring(node))


def test_reading_what_the_readme_shows() -> None:
    definition = read(FACTS_OLX)
    assert definition.introduction.startswith("<p>Rules differ.")
    assert definition.question == "In which country will you work?"
    assert [(pack.id, pack.title, len(pack.facts)) for pack in definition.packs] == [
        ("aa", "Country A", 3),
        ("bb", "Country B", 1),
    ]
    call, rest, _ = definition.packs[0].facts
    assert (call.topic, call.applies, call.url, call.language) == (
        "In an emergency",
        "",
        "https://example.org/call",
        "fi",
    )
    assert (rest.applies, rest.checked, rest.review, rest.url) == ("under 18", "2026-11-05", "2027-03-14", "")
    assert definition.otherwise == Otherwise("Another country", "<p>Ask your <b>coordinator</b>.</p>")


@settings(deadline=None)
@given(facts_definitions())
def test_round_trip_through_olx(data: dict[str, Any]) -> None:
    definition = Definition.from_json(data)
    assert Definition.from_olx(write(definition)) == definition
    assert Definition.from_json(definition.to_json()) == definition


def test_without_scripts_the_words_of_all_packs_are_there() -> None:
    lines = read(FACTS_OLX).plain_text().splitlines()
    assert lines[1:3] == ["In which country will you work?", "Country A"]
    assert "In an emergency: Call the other number. – Emergency, 2026-11" in lines
    assert "Breaks and rest: You get half an hour of break. (under 18) – A law on paper, 2026-11-05" in lines
    assert lines[-2:] == ["Another country", "Ask your coordinator ."]


FACT = 'topic="Rest" checked="2026-11" review="2027-11" source="A page"'
PACK = '<pack id="fi" title="Finland">'
LONG = "x" * 301
MANY_FACTS = "".join(f'<fact id="f{n}" {FACT}>x</fact>' for n in range(61))
MANY_PACKS = "".join(f'<pack id="p{n}" title="P"/>' for n in range(41))
MISTAKES: list[tuple[str, int, str]] = [
    (
        f'{PACK}\n<fact id="x"/></pack>',
        3,
        'the fact "x" of the pack "fi" is empty; run `make packs`, which fills it from courses/packs',
    ),
    (f"{PACK}\n<fact/></pack>", 3, "run `make packs`"),
    (f'{PACK}\n<fact id="x" {FACT}/></pack>', 3, 'fact 1 "x", text: is empty; write something.'),
    (
        f'{PACK}\n<fact id="x" topic="Rest">y</fact></pack>',
        3,
        'fact 1 "x": checked, review, source is missing; add it.',
    ),
    (f"{PACK}\n<fact {FACT}>y</fact></pack>", 3, "fact 1: id is missing; add it."),
    (f'{PACK}\n<fact id="A b" {FACT}>y</fact></pack>', 3, "a fact's id has 1 to 64 lower-case letters"),
    (f'{PACK}\n<fact id="x" {FACT}>{LONG}</fact></pack>', 3, "has 301 characters, at most 300 fit; shorten it."),
    (f'{PACK}\n<fact id="x" {FACT}>a <b>b</b></fact></pack>', 3, "<fact> holds plain words only, without <b>."),
    (
        f'{PACK}\n<fact id="x" {FACT} tpoic="y">a</fact></pack>',
        3,
        '<fact> knows no attribute "tpoic"; it has id, topic',
    ),
    (
        f'{PACK}\n<fact id="x" {FACT.replace("2027-11", "soon")}>a</fact></pack>',
        3,
        'fact 1 "x", review: review is a month or a day, e.g. 2027-11 or 2027-11-15.',
    ),
    (f'{PACK}\n<fact id="x" {FACT.replace("2026-11", "2026-13")}>a</fact></pack>', 3, "checked is a month or a day"),
    (
        f'{PACK}\n<fact id="x" {FACT.replace("2027-11", "2027-02-30")}>a</fact></pack>',
        3,
        'fact "x", review: there is no day 2027-02-30.',
    ),
    (
        f'{PACK}\n<fact id="x" {FACT.replace("2027-11", "2026-10")}>a</fact></pack>',
        3,
        "review 2026-10 is before checked 2026-11; give the later date as review.",
    ),
    (
        f'{PACK}\n<fact id="x" {FACT} source-language="Finnish!">a</fact></pack>',
        3,
        "the language of a source is a code such as fi",
    ),
    (
        f'{PACK}<fact id="x" {FACT}>a</fact>\n<fact id="x" {FACT}>b</fact></pack>',
        3,
        'fact 2: the id "x" is already that of fact 1; give it an id of its own.',
    ),
    (f"{PACK}</pack>\n{PACK}</pack>", 3, 'pack 2: the id "fi" is already that of pack 1'),
    ('<pack id="fi"/>', 2, 'pack 1 "fi": title is missing; add it.'),
    ('<pack id="F I" title="x"/>', 2, "because learners' choices hang on it."),
    ('<pack id="other" title="x"/>', 2, 'pack 1: the id "other" is kept for <otherwise>.'),
    ('<pack id="fi" titel="x"/>', 2, '<pack> knows no attribute "titel"; it has id, title.'),
    (f"{PACK}loose</pack>", 2, '"loose" stands loose in <pack>; put it into <fact>.'),
    (f"{PACK}<item/></pack>", 2, "<pack> can't hold <item>; it holds <fact>."),
    ("<otherwise><p>x</p></otherwise>", 2, "<otherwise> has no title; write one"),
    ('<otherwise title=" "/>', 2, "<otherwise> has no title; write one"),
    ('<otherwise title="x" id="y"/>', 2, '<otherwise> knows no attribute "id"; it has title.'),
    ('<otherwise title="x"/><otherwise title="y"/>', 2, "more than one <otherwise>"),
    ("<question>Again?</question>", 2, "more than one <question>"),
    ("<item/>", 2, "can't hold <item>; it holds <introduction>, <question>, <pack>, <otherwise>."),
    (f'<pack id="fi" title="x">{MANY_FACTS}</pack>', 2, "a pack holds at most 60 facts; leave out what learners"),
    (MANY_PACKS, 1, "a block holds at most 40 packs; make a second block for the others."),
]


@pytest.mark.parametrize(("inside", "line", "message"), MISTAKES, ids=[message[:50] for _, _, message in MISTAKES])
def test_mistakes_are_said_with_their_line(inside: str, line: int, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read(f"<mobility_facts><question>Where?</question>\n{inside}</mobility_facts>")
    assert message in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize("question", ["", "<question/>", "<question> </question>"])
def test_a_question_is_needed(question: str) -> None:
    with pytest.raises(DefinitionError, match="question"):
        read(f"<mobility_facts>{question}</mobility_facts>")


@pytest.mark.parametrize("weight", ["1.0", "0", "heavy"])
def test_facts_have_no_weight(weight: str) -> None:
    with pytest.raises(DefinitionError, match=r"never graded; take weight away|write a number"):
        read(FACTS_OLX.replace("<mobility_facts", f'<mobility_facts weight="{weight}"'))


EMPTY: dict[str, Any] = {
    "introduction": "",
    "question": "Where?",
    "packs": [],
    "otherwise": {"title": "", "html": ""},
}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {**EMPTY, "packs": "fi"},
        {**EMPTY, "packs": [[]]},
        {**EMPTY, "question": "\x00"},
        {**EMPTY, "otherwise": None},
        {**EMPTY, "otherwise": {"title": "", "html": "<p>never shown</p>"}},
        {**EMPTY, "packs": [{"id": "fi\n", "title": "x", "facts": []}]},
        {**EMPTY, "answers": 1},
        {**EMPTY, "introduction": "x" * 20001},
    ],
    ids=lambda data: str(data)[:60],
)
def test_wrong_shapes_are_definition_errors(data: Any) -> None:
    with pytest.raises(DefinitionError):
        Definition.from_json(data)


def test_markup_in_a_fact_is_text() -> None:
    olx = FACTS_OLX.replace("Call the one number.", "&lt;script&gt;alert(1)&lt;/script&gt;")
    definition = read(olx)
    assert definition.packs[0].facts[0].text == "<script>alert(1)</script>"
    assert read(etree.tostring(write(definition), encoding="unicode")) == definition
