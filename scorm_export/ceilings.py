"""How much a course may hold. No real course comes near these ceilings; past them it is refused with a sentence."""

from scorm_export.errors import CourseError, Place

MIB = 2**20
# What is read as a whole: XML, HTML, JSON, style sheets, transcripts. One file, and all together.
MAX_READ = 64 * MIB
MAX_READ_ALL = 256 * MIB
MAX_FILE = 1024 * MIB
MAX_TOTAL = 1024 * MIB
MAX_COUNT = 50_000
# Real courses unpack to a few times their size; a bomb to a thousand times.
MAX_RATIO = 200
FREE = 64 * MIB


class Budget:
    """Counts what a course holds and refuses more than the ceilings. ``packed``: the archive's own size."""

    def __init__(self, packed: int | None = None) -> None:
        self._packed = packed
        self._total = 0
        self._count = 0

    @property
    def most(self) -> int:
        """How many bytes the whole may unpack to."""
        return MAX_TOTAL if self._packed is None else min(MAX_TOTAL, max(FREE, MAX_RATIO * self._packed))

    def take(self, size: int, name: str) -> None:
        """Count the bytes of one file; raises `CourseError` past a ceiling."""
        self._total += size
        if not 0 <= size <= MAX_FILE or self._total > self.most:
            raise too_large(name)

    def look(self, name: str) -> None:
        """Count one entry of whatever kind; raises `CourseError` past the ceiling."""
        self._count += 1
        if self._count > MAX_COUNT:
            raise CourseError(
                f"There are more than {MAX_COUNT} files. Give the folder or archive of one course alone.", Place(name)
            )


def too_large(name: str) -> CourseError:
    """Return what is said when an archive unpacks to too much."""
    return CourseError(
        f"The archive unpacks to more than {MAX_FILE // MIB} MiB in one file, {MAX_TOTAL // MIB} MiB in all, "
        f"or to more than {MAX_RATIO} times its own size. Export the course again or leave large files out.",
        Place(name),
    )
