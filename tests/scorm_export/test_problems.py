"""CAPA XML read into questions as the player types them."""

from typing import Any

import pytest
from lxml import etree

from scorm_export.problems import Question, Unsupported, read_problem


def read(inner: str) -> Question:
    return read_problem(etree.fromstring(f"<problem>{inner}</problem>"), lambda markup: markup)


def only(inner: str) -> dict[str, Any]:
    (response,) = read(inner).responses
    return response


def test_single_choice_keeps_authors_names_as_capa_does() -> None:
    response = only(
        "<multiplechoiceresponse><label>L <b>x</b></label><description>D</description><choicegroup>"
        '<choice correct="true" name="b">One<choicehint>Yes</choicehint> more</choice><choice correct="FALSE">Two</choice>'
        "</choicegroup></multiplechoiceresponse>"
    )
    assert response["label"] == "L <b>x</b>"
    assert response["descriptions"] == ["D"]
    assert response["choices"] == [
        {"id": "choice_b", "html": "One more", "correct": True, "hint": "Yes"},
        {"id": "choice_0", "html": "Two", "correct": False, "hint": ""},
    ]


def test_checkboxes_are_numbered_whatever_their_names_are() -> None:
    response = only(
        '<choiceresponse><checkboxgroup><choice name="z" correct="true">A<choicehint selected="true">S</choicehint>'
        '<choicehint selected="false">U</choicehint></choice><choice correct="false">B</choice>'
        '<compoundhint value="A B">Both</compoundhint></checkboxgroup></choiceresponse>'
    )
    assert [choice["id"] for choice in response["choices"]] == ["choice_0", "choice_1"]
    assert (response["choices"][0]["hint"], response["choices"][0]["hintUnselected"]) == ("S", "U")
    assert response["compound"] == [{"choices": ["choice_0", "choice_1"], "hint": "Both"}]


def test_dropdowns_new_and_old() -> None:
    new = only(
        '<optionresponse><optioninput><option correct="True">blue &amp; round<optionhint>H</optionhint></option>'
        '<option correct="False">red</option></optioninput></optionresponse>'
    )
    old = only("<optionresponse><optioninput options=\"('red','blue')\" correct=\"blue\"/></optionresponse>")
    assert new["choices"][0] == {"id": "blue & round", "html": "blue &amp; round", "correct": True, "hint": "H"}
    assert [choice["correct"] for choice in old["choices"]] == [False, True]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('answer="112"', {"value": "112", "tolerance": "0.001", "percent": True, "hint": ""}),
        ('answer="1.5e3"', {"value": "1500", "tolerance": "0.001", "percent": True, "hint": ""}),
        ('answer="[8, 10)"', {"low": "8", "high": "10", "lowOpen": False, "highOpen": True, "hint": ""}),
    ],
)
def test_numbers_and_ranges(xml: str, expected: dict[str, Any]) -> None:
    assert only(f"<numericalresponse {xml}><formulaequationinput/></numericalresponse>")["answers"] == [expected]


def test_tolerances_percent_and_absolute() -> None:
    for default, value, percent in (("5%", "5", True), (".01", "0.01", False)):
        response = only(
            f'<numericalresponse answer="4"><responseparam type="tolerance" default="{default}"/></numericalresponse>'
        )
        assert (response["answers"][0]["tolerance"], response["answers"][0]["percent"]) == (value, percent)


def test_text_answers_with_hints_for_wrong_ones() -> None:
    response = only(
        '<stringresponse answer=" Seis " type="ci"><additional_answer answer="Seis!"><correcthint>Also</correcthint>'
        '</additional_answer><correcthint>Yes</correcthint><stringequalhint answer="Stopp">German</stringequalhint>'
        "<textline/></stringresponse>"
    )
    assert response["ignoreCase"] is True
    assert response["answers"] == [{"text": "Seis", "hint": "Yes"}, {"text": "Seis!", "hint": "Also"}]
    assert response["hints"] == [{"text": "Stopp", "hint": "German"}]


def test_text_between_and_frames_around_responses_stay_in_order() -> None:
    question = read(
        '<p>One</p><div><numericalresponse answer="1"/></div>tail<p>Two</p><stringresponse answer="a"/>'
        "<solution><p>Because</p></solution><demandhint><hint>First</hint><hint>Second</hint></demandhint>"
    )
    assert [part.get("html", part["kind"]) for part in question.parts] == [
        "<p>One</p>",
        "number",
        "<p>tail</p>",
        "<p>Two</p>",
        "text",
    ]
    assert [response["id"] for response in question.responses] == ["1", "2"]
    assert question.solutions == ("<p>Because</p>",)
    assert question.hints == ("First", "Second")


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<script type="loncapa/python">x=1</script><numericalresponse answer="1"/>', "program"),
        ('<customresponse cfn="f"/>', "customresponse"),
        ('<numericalresponse answer="$x"/>', "formula"),
        ('<stringresponse answer="a" type="ci regexp"/>', "regular expression"),
        ("<p>No question</p>", "asks for no answer"),
        ("<multiplechoiceresponse/>", "has no <choicegroup>"),
        ('<stringresponse answer="a _or_ b"/>', "_or_"),
        (f'<stringresponse answer="{"a" * 81}"/>', "longer than 80"),
        ('<optionresponse><optioninput options="__import__(1)"/></optionresponse>', "can't be read"),
        ('<numericalresponse answer="inf"/>', "compare"),
        ('<numericalresponse answer="1e999999999999"/>', "compare"),
        (f'<numericalresponse answer="{"9" * 5000}"/>', "compare"),
        ('<optionresponse><optioninput options="5"/></optionresponse>', "no list"),
        ('<optionresponse><optioninput options="{[]:1}"/></optionresponse>', "can't be read"),
        (f'<optionresponse><optioninput options="{"-" * 20000}"/></optionresponse>', "can't be read"),
        ("<multiplechoiceresponse><choicegroup/></multiplechoiceresponse>", "none of its choices is right"),
        ('<choiceresponse><checkboxgroup><choice correct="false">A</choice></checkboxgroup></choiceresponse>', "none"),
        ('<numericalresponse answer="1" partial_credit="close"/>', "parts of an answer"),
        (
            '<multiplechoiceresponse targeted-feedback=""><choicegroup answer-pool="4"/></multiplechoiceresponse>',
            "pool",
        ),
        ('<multiplechoiceresponse targeted-feedback="alwaysShowCorrectChoiceExplanation"/>', "only Open edX shows"),
        ("<optionresponse><optioninput/><optioninput/></optionresponse>", "asks for 2 answers"),
    ],
)
def test_what_a_package_cannot_grade_is_said(xml: str, reason: str) -> None:
    with pytest.raises(Unsupported, match=reason):
        read(xml)


def test_text_inside_a_response_stays_around_its_field() -> None:
    question = read(
        '<numericalresponse answer="8"><p>You stop at 20:00.</p><label>When?</label>'
        '<formulaequationinput trailing_text="o\'clock"/><p>Think first.</p><correcthint>Yes</correcthint></numericalresponse>'
    )
    before, response, after = question.parts
    assert (before["html"], after["html"]) == ("<p>You stop at 20:00.</p>", "<p>Think first.</p>")
    assert response["suffix"] == "o'clock"


def test_further_right_numbers_count_exactly_whatever_the_tolerance() -> None:
    response = only(
        '<numericalresponse answer="4"><responseparam type="tolerance" default="10%"/>'
        '<additional_answer answer="7"/></numericalresponse>'
    )
    assert [(a["tolerance"], a["percent"]) for a in response["answers"]] == [("10", True), ("0", False)]


def test_a_checkbox_hint_that_does_not_say_when_is_never_shown() -> None:
    response = only(
        '<choiceresponse><checkboxgroup><choice correct="true">A<choicehint>When?</choicehint></choice></checkboxgroup></choiceresponse>'
    )
    assert response["choices"][0]["hint"] == response["choices"][0]["hintUnselected"] == ""


def test_no_text_of_an_author_is_lost() -> None:
    question = read(
        "<label>Read this.</label><description>Slowly.</description>"
        '<stringresponse answer="Paris">WHAT IS THE CAPITAL?<p>of</p> FRANCE<textline/> TAIL</stringresponse> END'
    )
    texts = [part.get("html", part["kind"]) for part in question.parts]
    assert texts == [
        "<p>Read this.</p>", "<p>Slowly.</p>", "<p>WHAT IS THE CAPITAL?</p>", "<p>of</p>", "<p>FRANCE</p>", "text",
        "<p>TAIL</p>", "<p>END</p>",
    ]  # fmt: skip


def test_a_field_inside_a_sentence_shows_neither_its_options_nor_its_hints_twice() -> None:
    question = read(
        '<optionresponse><p>The sky is <optioninput><option correct="True">blue<optionhint>SECRET</optionhint></option>'
        '<option correct="False">red</option></optioninput> today.</p></optionresponse>'
    )
    text, response = question.parts
    assert text["html"] == "<p>The sky is  today.</p>"
    assert [choice["id"] for choice in response["choices"]] == ["blue", "red"]


def test_an_old_dropdown_with_one_option_has_one() -> None:
    response = only('<optionresponse><optioninput options="(\'one\')" correct="one"/></optionresponse>')
    assert [choice["id"] for choice in response["choices"]] == ["one"]
