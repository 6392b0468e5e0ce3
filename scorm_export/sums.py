"""What all leaves of a package bring along together, and how much that may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scorm_export.ceilings import MIB
from scorm_export.convertors import Context, Converted
from scorm_export.errors import CourseError

# A package's texts in all; a large course has a tenth.
MAX_TEXTS = 192 * MIB
PLAYER_LOCALE = Path(__file__).parent / "player" / "locale"


@dataclass
class Sums:
    """What all leaves together bring along."""

    answers: int = 0
    private: int = 0
    leaves: int = 0
    texts: int = 0
    words: set[str] = field(default_factory=set)
    scripts: dict[Path, None] = field(default_factory=dict)
    catalogues: dict[Path, None] = field(default_factory=lambda: {PLAYER_LOCALE: None})

    def add(self, leaf: Converted, context: Context) -> None:
        """Count a leaf and take its scripts and catalogues along; raises `CourseError` past the ceiling of texts."""
        if leaf.complete != "never":
            self.leaves += 1
        self.weigh(_length(leaf.content))
        self.answers += leaf.state_bits
        self.private += leaf.private_bits
        self.words |= leaf.words
        self.scripts.update(dict.fromkeys([*leaf.scripts, *context.scripts]))
        self.catalogues.update(dict.fromkeys([*leaf.catalogues, *context.catalogues]))

    def weigh(self, length: int) -> None:
        """Count text, which memory holds until the package is written; raises `CourseError` past the ceiling."""
        self.texts += length
        if self.texts > MAX_TEXTS:
            raise CourseError(
                f"The texts of the package would be larger than {MAX_TEXTS // MIB} MiB. Split the course."
            )


def _length(value: object) -> int:
    """Return how many characters the texts in a leaf's content have."""
    total, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            total += len(each)
        elif isinstance(each, Mapping):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list | tuple):
            waiting += each
        else:
            total += 8
    return total
