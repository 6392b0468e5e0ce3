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
    "mobility_facts": "dated facts",
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
    (r"not graded here", "Learners read the question, but can't answer it, and it does not count. Ask in another way, or keep it in Open edX."),
    (r"icons of a font", "Small icons beside words are gone; the words are there."),
    (r"act in the frames of this unit", "It holds no text, only programs or styles. They act on the unit's parts that have programs."),
    (r"of another site|of other sites", "A package asks no other site for anything by itself. Add the file to your course, or give a link."),
    (r"^form$|^(input|button|select|textarea)$", "Fields in a text would lead nowhere. Use a question instead."),
    (r"a frame with a page that is not here", "A page was shown inside the text, and its address leads nowhere in a package."),
    (r"^script$|program|event handlers|JavaScript", "Programs in this place do not run in a package. Say the same in words or pictures."),
    (r"inline styles|attribute (align|bgcolor|color|border|width|height|valign)", "Some colours, sizes or positions that were set by hand are gone; the text itself is there."),
    (r"^(object|embed|applet)$", "Old kinds of embedded media do not play in browsers of today. Add the film or sound as a file."),
    (r"links that lead to other places in the LMS", "Such a link leads nowhere outside of your Open edX. The words are still there. “--lms-url” keeps the link."),
    (r"a file that is not in static", "The file is not part of the course's files. Upload it in Studio under “Files”, and use it from there."),
    (r"attribute|^meta$|^base$|^title$", "A detail of the markup is gone; the text itself is there."),
    (r"film stays|YouTube|no file of its own", "The film is only on another site. Add a file to the film in Studio, and it comes along."),
    (r"class answered is not shown", "A package does not know the other learners. Each sees only the own answer."),
    (r"only to some groups|Open edX decides who|only the first branch|belongs to no group", "A package does not know who is in which group."),
    (r"is always shown; a package can't tell", "What the part waits for is known to Open edX only."),
    (r"stays in the original course", "It needs people or a server. Learners read in its place what is done there; “--lms-url” adds a link."),
    (r"shuffl|keep the author's order", "The choices stand in the order you wrote them, for everybody."),
    (r"only for staff", "Learners do not see it in Open edX, so it is not in the package. “--include-hidden” takes it along."),
    (r"regular expression|formula|_or_|no number that a computer", "The package could not tell right from wrong answers as Open edX does. Change the question in Studio."),
    (r"kind of answer", "A package has no grader for this kind of question. Ask in another way, or keep it in Open edX."),
    (r"can't show <", "This kind of part needs Open edX. Learners see a short note in its place."),
    (r"is broken", "Open edX can't show it either. The list of problems says where to mend it."),
]  # fmt: skip

# Headings of kinds of problems.
PROBLEMS = {
    "active-file": "Files that may hold programs",
    "broken-block": "Parts that can't be read",
    "broken-link": "Links that lead nowhere",
    "condition": "Parts that wait for others",
    "date": "Dates",
    "drafts": "Drafts",
    "encoding": "Files in an old encoding",
    "language-unsaid": "The course's language",
    "missing-template": "Templates of old courses",
    "other-run": "Policies of another run",
    "pointer-with-attributes": "Parts that Open edX does not show",
    "stray-text": "Text between the parts",
    "template": "Templates of old courses",
    "unnamed-course": "The course's name",
    "wrong-root": "Files that hold something else",
    "hidden-page": "Hidden pages",
    "no-alt": "Pictures without a description",
    "no-grading-policy": "Grading",
    "outside": "Addresses that lead out of the course",
    "page-elsewhere": "Pages that need other sites",
    "style-elsewhere": "Style sheets that need other sites",
    "timed": "Timed exams",
    "too-large-inside": "Large files",
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
    for piece in _pieces(detail):
        found = next((words for pattern, words in DETAILS if re.search(pattern, piece)), None)
        if found and found not in said:
            said.add(found)
            yield found


def _pieces(detail: str) -> Iterator[str]:
    """Yield the single things a detail names: “a; left out: b, c” names three."""
    for each in detail.split("; "):
        if each.startswith("left out: "):
            yield from each.removeprefix("left out: ").split(", ")
        else:
            yield each


def problem_heading(code: str) -> str:
    """Return the heading for problems of a kind; an unknown code in words of its own."""
    return PROBLEMS.get(code) or code.replace("-", " ").capitalize() or "Other"
