"""Turns a course into the neutral package model: every block converted, nothing lost in silence."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from scorm_export import state_size
from scorm_export.assets import Assets
from scorm_export.catalogues import available, messages
from scorm_export.convertors import Context, Converted, convertor_for
from scorm_export.convertors.placeholder import placeholder
from scorm_export.course import Course
from scorm_export.errors import UsageError
from scorm_export.names import safe_file_name
from scorm_export.olx import CONTAINERS, STRUCTURES, Block
from scorm_export.package import Gate, Leaf, Outcome, Package, Section, Subsection, Unit
from scorm_export.report import BlockLine, Report
from scorm_export.words import word_numbers

PLAYER_LOCALE = Path(__file__).parent / "player" / "locale"


@dataclass
class _Sums:
    """What all leaves together bring along."""

    answers: int = 0
    private: int = 0
    leaves: int = 0
    words: set[str] = field(default_factory=set)
    scripts: dict[Path, None] = field(default_factory=dict)
    catalogues: dict[Path, None] = field(default_factory=lambda: {PLAYER_LOCALE: None})

    def add(self, leaf: Converted) -> None:
        if leaf.complete != "never":
            self.leaves += 1
        self.answers += leaf.state_bits
        self.private += leaf.private_bits
        self.words |= leaf.words
        if leaf.script:
            self.scripts[leaf.script] = None
        self.catalogues.update(dict.fromkeys(leaf.catalogues))


@dataclass
class Conversion:
    """One run over one course."""

    course: Course
    report: Report
    include_hidden: bool = False

    def __post_init__(self) -> None:
        self._assets = Assets(self.course.files, self.report)
        self._sums = _Sums()
        self._unit_files: set[str] = set()

    def package(self, languages: tuple[str, ...] = ()) -> Package:
        """Return the package; raises `CourseError` when a block is broken. Fills the report."""
        course = self.course
        for code, message, place in course.notes:
            self.report.problem("warning", code, message, place)
        sections = tuple(self._section(block) for block in self._shown(course.root, "chapter"))
        package = Package(
            course=course.id,
            id=course.settings.package_id or course.id,
            title=course.title,
            language=course.language,
            direction=course.direction,
            assignments=course.grading.assignments,
            passing=course.grading.passing,
            gates=course.settings.gates,
            outcomes=_outcomes(course),
            sections=tuple(section for section in sections if section.subsections),
            files=dict(sorted(self._assets.carried.items())),
            scripts=tuple(path.read_bytes() for path in self._sums.scripts),
            messages=self._messages(languages),
            words={},
            state_answers=0,
            state_private=0,
        )
        self._check_assignments(package)
        return self._measured(replace(package, gates=self._reachable_gates(package)))

    def _measured(self, package: Package) -> Package:
        """Return the package with its table of words and the worst case of a learner's state."""
        own = [leaf for unit in package.units for leaf in unit.leaves if leaf.complete == "block"]
        answers = self._sums.answers + state_size.leaves(self._sums.leaves)
        answers += state_size.frame(len(package.gates), len(own))
        ids = [item for unit in package.units for item in (unit.id, *(leaf.id for leaf in unit.leaves))]
        gates = [gate.id for gate in package.gates]
        return replace(
            package,
            words=word_numbers([*ids, *gates, *package.line_items, *self._sums.words]),
            state_answers=state_size.characters(answers),
            state_private=-(-self._sums.private // 6),
        )

    def _messages(self, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
        """Return the player's texts; a language that was asked for must have a catalogue."""
        folders = tuple(self._sums.catalogues)
        known = available(folders)
        for language in languages:
            if language.partition("-")[0] not in known:
                raise UsageError(f"The player does not speak “{language}” yet. It speaks: {', '.join(sorted(known))}.")
        if not languages and self.course.language.partition("-")[0] not in known:
            message = f"The player's own texts are in English; there is no catalogue for “{self.course.language}”."
            self.report.problem("info", "no-catalogue", message)
        return messages(folders, languages or (self.course.language,))

    def _check_assignments(self, package: Package) -> None:
        """A graded subsection whose type the policy does not have counts for nothing: say so before it is too late."""
        types = {assignment.type for assignment in package.assignments}
        for sub in package.subsections:
            if sub.graded and sub.format not in types:
                message = f"{sub.id} is graded as “{sub.format}”, a type that the grading policy lacks."
                self.report.problem("warning", "unknown-assignment", f"{message} It counts for nothing.")

    def _shown(self, parent: Block, tag: str) -> Iterator[Block]:
        """Yield children that go into the package; hidden ones are counted, strangers reported."""
        for child in parent.children:
            if child.hidden and not self.include_hidden:
                self._hide(child)
            elif child.tag == tag or child.tag not in CONTAINERS:
                yield child
            else:
                self.report.problem(
                    "warning",
                    "misplaced",
                    f"<{child.tag}> stands in <{parent.tag}>, where <{tag}> belongs.",
                    child.place,
                )
                yield child

    def _section(self, block: Block) -> Section:
        subsections = tuple(self._subsection(child) for child in self._shown(block, "sequential"))
        return Section(block.id, _title(block), tuple(sub for sub in subsections if sub.units))

    def _subsection(self, block: Block) -> Subsection:
        graded = block.attributes.get("graded", "").lower() == "true"
        units = tuple(self._unit(child) for child in self._units_of(block))
        return Subsection(block.id, _title(block), graded, block.attributes.get("format") or None, units)

    def _units_of(self, block: Block) -> Iterator[Block]:
        """A leaf right in a subsection (old courses) becomes a unit of its own."""
        return self._shown(block, "vertical") if block.tag in CONTAINERS else iter((block,))

    def _unit(self, block: Block) -> Unit:
        leaves = list(self._leaves(block) if block.tag in CONTAINERS else [block])
        made = [(leaf, self._leaf(leaf, block)) for leaf in leaves]
        return Unit(
            id=block.id,
            title=_title(block),
            file=self._file_name(block),
            leaves=tuple(
                Leaf(leaf.id, str(part.content["type"]), leaf.title, part.complete, part.points) for leaf, part in made
            ),
            contents=tuple(part.content for _, part in made),
        )

    def _file_name(self, block: Block) -> str:
        """Return the unit's script; blocks of two types may share a url_name, their scripts may not."""
        name = f"content/{safe_file_name(block.id.partition('/')[2])}.js"
        if name in self._unit_files:
            name = f"content/{safe_file_name(block.id)}.js"
        self._unit_files.add(name)
        return name

    def _leaves(self, block: Block) -> Iterator[Block]:
        for child in self._shown(block, "leaf"):
            if child.tag in CONTAINERS:
                yield from self._leaves(child)
            else:
                yield child

    def _leaf(self, block: Block, unit: Block) -> Converted:
        if block.tag in STRUCTURES:
            return self._structure(block, unit)
        convertor = convertor_for(block.tag)
        if convertor is None:
            made = placeholder(block, f"A package can't show <{block.tag}> blocks.")
            self.report.problem("warning", "unknown-tag", f"<{block.tag}> is left out: {made.detail}", block.place)
        else:
            made = convertor.convert(block, Context(self.course.files, self._assets, self.report))
        self._sums.add(made)
        self.report.blocks.append(BlockLine(block.id, block.tag, block.title, unit.id, made.status, made.detail))
        return made

    def _structure(self, block: Block, unit: Block) -> Converted:
        """A block that chooses among others stays a placeholder; each block inside stands in the report."""
        made = placeholder(block, f"A package can't choose as <{block.tag}> does; what is inside is left out.")
        self.report.problem("warning", "unknown-tag", made.detail, block.place)
        inside = [leaf for leaf in block.walk() if leaf.tag not in CONTAINERS | STRUCTURES] or [block]
        for leaf in inside:
            self.report.blocks.append(BlockLine(leaf.id, leaf.tag, leaf.title, unit.id, "left_out", made.detail))
        return made

    def _hide(self, block: Block) -> None:
        for leaf in block.walk():
            if leaf.tag not in CONTAINERS | STRUCTURES:
                self.report.blocks.append(
                    BlockLine(leaf.id, leaf.tag, leaf.title, block.id, "hidden", "only for staff")
                )

    def _reachable_gates(self, package: Package) -> tuple[Gate, ...]:
        """Leave out gates whose block gives no points in the package: nobody could ever pass them."""
        scored = _scored(package)
        for gate in package.gates:
            if gate.block not in scored:
                self.report.problem(
                    "error",
                    "gate-without-score",
                    f"Gate “{gate.id}” waits for “{gate.block}”, which gives no points in the package. "
                    "The gate is left out; what it locks is open.",
                )
        return tuple(gate for gate in package.gates if gate.block in scored)


def _outcomes(course: Course) -> tuple[Outcome, ...]:
    serves = course.settings.serves or {}
    return tuple(
        Outcome(name, text, tuple(block for block, served in serves.items() if name in served))
        for name, text in (course.settings.outcomes or {}).items()
    )


def _scored(package: Package) -> set[str]:
    """Ids of all blocks, containers too, that give points."""
    found: set[str] = set()
    for section in package.sections:
        for sub in section.subsections:
            for unit in sub.units:
                for leaf in unit.leaves:
                    if leaf.points:
                        found |= {leaf.id, unit.id, sub.id, section.id}
    return found


def _title(block: Block) -> str:
    return block.title or re.sub(r"[_-]+", " ", block.url_name).strip() or json.dumps(block.tag)
