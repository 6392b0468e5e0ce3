"""Where an address in an author's text leads: to a unit of the package, to a place only the LMS has, or elsewhere.

Knows the forms Open edX uses: `/jump_to_id/<url_name>`, `/jump_to/<block>`, the same behind `/courses/<course>/`, with
`i4x://…` and `block-v1:…` block names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from scorm_export.course import Course
from scorm_export.olx import Block

_JUMP = re.compile(r"(?:^|/)jump_to(?:_id)?/([^?#]+)")
_ELSEWHERE = re.compile(r"^(https?:|mailto:|tel:|sms:|//)", re.IGNORECASE)
_OF_THE_LMS = re.compile(
    r"^/?(courses?|wiki|discussion|dashboard|account|u|login|register|certificates|instructor|forum|xblock|studio|"
    r"container|progress|info|about|jump_to|jump_to_id)(/|$|\?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Way:
    """``href`` for the package; ``unit``: it leads inside; ``elsewhere``: it opens beside the course.

    No href: the place exists in the LMS only (``broken``: not even there).
    """

    href: str | None = None
    unit: str | None = None
    elsewhere: bool = False
    broken: bool = False


class Links:
    """The addresses of one course. ``lms_url`` is where the original course stands, for what the package lacks."""

    def __init__(self, course: Course, lms_url: str | None = None, include_hidden: bool = False) -> None:
        self.course = f"course-v1:{course.id}+{course.run or 'run'}"
        self._base = _course_address(self.course, lms_url)
        self._units: dict[str, str] = {}
        self._left_out: set[str] = set()
        for block, unit in _homes(course.root, include_hidden, None):
            names = self._left_out if unit is None else self._units
            if isinstance(names, set):
                names.add(block.url_name)
            else:
                names.setdefault(block.url_name, unit or "")

    def way(self, url: str) -> Way:
        """Return where ``url`` leads; "#…" and carried files are not asked here."""
        url = url.strip()
        jump = _JUMP.search(urlsplit_path(url))
        if jump:
            return self._jump(unquote(jump[1]))
        if _ELSEWHERE.match(url):
            return Way(f"https:{url}" if url.startswith("//") else url, elsewhere=True)
        if self._base and _OF_THE_LMS.match(url):
            return Way(self._at_lms(url), elsewhere=True)
        return Way(broken=not _OF_THE_LMS.match(url))

    def original(self, block: Block) -> str | None:
        """Return the address of ``block`` in the original course; None without ``lms_url``."""
        return f"{self._base}/jump_to_id/{quote(block.url_name)}" if self._base else None

    def _jump(self, name: str) -> Way:
        url_name = re.split(r"\+block@|/", name.rstrip("/"))[-1]
        unit = self._units.get(url_name)
        if unit is not None:
            return Way(href_of(unit), unit=unit)
        if self._base and url_name in self._left_out:
            return Way(f"{self._base}/jump_to_id/{quote(url_name)}", elsewhere=True)
        return Way(broken=url_name not in self._left_out)

    def _at_lms(self, url: str) -> str:
        split = urlsplit(self._base or "")
        return f"{split.scheme}://{split.netloc}/{url.lstrip('/')}"


def href_of(unit: str) -> str:
    """Return the address by which a link in the package opens ``unit``.

    >>> href_of("vertical/a b")
    '#/vertical/a%20b'
    """
    return "#/" + quote(unit, safe="/:~")


def urlsplit_path(url: str) -> str:
    """Return the path of ``url``; everything, for what is no URL."""
    try:
        return urlsplit(url).path
    except ValueError:  # such as an unclosed [ in the host
        return url


def _homes(block: Block, include_hidden: bool, unit: str | None) -> Iterator[tuple[Block, str | None]]:
    """Yield every block with the unit that shows it, or for sections the first unit; None when no learner sees it."""
    if block.hidden and not include_hidden:
        yield from ((each, None) for each in block.walk())
        return
    if block.tag in ("course", "chapter", "sequential"):
        below = [home for child in block.children for home in _homes(child, include_hidden, None)]
        yield block, next((found for _, found in below if found), None)
        yield from below
        return
    home = unit or block.id
    yield block, home
    for child in block.children:
        yield from _homes(child, include_hidden, home)


def _course_address(course: str, lms_url: str | None) -> str | None:
    """Return the address of the course in the LMS: ``lms_url`` itself when it names a course, else built on it."""
    if not lms_url:
        return None
    base = lms_url.rstrip("/")
    return base if "/courses/" in base else f"{base}/courses/{course}"
