"""A course with one question of every kind and syntax, and how a learner answers each."""

from dataclasses import dataclass
from typing import Literal

Way = Literal["mouse", "keyboard", "touch"]

PLAN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#cde"/>'
    b'<rect x="420" y="40" width="120" height="90" fill="#b44"/><circle cx="150" cy="250" r="60" fill="#484"/></svg>'
)


@dataclass(frozen=True)
class Step:
    """One thing to do: ``do`` says what, ``at`` names the control, ``what`` is chosen, typed or marked."""

    do: Literal["choose", "tick", "select", "type", "mark"]
    at: str
    what: str


@dataclass(frozen=True)
class Ask:
    """A question and how it is answered rightly; ``told`` is what SCORM 1.2 hears: type, response, first pattern."""

    xml: str
    steps: tuple[Step, ...]
    told: tuple[tuple[str, str, str], ...]


def single(answer: str) -> tuple[Step, ...]:
    return (Step("choose", answer, answer),)


ASKS = {
    "single": Ask(
        "<multiplechoiceresponse><label>What first?</label><description>One answer.</description><choicegroup>"
        '<choice correct="false">Run</choice><choice correct="true">Stop<choicehint>First stop.</choicehint></choice>'
        "</choicegroup></multiplechoiceresponse>",
        single("Stop"),
        (("choice", "b", "b"),),
    ),
    "single, old": Ask(
        '<p>What first, again?</p><multiplechoiceresponse><choicegroup type="MultipleChoice" '
        'label="What first, again?"><choice name="a" correct="false"><text>Run</text></choice>'
        '<choice name="b" correct="true"><text>Stop</text></choice></choicegroup></multiplechoiceresponse>',
        single("Stop"),
        (("choice", "b", "b"),),
    ),
    "shuffled": Ask(
        '<multiplechoiceresponse><label>Which tool?</label><choicegroup shuffle="true">'
        + "".join(f'<choice correct="false">Tool {n}</choice>' for n in range(6))
        + '<choice correct="true">Pliers</choice><choice correct="false" fixed="true">None of these</choice>'
        "</choicegroup></multiplechoiceresponse>",
        single("Pliers"),
        (("choice", "g", "g"),),
    ),
    "multiple": Ask(
        '<choiceresponse partial_credit="EDC"><label>What do you wear?</label><checkboxgroup>'
        '<choice correct="true">Gloves</choice><choice correct="false">A tie</choice>'
        '<choice correct="true">Glasses</choice><compoundhint value="A C">Both protect you.</compoundhint>'
        "</checkboxgroup></choiceresponse>",
        (Step("tick", "Gloves", "Gloves"), Step("tick", "Glasses", "Glasses")),
        (("choice", "a,c", "a,c"),),
    ),
    "dropdown": Ask(
        "<optionresponse><label>Which colour has earth?</label><optioninput>"
        '<option correct="False">Brown</option><option correct="True">Green and yellow'
        "<optionhint>In all of Europe.</optionhint></option></optioninput></optionresponse>",
        (Step("select", "Which colour has earth?", "Green and yellow"),),
        (("choice", "b", "b"),),
    ),
    "dropdown, old": Ask(
        "<p>Choose.</p><optionresponse><optioninput options=\"('Brown','Blue')\" correct=\"Blue\" "
        'label="Which colour has neutral?"/></optionresponse>',
        (Step("select", "Which colour has neutral?", "Blue"),),
        (("choice", "b", "b"),),
    ),
    "inline": Ask(
        '<p>The <b>city</b> of Berlin is in <optionresponse inline="1"><optioninput inline="1"><option correct="True">Germany</option>'
        '<option correct="False">Spain</option></optioninput></optionresponse> and Madrid is in '
        '<stringresponse answer="Spain" type="ci" inline="1"><textline inline="1" size="8"/></stringresponse> today.</p>',
        (Step("select", "Answer 1", "Germany"), Step("type", "Answer 2", "spain")),
        (("choice", "a", "a"), ("fill-in", "spain", "Spain")),
    ),
    "number": Ask(
        '<numericalresponse answer="230"><label>Voltage?</label><responseparam type="tolerance" default="5%"/>'
        '<formulaequationinput trailing_text="volts"/></numericalresponse>',
        (Step("type", "Voltage?", "231"),),
        (("fill-in", "231", "218.5:241.5"),),
    ),
    "range": Ask(
        '<numericalresponse answer="[4,6)"><label>How many?</label><formulaequationinput/></numericalresponse>',
        (Step("type", "How many?", "5.5"),),
        (("fill-in", "5.5", "4:6"),),
    ),
    "text": Ask(
        '<stringresponse answer="Multimeter" type="ci"><label>What measures?</label>'
        '<additional_answer answer="voltmeter"/><stringequalhint answer="ruler">That measures lengths.</stringequalhint>'
        '<textline size="20"/></stringresponse>',
        (Step("type", "What measures?", "VOLTMETER"),),
        (("fill-in", "VOLTMETER", "Multimeter"),),
    ),
    "pattern": Ask(
        '<stringresponse answer="R[0-9]+" type="ci regexp"><label>Name a resistor.</label><textline/></stringresponse>',
        (Step("type", "Name a resistor.", "r12"),),
        (("fill-in", "r12", ""),),
    ),
    "formula": Ask(
        '<formularesponse type="cs" samples="U,R@1,1:9,9#10" answer="U^2/R"><label>Power?</label>'
        '<responseparam type="tolerance" default="0.1%"/><formulaequationinput/></formularesponse>',
        (Step("type", "Power?", "U*U/R"),),
        (("fill-in", "U*U/R", "U^2/R"),),
    ),
    "picture": Ask(
        "<label>Mark the fire alarm.</label>"
        '<imageresponse><imageinput src="/static/plan.svg" width="600" height="400" rectangle="(420,40)-(540,130)" '
        'alt="Plan of the workshop"/></imageresponse>',
        (Step("mark", "Crosshair in the picture", "80,21"),),
        (("fill-in", "[480,84]", "(420,40)-(540,130)"),),
    ),
    "region": Ask(
        '<imageresponse><imageinput src="/static/plan.svg" width="600" height="400" '
        'regions="[[90,190],[210,190],[210,310],[90,310]]" alt="Plan of the workshop"/></imageresponse>',
        (Step("mark", "Crosshair in the picture", "25,62"),),
        (("fill-in", "[150,248]", "90/190 210/190 210/310 90/310"),),
    ),
    "several": Ask(
        '<p>First.</p><numericalresponse answer="4"><label>2 + 2?</label><formulaequationinput/></numericalresponse>'
        "<p>Then.</p><choiceresponse><label>Which are even?</label><checkboxgroup>"
        '<choice correct="true">2</choice><choice correct="false">3</choice></checkboxgroup></choiceresponse>',
        (Step("type", "2 + 2?", "4"), Step("tick", "2", "2")),
        (("numeric", "4", "4"), ("choice", "a", "a")),
    ),
}
PYTHON = (
    '<script type="loncapa/python">x = 3</script><p>Type the secret number.</p>'
    '<customresponse cfn="check"><textline label="Number"/></customresponse>'
)


def files_of(problems: dict[str, tuple[str, str]]) -> dict[str, str | bytes]:
    """Return a course's files: one unit per problem, ``title → (attributes, xml)``."""
    named = {f"p{number}": (title, *problem) for number, (title, problem) in enumerate(problems.items())}
    return {
        "static/plan.svg": PLAN,
        "sequential/seq.xml": '<sequential display_name="Lesson" graded="true" format="Check">'
        + "".join(f'<vertical url_name="{name}"/>' for name in named)
        + "</sequential>",
        **{
            f"vertical/{name}.xml": f'<vertical display_name="{title}"><problem url_name="{name}"/></vertical>'
            for name, (title, *_) in named.items()
        },
        **{
            f"problem/{name}.xml": f'<problem display_name="{title}" {attributes}>{xml}</problem>'
            for name, (title, attributes, xml) in named.items()
        },
    }
