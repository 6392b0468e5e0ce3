"""The policy file: entries for blocks that are not there, a folder for another run, tabs and their pages."""

from typing import Any

from scorm_export.check.raw import RawCourse, Say
from scorm_export.errors import Place

# What is no block of the outline and may have an entry all the same.
PAGES = frozenset({"static_tab", "about", "course_info", "custom_tag_template"})


def check_policy(course: RawCourse, say: Say) -> None:
    """Say when there is no policy file for this run, and which of its entries nobody reads."""
    if course.policy.name not in course.names:
        _absent(course, say)
    ids = {block.id for block in course.blocks} | {f"course/{course.run}"}
    drafts = {name.removeprefix("drafts/").removesuffix(".xml") for name in course.names if name.startswith("drafts/")}
    for entry, value in course.policy.value.items():
        place = course.policy.place(entry)
        if not isinstance(value, dict):
            say("error", "wrong-type", f"The entry “{entry}” must be a JSON object {{…}}.", place)
        elif entry not in ids | drafts and entry.partition("/")[0] not in PAGES:
            message = f"The course has no “{entry}”, so Open edX ignores this entry. Correct the name or remove it."
            say("warning", "unknown-policy-block", message, place)


def _absent(course: RawCourse, say: Say) -> None:
    others = sorted(
        {name.split("/")[1] for name in course.names if name.startswith("policies/") and name.count("/") > 1}
    )
    if others:
        message = f"policies/ holds {', '.join(others[:4])}, but nothing for the run “{course.run}”, so it is not read."
        say("warning", "no-policy", f"{message} Name the folder after the run.", Place("policies/"))
    else:
        message = f"There is no {course.policy.name}; Open edX takes the attributes of <course> and its defaults."
        say("info", "no-policy", message, course.root.place)


def check_tabs(course: RawCourse, say: Say) -> None:
    """Say which pages the tabs name without a file, and which files no tab names."""
    tabs = course.root.policy.get("tabs")
    listed = [tab for tab in tabs if isinstance(tab, dict)] if isinstance(tabs, list) else []
    slugs: set[Any] = set()
    place = course.policy.place(course.root.id, "tabs")
    for tab in (tab for tab in listed if tab.get("type") == "static_tab"):
        slug = tab.get("url_slug")
        if not isinstance(slug, str) or not tab.get("name"):
            say("error", "bad-tab", "A static_tab needs a name and a url_slug; Open edX refuses the tabs.", place)
            continue
        slugs.add(slug)
        if not {f"tabs/{slug}.html", f"tabs/{course.run}/{slug}.html"} & course.names:
            message = f"The tabs name the page “{slug}”, but tabs/{slug}.html is missing. Add it or remove the tab."
            say("warning", "missing-tab-file", message, place)
    for name in sorted(name for name in course.names if name.startswith("tabs/") and name.endswith(".html")):
        if name.rpartition("/")[2].removesuffix(".html") not in slugs:
            message = "No tab of the policy file names this page, so learners do not find it."
            say("info", "tab-not-listed", message, Place(name))
