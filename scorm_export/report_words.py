"""The report's codes and details in words for teachers. What has no entry here is shown as the exporter wrote it."""

import re
from collections.abc import Iterator

# What a block is, by its OLX tag.
PARTS = {
    "html": "text",
    "video": "film",
    "problem": "question",
    "discussion": "discussion",
    "poll": "poll",
    "survey": "survey",
    "word_cloud": "word cloud",
    "annotatable": "annotated text",
    "textannotation": "annotated text",
    "done": "“done” button",
    "drag-and-drop-v2": "drag and drop",
    "mobility_checklist": "checklist",
    "openassessment": "assessment by others",
    "edx_sga": "file to hand in",
    "lti": "tool of another site",
    "lti_consumer": "tool of another site",
    "library_content": "random choice from a library",
    "itembank": "random choice from a library",
    "split_test": "experiment with groups",
    "conditional": "part that opens under a condition",
    "scorm": "SCORM package",
    "h5pxblock": "H5P activity",
    "videosequence": "series of films",
}

# What an exporter's detail means for learners; the first pattern that fits a piece of it counts.
DETAILS: list[tuple[str, str]] = [
    (r"files of other sites", "A package asks no other site for anything by itself. Learners find a link instead."),
    (r"^i?frame$|\biframe", "A page of another site was shown inside the text. Put a link beside it, or a picture of it."),
    (r"^script$|program|event handlers|JavaScript", "Programs inside texts do not run in a package. Say the same in words or pictures."),
    (r"^style$|attribute style|attribute (align|bgcolor|color|border|width|height|valign)", "Colours, sizes or positions that were set by hand are gone; the text itself is there."),
    (r"^(form|input|button|select|textarea)$", "Fields in a text would lead nowhere. Use a question instead."),
    (r"^(object|embed|applet)$", "Old kinds of embedded media do not play in browsers of today. Add the film or sound as a file."),
    (r"links that lead to other places in the LMS", "Such a link leads nowhere outside of your Open edX. The words of the link are still there."),
    (r"a file that is not in static", "The file is not part of the course's files. Upload it in Studio under “Files”, and use it from there."),
    (r"attribute ", "A detail of the markup is gone; the text itself is there."),
    (r"YouTube|other site|only another site|no file of its own", "The film is only on another site. Add a file to the film in Studio, and it comes along."),
    (r"shuffl", "The choices stand in the order you wrote them, for everybody."),
    (r"only for staff", "Learners do not see it in Open edX, so it is not in the package. “--include-hidden” takes it along."),
    (r"regular expression|formula|_or_|no number that a computer", "The package could not tell right from wrong answers as Open edX does. Change the question in Studio."),
    (r"kind of answer", "A package has no grader for this kind of question. Ask in another way, or keep it in Open edX."),
    (r"can't choose as", "Open edX chooses for each learner; a package has no one who chooses. Put the parts into the unit itself."),
    (r"can't show <", "This kind of part needs Open edX. Learners see a short note in its place."),
]  # fmt: skip

# Headings of kinds of problems.
PROBLEMS = {
    "active-file": "Files that may hold programs",
    "film-elsewhere": "Films on other sites",
    "gate-without-score": "Gates that nobody could pass",
    "misplaced": "Parts in unusual places",
    "missing-file": "Files that are missing",
    "no-captions": "Films without captions",
    "no-catalogue": "The player's own language",
    "no-outcome": "Learning outcomes",
    "notes-may-not-fit": "Room for answers",
    "outcome-not-served": "Learning outcomes",
    "state-too-large": "Room for answers",
    "tex": "Formulas",
    "unknown-assignment": "Grading",
    "unknown-block": "Blocks that do not exist",
    "unknown-outcome": "Learning outcomes",
    "unknown-tag": "Kinds of parts a package can't show",
}
SEVERITIES = {
    "error": ("Mend these first", "Something does not work as you meant it."),
    "warning": ("Look at these", "Learners may miss something."),
    "info": ("Good to know", "Nothing to do."),
}
FORMATS = {"scorm12": "SCORM 1.2", "scorm2004": "SCORM 2004 4th Edition", "web": "web site"}


def part(tag: str) -> str:
    """Return what a block is, such as “film”; an unknown tag as it is."""
    return PARTS.get(tag, f"<{tag}>")


def explanations(detail: str) -> Iterator[str]:
    """Yield what a detail such as “left out: script, style” means, each sentence once."""
    said: set[str] = set()
    pieces = detail.removeprefix("left out: ").split(", ") if detail.startswith("left out: ") else [detail]
    for piece in pieces:
        found = next((words for pattern, words in DETAILS if re.search(pattern, piece)), None)
        if found and found not in said:
            said.add(found)
            yield found


def problem_heading(code: str) -> str:
    """Return the heading for problems of a kind; an unknown code in words of its own."""
    return PROBLEMS.get(code) or code.replace("-", " ").capitalize() or "Other"
