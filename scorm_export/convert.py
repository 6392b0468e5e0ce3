"""Turns a course into the neutral package model: every block converted, nothing lost in silence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scorm_export.assets import Assets
from scorm_export.choices import Choices, Shown
from scorm_export.coherence import coherent
from scorm_export.convertors import Context, Converted, convertor_for
from scorm_export.convertors.html import html_leaf
from scorm_export.convertors.placeholder import placeholder
from scorm_export.course import Course
from scorm_export.errors import CourseError, HostileError
from scorm_export.frames import UnitFrames
from scorm_export.links import Links
from scorm_export.olx import Block
from scorm_export.package import Leaf, Outcome, Package, Section, Subsection, Unit
from scorm_export.pages import (
    SECTION,
    SUBSECTION,
    Page,
    dates_of,
    description_of,
    drafts_of,
    leaf_of,
    pages_of,
    title_of_all,
)
from scorm_export.report import BlockLine, Report, Status
from scorm_export.sums import Sums
from scorm_export.tags import CONTAINERS, LESSONS, STRUCTURES
from scorm_export.titles import title_of
from scorm_export.unit_frames import frame_files


@dataclass
class Conversion:
    """One run over one course. ``lms_url``: where the original is; ``sandbox``: frames stand alone."""

    course: Course
    report: Report
    include_hidden: bool = False
    lms_url: str | None = None
    sandbox: bool = False

    def __post_init__(self) -> None:
        self._assets = Assets(self.course.files, self.report, self.sandbox)
        self._sums = Sums(self.report)
        self._links = Links(self.course, self.lms_url, self.include_hidden)
        self._choices = Choices(self.course, lambda block: self._shown(block, "leaf"), frozenset(self.course.ids))
        self._around: list[Block] = [self.course.root]
        self._frames = UnitFrames()

    def package(self, languages: tuple[str, ...] = ()) -> Package:
        """Return the package; fills the report."""
        course = self.course
        self._say_of_the_course()
        sections = [self._section(block) for block in self._shown(course.root, "chapter")]
        pages = pages_of(course, self.report)
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
            pools=tuple(self._choices.pools.values()),
            files={},
            scripts=(),
            messages={},
            words={},
            state_answers=0,
            state_private=0,
            description=description_of(course),
        )
        package = coherent(package, self.report)
        if package.units and pages:
            package = replace(package, sections=(*package.sections, self._pages(pages)))
        return self._sums.measured(package, self._assets.carried, languages)

    def _say_of_the_course(self) -> None:
        for code, message, place in self.course.notes:
            self.report.problem("info" if code == "no-grading-policy" else "warning", code, message, place)
        drafts = drafts_of(self.course)
        if drafts:
            message = f"{drafts} blocks are drafts and stay out: learners do not see them before they are published."
            self.report.problem("info", "drafts", message)

    def _shown(self, parent: Block, tag: str) -> Iterator[Block]:
        """Yield children that go into the package; hidden ones are counted, strangers reported."""
        for child in parent.children:
            if child.hidden and not self.include_hidden:
                self._hide(child)
                continue
            stray = child.tag in CONTAINERS and (tag != "leaf" or child.tag != "vertical")
            if child.tag != tag and (stray or tag == "chapter"):
                message = f"<{child.tag}> stands in <{parent.tag}>, where <{tag}> belongs."
                self.report.problem("warning", "misplaced", message, child.place)
            yield child

    def _title(self, block: Block) -> str:
        return title_of(block, next((each for each in reversed(self._around) if each is not block), None))

    def _section(self, block: Block) -> Section:
        """What stands beside the sections is one of its own, so that nothing is lost."""
        self._enter(block)
        inside = iter((block,)) if block.fault or block.tag != "chapter" else self._shown(block, "sequential")
        subsections = tuple(self._subsection(child) for child in inside)
        self._around.pop()
        return Section(block.id, self._title(block), tuple(sub for sub in subsections if sub.units))

    def _subsection(self, block: Block) -> Subsection:
        self._enter(block)
        graded = block.says("graded")
        units = tuple(self._unit(child) for child in self._units_of(block))
        self._around.pop()
        return Subsection(block.id, self._title(block), graded, block.attributes.get("format") or None, units)

    def _enter(self, block: Block) -> None:
        """Say once per block what Open edX would do by the clock: a package opens everything at once."""
        self._around.append(block)
        dates = dates_of(block)
        if dates and block.attributes.get("start") != self.course.root.attributes.get("start"):
            message = f"In Open edX, “{self._title(block)}” {dates}; the package opens everything at once."
            self.report.problem("info", "date", message, block.place)
        if block.says("is_time_limited"):
            message = f"“{self._title(block)}” is a timed exam in Open edX; the package has no clock."
            self.report.problem("warning", "timed", message, block.place)

    def _units_of(self, block: Block) -> Iterator[Block]:
        """A leaf right in a subsection (old courses) becomes a unit of its own; so does what is broken."""
        whole = block.fault is not None or block.tag not in {*CONTAINERS, *LESSONS} - {"vertical"}
        return iter((block,)) if whole else self._shown(block, "vertical")

    def _unit(self, block: Block) -> Unit:
        self._enter(block)
        self._frames = UnitFrames()
        found = [(shown, self._leaf(shown, block)) for shown in self._choices.leaves(block)]
        self._add_frames()
        self._around.pop()
        self.report.unit_titles[block.id] = self._title(block)
        made = [(shown, leaf) for shown, leaf in found if leaf is not None]
        return Unit(
            id=block.id,
            title=self._title(block),
            file=self._file_name(block.id),
            leaves=tuple(_leaf_of(shown, leaf) for shown, leaf in made),
            contents=tuple(leaf.content for _, leaf in made),
        )

    def _file_name(self, unit: str) -> str:
        """Return the unit's script; blocks of two types may share a url_name, their scripts may not."""
        return self._assets.names.take("content", unit.partition("/")[2], ".js")

    def _leaf(self, shown: Shown, unit: Block) -> Converted | None:
        """Return the leaf for the package; None when no learner sees it. Either way it stands in the report."""
        block = shown.block
        if shown.nobody:
            self._line(block, unit, "left_out", shown.note)
            return None
        context = self._context()
        made = self._converted(block, context, shown)
        self._sums.add(made, context)
        lost = [note for note in (shown.note if shown.loss else "", self._for_some(block)) if note]
        status: Status = "simplified" if lost and made.status == "carried" else made.status
        notes = [made.detail, *lost, "" if shown.loss else shown.note]
        self._line(block, unit, status, "; ".join(note for note in notes if note))
        return made

    def _context(self) -> Context:
        return Context(
            self.course.files,
            self._assets,
            self.report,
            self._links,
            self.course.language,
            self.course.direction,
            self.sandbox,
            title_of(self._around[-1]),
            self._frames,
        )

    def _converted(self, block: Block, context: Context, shown: Shown) -> Converted:
        """Convert the block; one that is broken becomes a placeholder, and the course goes on without it."""
        convertor = convertor_for(block.tag)
        try:
            if block.fault is not None:
                raise block.fault
            if convertor is not None:
                return convertor.convert(block, context)
        except HostileError:
            raise
        except CourseError as error:
            self.report.problem("error", "broken-block", f"{error.message} The block is left out.", error.place)
            return placeholder(block, f"It is broken: {error.message}", context, "broken")
        if block.tag in CONTAINERS | STRUCTURES:
            return placeholder(block, shown.note or "There is nothing inside.", context, "empty")
        message = f"A package can't show <{block.tag}> blocks; nothing installed here knows them."
        self.report.problem("warning", "unknown-tag", message, block.place)
        return placeholder(block, message, context)

    def _line(self, block: Block, unit: Block, status: Status, detail: str) -> None:
        self.report.blocks.append(BlockLine(block.id, block.tag, block.title, unit.id, status, detail))

    def _for_some(self, block: Block) -> str:
        """Content groups: a package does not know who is in which."""
        restricted = any(
            each.attributes.get("group_access", "").strip() not in ("", "{}", "null") for each in (*self._around, block)
        )
        return "shown to everybody; in Open edX only to some groups" if restricted else ""

    def _hide(self, block: Block) -> None:
        self.report.unit_titles[block.id] = self._title(block)
        for leaf in block.walk():
            if not leaf.children and (leaf.tag not in CONTAINERS or leaf.fault):
                self._line(leaf, block, "hidden", "only for staff")

    def _pages(self, pages: list[Page]) -> Section:
        """Pages beside the units: shown for reading, counted nowhere."""
        units = tuple(filter(None, (self._page(page) for page in pages)))
        title = title_of_all(self.course.language)
        return Section(SECTION, title, (Subsection(SUBSECTION, title, False, None, units),))

    def _page(self, page: Page) -> Unit | None:
        """Return the page as a unit; None, and a line in the report, when it is broken."""
        self._frames = UnitFrames()
        context = self._context()
        try:
            made = replace(html_leaf(leaf_of(page.id), page.title, page.markup, page.place, context), complete="never")
        except HostileError:
            raise
        except CourseError as error:
            self.report.problem("error", "broken-page", f"{error.message} The page is left out.", page.place)
            return None
        self._sums.add(made, context)
        self._add_frames()
        leaf = Leaf(leaf_of(page.id), "html", page.title, "never", None)
        return Unit(page.id, page.title, self._file_name(page.id), (leaf,), (made.content,))

    def _add_frames(self) -> None:
        """Take the frames of the unit along."""
        course = self.course
        for name, data in frame_files(self._frames, course.language, course.direction, alone=self.sandbox):
            self._sums.weigh(0 if name in self._assets.carried else len(data))
            self._assets.carried[name] = data


def _leaf_of(shown: Shown, made: Converted) -> Leaf:
    kind = str(made.content["type"])
    return Leaf(shown.block.id, kind, shown.block.title, made.complete, made.points, shown.when)


def _outcomes(course: Course) -> tuple[Outcome, ...]:
    serves = course.settings.serves or {}
    return tuple(
        Outcome(name, text, tuple(block for block, served in serves.items() if name in served))
        for name, text in (course.settings.outcomes or {}).items()
    )
