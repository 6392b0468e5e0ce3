"""What went wrong with a course, said for the person who has to mend it: what, where, what to do."""

from dataclasses import dataclass

from scorm_export.text import printable

# Of a sentence for a person.
LONGEST = 2000


@dataclass(frozen=True)
class Place:
    """A spot in a course: file path inside the course and line (1-based), as far as they are known."""

    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        if self.file is None:
            return ""
        file = printable(self.file)
        return file if self.line is None else f"{file}:{self.line}"


class CourseError(Exception):
    """The course can't be exported. ``str()`` is one sentence that starts with the place."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = printable(message if len(message) <= LONGEST else f"{message[:LONGEST]}…")
        self.place = place or Place()
        super().__init__(f"{self.place}: {self.message}" if str(self.place) else self.message)


class HostileError(CourseError):
    """The course does what no author's tool does (paths that lead out, document types): it is refused as a whole."""


class UsageError(Exception):
    """The command was called with options that do not go together."""


class NotBuiltError(Exception):
    """A file that ``make build`` produces is missing."""
