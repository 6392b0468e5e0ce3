"""Files that nothing points to: forgotten blocks, pictures nobody shows, names that Windows and macOS mix up."""

import json
import re
from collections import defaultdict
from html import escape
from urllib.parse import quote

from scorm_export.ceilings import MIB
from scorm_export.check.blocks import BLOCKS
from scorm_export.check.raw import RawCourse, Say
from scorm_export.errors import CourseError, Place
from scorm_export.xml import parse_xml

TEXTS = (".xml", ".html", ".htm", ".json", ".css", ".js", ".txt")
# Lists of all files, which use none; files that Open edX looks for by itself.
LISTS = ("policies/assets.json", "assets/assets.xml")
# Bytes of all files that may name others.
MOST_TEXT = 24 * MIB
# Characters that names are looked for in, letter by letter.
MOST_LOOKED_AT = 8 * 10**9
BY_ITSELF = frozenset({"images_course_image.jpg", "python_lib.zip"})


def check_forgotten(course: RawCourse, say: Say) -> None:
    """Say which files of blocks belong to no block of the course, and which of them are broken."""
    if len(course.blocks) == 1:
        return  # the course leads nowhere, so that everything would be forgotten
    folders: dict[str, list[str]] = defaultdict(list)
    tags = {*BLOCKS, *(block.tag for block in course.blocks)}
    for name in sorted(course.names - course.used):
        folder = name.partition("/")[0]
        if folder in tags and name.endswith((".xml", ".html") if folder == "html" else ".xml"):
            folders[folder].append(name)
        if name.endswith(".xml") and (folder in tags or folder == "drafts"):
            _check_parses(course, name, say)
    for folder, names in folders.items():
        count = f"{len(names)} files here are" if len(names) > 1 else "This file is"
        message = f"{count} not part of the course: nothing points to {_some(names)}. Link or remove what is left over."
        say("info", "orphan-file", message, Place(names[0] if len(names) == 1 else f"{folder}/"))


def _check_parses(course: RawCourse, name: str, say: Say) -> None:
    try:
        parse_xml(course.files.read(name), name)
    except CourseError as error:
        use = "a draft" if name.startswith("drafts/") else "a file that nothing points to"
        say("warning", "broken-xml", f"{error.message} It is {use}.", error.place)


def _some(names: list[str], most: int = 4) -> str:
    shown = [name.partition("/")[2] for name in names[:most]] if len(names) > 1 else ["it"]
    return ", ".join(shown) + (f" and {len(names) - most} more" if len(names) > most else "")


def check_name_case(course: RawCourse, say: Say) -> None:
    """Say which two files become one where capitals do not count."""
    seen: dict[str, str] = {}
    for name in sorted(course.names):
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            message = f"{name} and {twin} differ in capitals only; Windows and macOS keep one of them. Rename one."
            say("warning", "file-name-case", message, Place(name))


def check_static(course: RawCourse, say: Say) -> None:
    """Say, in one line, how many files in static/ are mentioned nowhere."""
    files = sorted(name for name in course.names if name.startswith("static/"))
    if not files:
        return
    texts = [name for name in sorted(course.names) if _may_mention(name)]
    if sum(map(course.files.size, texts)) > MOST_TEXT:
        message = "The course has too much text to find out which files in static/ are used."
        say("info", "unused-static", message, Place("static/"))
        return
    mentions = _Mentions("\n".join(_text(course, name) for name in texts))
    unused = [name for name in files if name.rpartition("/")[2] not in mentions]
    if unused:
        count = f"{len(unused)} of {len(files)} files"
        message = f"{count} in static/ are mentioned nowhere: {_some(unused) if len(unused) > 1 else unused[0]}."
        say("info", "unused-static", message, Place("static/"))


def _may_mention(name: str) -> bool:
    return name.lower().endswith(TEXTS) and name not in LISTS


def _text(course: RawCourse, name: str) -> str:
    try:
        return course.files.read(name).decode("utf-8", "replace")
    except (CourseError, KeyError, OSError):
        return ""


class _Mentions:
    """What a text names. Words are looked up first: a course has thousands of files and megabytes of text."""

    def __init__(self, text: str) -> None:
        self._words = {word.strip(".") for word in re.findall(r"[\w\-.~%]+", text)}
        # Once with spaces as Studio writes them into file names.
        self._text = text + text.replace(" ", "_").replace("%20", "_")
        self._left = MOST_LOOKED_AT

    def __contains__(self, name: str) -> bool:
        """Transcripts of old are called by the film's id alone."""
        if name in self._words or name in BY_ITSELF:
            return True
        self._left -= 5 * len(self._text)
        if self._left < 0:
            return True
        film = re.fullmatch(r"(?:\w+_)?subs_(.+)\.srt\.sjson", name)
        spellings = {name, name.replace(" ", "_"), quote(name), escape(name), json.dumps(name)[1:-1]}
        spellings.add(film[1] if film else name)
        return any(spelling in self._text for spelling in spellings)
