"""What all leaves of a course bring into a package: scripts, translations, words, room in a learner's state."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scorm_export import state_size
from scorm_export.catalogues import available, messages
from scorm_export.ceilings import MAX_TOTAL, MIB
from scorm_export.content import Content, size_of
from scorm_export.convertors import Context, Converted
from scorm_export.errors import CourseError, UsageError
from scorm_export.package import Package, Pool
from scorm_export.report import Report
from scorm_export.words import word_numbers

# A package's texts in all, with what holds them; a large course has a tenth.
MAX_TEXTS = 256 * MIB
PLAYER_LOCALE = Path(__file__).parent / "player" / "locale"


@dataclass
class Sums:
    """Grows with each leaf; ``report`` hears of a language that has no catalogue."""

    report: Report
    answers: int = 0
    private: int = 0
    leaves: int = 0
    texts: int = 0
    words: set[str] = field(default_factory=set)
    scripts: dict[Path, None] = field(default_factory=dict)
    catalogues: dict[Path, None] = field(default_factory=lambda: {PLAYER_LOCALE: None})

    def add(self, leaf: Converted, context: Context) -> None:
        """Take a leaf along, and what its texts need."""
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

    def measured(self, package: Package, files: Mapping[str, Content], languages: tuple[str, ...]) -> Package:
        """Return the package with ``files``, its table of words and the worst case of a learner's state.

        Raises `CourseError` when that would be too large.
        """
        if sum(map(size_of, files.values())) > MAX_TOTAL:
            raise CourseError(f"The package would be larger than {MAX_TOTAL // MIB} MiB. Leave large files out.")
        own = [leaf for unit in package.units for leaf in unit.leaves if leaf.complete == "block"]
        answers = self.answers + state_size.leaves(self.leaves + len(package.pools))
        answers += state_size.frame(len(package.gates), len(own)) + sum(map(_pool_bits, package.pools))
        ids = [item for unit in package.units for item in (unit.id, *(leaf.id for leaf in unit.leaves))]
        gates = [gate.id for gate in package.gates]
        drawn = [word for pool in package.pools for word in (pool.id, *pool.options)]
        return replace(
            package,
            files=dict(sorted(files.items())),
            scripts=tuple(path.read_bytes() for path in self.scripts),
            messages=self._messages(package.language, languages),
            words=word_numbers([*ids, *gates, *drawn, *package.line_items, *self.words]),
            state_answers=state_size.characters(answers),
            state_private=-(-self.private // 6),
        )

    def _messages(self, course: str, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
        """Return the player's texts; a language that was asked for must have a catalogue."""
        folders = tuple(self.catalogues)
        known = available(folders)
        for language in languages:
            if language.partition("-")[0] not in known:
                raise UsageError(f"The player does not speak “{language}” yet. It speaks: {', '.join(sorted(known))}.")
        if not languages and course.partition("-")[0] not in known:
            message = f"The player's own texts are in English; there is no catalogue for “{course}”."
            self.report.problem("info", "no-catalogue", message)
        return messages(folders, languages or (course,))


def _pool_bits(pool: Pool) -> int:
    return state_size.count(pool.pick) + pool.pick * state_size.word()


def _length(value: object) -> int:
    """Return about how much memory a leaf's content takes: texts, and what holds them."""
    total, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            total += 50 + len(each)
        elif isinstance(each, Mapping):
            total += 100
            waiting += each.values()
        elif isinstance(each, list | tuple):
            total += 50
            waiting += each
        else:
            total += 24
    return total
