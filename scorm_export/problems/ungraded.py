"""A problem that only Open edX can grade, as text to read: questions and choices stay, answers and programs go."""

from lxml import etree

from scorm_export.problems.reading import FIELDS, HINTS, Clean, stripped
from scorm_export.xml import inner_html

# What is no text for a learner, or would give the answer away.
GONE = (
    "script", "answer", "solution", "solutionset", "targetedfeedbackset", "demandhint", "responseparam",
    "additional_answer", "codeparam", "parser", "grader_payload", "initial_display", "answer_display",
    "editamolecule", "designprotein2dinput", "jsinput", "schematic", "textbox", "filesubmission", "annotationinput",
    "drag_and_drop_input",
    *HINTS,
)  # fmt: skip
LISTS = ("choicegroup", "checkboxgroup", "radiogroup", "optioninput")


def read_ungraded(root: etree._Element, clean: Clean) -> str:
    """Return the problem's text as HTML; choices as lists, fields as gaps."""
    copy = stripped(root, GONE)
    for node in list(copy.iter(*LISTS)):
        _as_list(node)
    for node in list(copy.iter(*(FIELDS - set(LISTS)))):
        _as_gap(node)
    for node in list(copy.iter("label", "description")):
        node.tag = "p"
    return clean(inner_html(copy))


def _as_list(node: etree._Element) -> None:
    choices = list(node.iter("choice", "option"))
    if not choices:
        _as_gap(node)
        return
    node.tag = "ul"
    for name in list(node.attrib):
        del node.attrib[name]
    for choice in choices:
        choice.tag = "li"
        for name in list(choice.attrib):
            del choice.attrib[name]


def _as_gap(node: etree._Element) -> None:
    behind = node.get("trailing_text", "")
    tail = node.tail
    node.clear()
    node.tag = "span"
    node.text = f"____ {behind}".strip()
    node.tail = tail
