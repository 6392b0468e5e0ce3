"""A small course with everything that can be lost: questions, a gate, a grade, a checklist behind the gate."""

from pathlib import Path

from tests.scorm_export.courses import mobility, write_course

CHECKLIST = """<mobility_checklist url_name="steps" xblock-family="xblock.v1" display_name="Steps" presentation="list">
<item id="mentor" owner="me" required="true" due="-7"><text>I know my mentor.</text><help>Ask.</help></item>
<item id="papers" owner="school" required="true" due="-3"><text>My papers are ready.</text><help>Ask.</help></item>
<item id="family" owner="family" required="false" due="-1"><text>My family knows.</text><help>Tell them.</help></item>
</mobility_checklist>"""


def small_course(folder: Path) -> Path:
    """Write it; units “Read”, “Check”, “Steps” and “Afterwards”."""
    check = '<sequential display_name="Check" graded="true" format="Check"><vertical url_name="check"/></sequential>'
    files: dict[str, str | bytes] = {
        "chapter/ch.xml": '<chapter display_name="Chapter"><sequential url_name="read"/><sequential url_name="seq"/>'
        '<sequential url_name="steps"/><sequential url_name="after"/></chapter>',
        "sequential/after.xml": '<sequential display_name="Afterwards"><vertical url_name="after"/></sequential>',
        "vertical/after.xml": '<vertical display_name="Afterwards"><html url_name="intro"/></vertical>',
        "sequential/read.xml": '<sequential display_name="Read"><vertical url_name="unit"/></sequential>',
        "sequential/seq.xml": check,
        "sequential/steps.xml": '<sequential display_name="Steps"><vertical url_name="steps"/></sequential>',
        "vertical/unit.xml": '<vertical display_name="Read"><problem url_name="several"/>'
        '<problem url_name="minutes"/></vertical>',
        "vertical/check.xml": '<vertical display_name="Check"><problem url_name="q1"/><problem url_name="q2"/></vertical>',
        "vertical/steps.xml": f'<vertical display_name="Steps">{CHECKLIST}</vertical>',
        "problem/several.xml": """<problem display_name="Several"><choiceresponse><label>Which?</label><checkboxgroup>
<choice correct="true">Gloves</choice><choice correct="true">Shoes</choice><choice correct="false">Sandals</choice>
</checkboxgroup></choiceresponse></problem>""",
        "problem/minutes.xml": """<problem display_name="Minutes"><numericalresponse answer="45"><label>How many?</label>
<formulaequationinput/></numericalresponse></problem>""",
        "problem/q2.xml": """<problem display_name="Two"><optionresponse><label>Who?</label><optioninput>
<option correct="True">Mentor</option><option correct="False">Nobody</option></optioninput></optionresponse>
<stringresponse answer="stop" type="ci"><label>Say it</label><textline size="10"/></stringresponse></problem>""",
    }
    gate = {
        "id": "safe",
        "block": "sequential/seq",
        "minimum": 1000,
        "locks": ["sequential/steps"],
        "why": "First this.",
    }
    return write_course(
        folder, files, advanced_modules=["mobility_checklist"], **mobility(package_id="Org+C1", gates=[gate])
    )
