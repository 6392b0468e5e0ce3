"""What a course has beside its units: the page about it, updates, handouts, textbooks, pages of its own (static tabs).

They come at the end of the outline, for reading: nothing there counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path

from scorm_export.catalogues import messages
from scorm_export.course import Course
from scorm_export.errors import Place
from scorm_export.json_text import read_json
from scorm_export.olx import Block, shortened
from scorm_export.report import Report
from scorm_export.text import decoded, without_tags
from scorm_export.xml import without_controls

LOCALE = Path(__file__).parent / "locale"
# Ids of what holds the pages.
SECTION, SUBSECTION = "pages/section", "pages/subsection"
# Text that Studio puts into a new course and nobody changed.
UNTOUCHED = "Include your long course description here"


@dataclass(frozen=True)
class Page:
    """A page as the author wrote it."""

    id: str
    title: str
    markup: str
    place: Place


def pages_of(course: Course, report: Report) -> list[Page]:
    """Return the course's pages that hold something; ``report`` gets those that learners do not see in Open edX."""
    say = _Titles(course.language)
    found = (
        *_about(course, say),
        *_updates(course, say),
        *_file(course, "handouts", say("Handouts"), "info", "handouts"),
        *_textbooks(course, say),
        *_tabs(course, report),
    )
    return list(_with_own_ids((page for page in found if _holds_something(page.markup)), set(course.ids)))


def _with_own_ids(pages: Iterable[Page], taken: set[str]) -> Iterator[Page]:
    """Yield the pages with ids that nothing else in the package has; a page that is named twice comes once."""
    taken |= {SECTION, SUBSECTION}
    files: set[Place] = set()
    for page in pages:
        if page.place in files:
            continue
        files.add(page.place)
        number, name = 1, page.id
        while not taken.isdisjoint((name, leaf_of(name))):
            number += 1
            name = f"{page.id}~{number}"
        taken |= {name, leaf_of(name)}
        yield replace(page, id=name)


def leaf_of(page: str) -> str:
    """Return the id of a page's only leaf."""
    return f"{page}-text"


class _Titles:
    """Titles in the course's language, as far as there is a catalogue."""

    def __init__(self, language: str) -> None:
        self._known = messages((LOCALE,), (language,)).get(language, {})

    def __call__(self, title: str) -> str:
        return self._known.get(title, title)


def title_of_all(language: str) -> str:
    """Return the title of the section that holds the pages."""
    return _Titles(language)("More about this course")


def description_of(course: Course) -> str:
    """Return the course's short description as plain text; empty when it has none."""
    text = without_tags(_text(course, _path(course, "about", "short_description")))
    return " ".join(without_controls(unescape(text)).split())[:1000]


def _about(course: Course, say: _Titles) -> Iterator[Page]:
    for page in _file(course, "about", say("About this course"), "about", "overview"):
        if UNTOUCHED not in page.markup:
            yield page


def _updates(course: Course, say: _Titles) -> Iterator[Page]:
    """Newest first, as Studio writes them to updates.items.json; older courses have updates.html."""
    try:
        items = read_json(_text(course, _path(course, "info", "updates", ".items.json")) or "[]")
    except ValueError:
        items = []
    shown = (
        [item for item in items if isinstance(item, dict) and item.get("status") != "deleted"]
        if isinstance(items, list)
        else []
    )
    markup = "".join(
        f"<h3>{escape(_words(item.get('date')))}</h3>{_words(item.get('content'))}" for item in reversed(shown)
    )
    if markup:
        yield Page("pages/updates", say("Updates"), without_controls(markup), Place("info/updates.items.json"))
    else:
        yield from _file(course, "updates", say("Updates"), "info", "updates")


def _textbooks(course: Course, say: _Titles) -> Iterator[Page]:
    """PDF and HTML textbooks of the policy file, and `<textbook>` of old courses."""
    rows: list[str] = []
    for kind in ("pdf_textbooks", "html_textbooks"):
        books = course.policy.get(kind)
        for book in books if isinstance(books, list) else ():
            if isinstance(book, dict):
                rows += _book(book)
    for node in course.root.node.iterchildren("textbook"):
        rows.append(
            f"<h3>{escape(node.get('title', ''))}</h3>" + _chapter(node.get("title", ""), node.get("book_url", ""))
        )
    yield Page("pages/textbooks", say("Textbooks"), without_controls("".join(rows)), course.root.place)


def _book(book: dict[str, object]) -> list[str]:
    chapters = book.get("chapters")
    listed = [each for each in chapters if isinstance(each, dict)] if isinstance(chapters, list) else []
    links = [_chapter(_words(each.get("title")), _words(each.get("url"))) for each in listed]
    if book.get("url"):
        links.insert(0, _chapter(_words(book.get("tab_title")), _words(book["url"])))
    return [f"<h3>{escape(_words(book.get('tab_title')))}</h3>", *links]


def _chapter(title: str, url: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(title or url)}</a></p>' if url else f"<p>{escape(title)}</p>"


def _tabs(course: Course, report: Report) -> Iterator[Page]:
    """Pages of the course's own. Those without an entry in the policy are not shown in Open edX either."""
    tabs = course.policy.get("tabs")
    for tab in tabs if isinstance(tabs, list) else ():
        if not isinstance(tab, dict) or tab.get("type") != "static_tab":
            continue
        slug, title = _words(tab.get("url_slug")), shortened(_words(tab.get("name")))
        if tab.get("course_staff_only") or tab.get("is_hidden"):
            report.problem("info", "hidden-page", f"The page “{title}” stays out: learners do not see it.")
        else:
            yield from _file(course, slug, title or slug, "tabs", slug)


def _path(course: Course, folder: str, name: str, ending: str = ".html") -> str:
    """Return the file of a page: that of the run where there is one, as courses of 2013 with several runs have it."""
    own = f"{folder}/{course.run}/{name}{ending}"
    return own if own in course.files else f"{folder}/{name}{ending}"


def _file(course: Course, name: str, title: str, folder: str, stem: str) -> Iterator[Page]:
    file = _path(course, folder, stem)
    if file in course.files:
        yield Page(f"pages/{name}", title, _text(course, file), Place(file))


def _text(course: Course, file: str) -> str:
    return decoded(course.files.read(file))[0] if file in course.files else ""


def _words(value: object) -> str:
    """Return what a policy file has for a text or a number; nothing for anything else."""
    return without_controls(str(value)) if isinstance(value, str | int | float) else ""


def _holds_something(markup: str) -> bool:
    return bool(without_tags(markup).strip()) or bool(re.search(r"<(img|iframe|video|audio)\b", markup, re.IGNORECASE))


def drafts_of(course: Course) -> int:
    """Return how many blocks stand in the course's drafts, which no learner sees."""
    return sum(1 for name in course.files.names() if name.startswith("drafts/") and name.endswith(".xml"))


def dates_of(block: Block) -> str:
    """Return what Open edX would do on dates that the block has, in words; empty when it has none.

    A package opens everything at once: dates are said, not kept.
    """
    days = {"start": "opens on", "due": "is due on"}
    values = {name: block.attributes.get(name, "").strip('"')[:10] for name in days}
    return " and ".join(f"{words} {values[name]}" for name, words in days.items() if values[name] not in ("", "null"))
