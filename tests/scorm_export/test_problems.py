"""CAPA XML read into questions as the player types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from scorm_export.exporting import Options, convert_course
from scorm_export.problems import Question, Unsupported, read_problem
from scorm_export.problems.key import hidden
from scorm_export.problems.markdown import from_markdown
from scorm_export.problems.patterns import as_javascript
from tests.scorm_export.courses import write_course


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
    for default, value, percent in (("5%", "5", True), (".01", ".01", False), ("1/4", "1/4", False)):
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
        ('<numericalresponse answer="$x"/>', "calculate"),
        ('<numericalresponse answer="2,5"/>', "calculate"),
        (
            '<numericalresponse answer="4"><responseparam type="tolerance" default="wide"/></numericalresponse>',
            "tolerance",
        ),
        ('<stringresponse answer="(a+)+" type="regexp"/>', "too long to check"),
        ('<stringresponse answer="(?>a)" type="regexp"/>', "browser can't do"),
        ('<stringresponse answer="(a)\\1" type="regexp"/>', "browser can't do"),
        ('<stringresponse answer="(?i)a" type="regexp"/>', "can't read|flags inside"),
        ('<stringresponse answer="[" type="regexp"/>', "can't read"),
        (f'<stringresponse answer="{".*x" * 9}" type="regexp"/>', "too long to check"),
        ("<p>No question</p>", "asks for no answer"),
        ("<multiplechoiceresponse/>", "has no <choicegroup>"),
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
        ('<numericalresponse answer="1" partial_credit="luck"/>', "partial credit"),
        ('<choiceresponse partial_credit="points"><checkboxgroup/></choiceresponse>', "partial credit"),
        (
            '<multiplechoiceresponse><choicegroup answer-pool="x"><choice correct="true">A</choice></choicegroup></multiplechoiceresponse>',
            "answer-pool",
        ),
        ('<stringresponse answer="a"><textline/><textline/></stringresponse>', "asks for 2 answers"),
        ('<stringresponse answer="a"><textline points="3"/></stringresponse>', "more than one point"),
        ('<formularesponse answer="x+y" samples="x@1:2#3"/>', "calculate"),
        ('<formularesponse answer="x" samples="x@1:2"/>', "samples"),
        ('<imageresponse><imageinput src="a.png" width="9" height="9"/></imageresponse>', "no place"),
        (
            '<imageresponse><imageinput src="a.png" width="9" height="9" regions="[[1,"/></imageresponse>',
            "can't be read",
        ),
        ('<imageresponse><imageinput src="a.png" width="9" rectangle="(1,1)-(2,2)"/></imageresponse>', "height"),
        ("<jsmeresponse/>", "molecule"),
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


def test_answers_do_not_stand_readable_in_a_package() -> None:
    """The twin of “what the exporter hid is read again” in tests/player/problem.test.ts."""
    choice = {"id": "choice_0", "html": "ja", "correct": True, "hint": "groß"}
    content = {
        "id": "problem/ü",
        "type": "problem",
        "title": "Q",
        "parts": [
            {"kind": "html", "html": "<p>?</p>"},
            {"id": "1", "kind": "single", "label": "", "descriptions": [], "choices": [choice]},
        ],
        "maxAttempts": None,
        "showAnswer": "never",
        "solutions": ["S"],
        "hints": ["H"],
    }
    shown = json.dumps(hidden(content), ensure_ascii=False)
    assert "correct" not in shown
    assert "groß" not in shown
    twin = Path(__file__).parent.parent / "player" / "problem.test.ts"
    assert shown in twin.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("python", "javascript"),
    [
        ("colou?r", "colou?r"),
        (r"\d+\.5", r"[\p{Nd}]+\u{2e}5"),
        ("(?P<word>ab|cd)", "(?:(?:ab|cd))"),
        (r"\Aa\Z", "^a$"),
        ("[^x-z]{,3}", "[^x-z]{0,3}"),
        (r"[\W]", r"[^\p{L}\p{N}_]"),
        ("a.c", r"a[^\n]c"),
        ("[[a]", r"[\u{5b}a]"),
        ("(?!b)a*?", "(?!b)a*?"),
    ],
)
def test_regular_expressions_of_python_become_javascripts(python: str, javascript: str) -> None:
    assert as_javascript(python) == javascript


def test_a_regular_expression_comes_whole_and_in_parts() -> None:
    response = only(
        '<stringresponse answer="a" type="ci regexp"><additional_answer answer="b"/><regexphint answer="c">C</regexphint></stringresponse>'
    )
    assert response["pattern"] == "(?:^a|b$)"
    assert [answer["text"] for answer in response["answers"]] == ["a", "b"]
    assert response["hints"] == [{"text": "c", "hint": "C", "regexp": True}]


def test_old_answers_joined_with_or_have_a_hint_for_the_whole_only() -> None:
    response = only('<stringresponse answer="a_or_ b"><correcthint>H</correcthint><textline/></stringresponse>')
    assert response["answers"] == [{"text": "a", "hint": ""}, {"text": "b", "hint": ""}]
    assert response["hints"] == [{"text": "a_or_ b", "hint": "H"}]


def test_formulas_get_the_same_samples_in_every_export() -> None:
    xml = '<formularesponse samples="x,y@1,-2:3,4#5" answer="x*y" type="cs"><formulaequationinput/></formularesponse>'
    response = only(xml)
    assert (response["variables"], response["caseSensitive"], len(response["samples"])) == (["x", "y"], True, 5)
    assert all(1 <= x <= 3 and -2 <= y <= 4 for x, y in response["samples"])
    assert only(xml)["samples"] == response["samples"]


def test_regions_of_a_picture_become_convex() -> None:
    response = only(
        '<imageresponse><imageinput src="/static/a.png" width="90" height="80px" alt="A" rectangle="(1,2)-(3,4)" '
        'regions="[[0,0],[10,0],[5,2],[10,10]]"/></imageresponse>'
    )
    assert (response["src"], response["width"], response["height"], response["alt"]) == ("/static/a.png", 90, 80, "A")
    assert response["areas"] == [
        {"kind": "rectangle", "x1": 1, "y1": 2, "x2": 3, "y2": 4},
        {"kind": "region", "points": [[0, 0], [10, 0], [10, 10]]},
    ]


def test_partial_credit_order_and_explanations() -> None:
    question = read(
        '<multiplechoiceresponse partial_credit="points" targeted-feedback="alwaysShowCorrectChoiceExplanation">'
        '<choicegroup shuffle="true"><choice correct="true" explanation-id="r">R</choice>'
        '<choice correct="partial" point_value="0.25" explanation-id="p" fixed="true">P</choice></choicegroup>'
        '</multiplechoiceresponse><targetedfeedbackset><targetedfeedback explanation-id="p">Nearly</targetedfeedback>'
        '</targetedfeedbackset><solution explanation-id="r">Why</solution>'
    )
    (response,) = question.responses
    assert (response["partial"], response["shuffle"], response["always"]) == ("points", True, "Why")
    assert response["choices"][1]["share"] == [1, 4]
    assert (response["choices"][1]["explanation"], response["choices"][1]["fixed"]) == ("Nearly", True)
    assert question.solutions == ()
    assert question.parts_of_points == [4]


def test_several_fields_in_one_element_are_several_answers() -> None:
    question = read(
        "<optionresponse><p>The <optioninput options=\"('sun','moon')\" correct=\"sun\"/> is "
        "<optioninput options=\"('hot','cold')\" correct=\"hot\"/>.</p></optionresponse>"
    )
    texts = [part.get("html", part["kind"]) for part in question.parts]
    assert texts == ["<p>The</p>", "dropdown", "<p>is</p>", "dropdown", "<p>.</p>"]


def test_labels_of_old_courses() -> None:
    by_attribute = read(
        '<p>How long?</p><numericalresponse answer="1"><textline label="How long?"/></numericalresponse>'
    )
    before = read('<label>How long?</label><numericalresponse answer="1"><textline/></numericalresponse>')
    for question in (by_attribute, before):
        assert [part.get("label") for part in question.parts] == ["How long?"]


def test_studios_markdown_is_read_as_its_xml() -> None:
    root = from_markdown(
        "Title\n===\n\n>>Which?||Look.<<\n(x) a & b {{Good:: yes}}\n(!) c\n\n[explanation]\nBecause\n[explanation]\n"
        "||one||\n||two||\n---\n>>When?<<\n= 8 +- 5%\nor= 9\n---\n=| 19\\d\\d\nnot= 2000 {{later}}\n---\n[[x, (y)]]"
    )
    question = read_problem(root, lambda markup: markup)
    assert [part["kind"] for part in question.parts] == ["html", "single", "number", "text", "dropdown"]
    single, number, text, dropdown = question.responses
    assert (single["label"], single["descriptions"], single["shuffle"]) == ("Which?", ["Look."], True)
    assert [choice["html"] for choice in single["choices"]] == ["a &amp; b", "c"]
    assert number["answers"][0] == {"value": "8", "tolerance": "5", "percent": True, "hint": ""}
    assert (text["pattern"], text["hints"]) == (r"^19[\p{Nd}][\p{Nd}]$", [{"text": "2000", "hint": "later"}])
    assert [choice["correct"] for choice in dropdown["choices"]] == [False, True]
    assert (question.hints, len(question.solutions)) == (("one", "two"), 1)


def exported(folder: Path, problem: str) -> tuple[dict[str, Any], Any, str, str]:
    """One problem's content, its leaf, and what the report says of it."""
    course = write_course(folder, {"vertical/unit.xml": f'<vertical display_name="U">{problem}</vertical>'})
    package, report = convert_course(course, Options())
    (unit,) = package.units
    return dict(unit.contents[0]), unit.leaves[0], report.blocks[0].status, report.blocks[0].detail


def test_a_program_never_runs_and_its_problem_stays_readable(tmp_path: Path) -> None:
    content, leaf, status, detail = exported(
        tmp_path,
        '<problem url_name="p" weight="5"><script type="loncapa/python">secret = 1</script><p>Think.</p>'
        '<customresponse cfn="f" expect="42"><textline correct_answer="42"/></customresponse><solution>42</solution></problem>',
    )
    assert (content["ungraded"], leaf.points, leaf.complete, status) == (True, None, "never", "simplified")
    assert "a program of the teacher checks the answer" in detail
    assert "Think." in str(content)
    assert "secret" not in str(content)
    assert "42" not in str(content)


def test_choices_of_a_problem_that_is_not_graded_are_shown_without_the_right_one(tmp_path: Path) -> None:
    content, *_ = exported(
        tmp_path,
        '<problem url_name="p"><script>x=1</script><multiplechoiceresponse><label>Which?</label><choicegroup>'
        '<choice correct="true">$x<choicehint>yes</choicehint></choice><choice correct="false">2</choice></choicegroup>'
        "</multiplechoiceresponse></problem>",
    )
    (part,) = content["parts"]
    assert "<li>" in part["html"]
    assert "correct" not in part["html"]
    assert "yes" not in part["html"]


def test_settings_of_a_problem(tmp_path: Path) -> None:
    content, leaf, status, _ = exported(
        tmp_path,
        '<problem url_name="p" max_attempts="3" showanswer="after_attempts" attempts_before_showanswer_button="2" weight="2.5" '
        'show_reset_button="true" submission_wait_seconds="30" rerandomize="per_student">'
        '<stringresponse answer="a"><textline/></stringresponse></problem>',
    )
    wanted = {"maxAttempts": 3, "showAnswer": "after_attempts", "showAfter": 2, "showReset": True, "waitSeconds": 30}
    assert wanted.items() <= content.items()
    assert (content["randomize"], leaf.points, status) == ("per_student", 2500, "carried")


def test_a_problem_of_nothing_but_studios_markdown(tmp_path: Path) -> None:
    content, *_ = exported(tmp_path, '<problem url_name="p" markdown="&gt;&gt;Q&lt;&lt;&#10;= 5"/>')
    assert [part["kind"] for part in content["parts"]] == ["number"]


def test_what_capa_was_asked_is_what_the_exporter_makes_today() -> None:
    """The verdicts that the player's tests compare with belong to these problems; `make conformance` renews them."""
    from tests.conformance.capa_problems import Problem, probes

    path = Path(__file__).parent.parent / "player" / "fixtures" / "capa-verdicts.json"
    kept = {each["name"]: each["parts"] for each in json.loads(path.read_text(encoding="utf-8"))}
    for problem in probes():
        if isinstance(problem, Problem) and problem.name in kept:
            parts = [part for part in problem.content["parts"] if part["kind"] != "html"]
            assert json.loads(json.dumps(parts)) == kept[problem.name], problem.name
