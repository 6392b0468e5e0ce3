"""What a convertor gets and gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from scorm_export.assets import Assets
from scorm_export.errors import NotBuiltError, Place
from scorm_export.files import Files
from scorm_export.frames import UnitFrames
from scorm_export.html import Cleaned, Lead, clean_html
from scorm_export.links import Links
from scorm_export.losses import add_losses
from scorm_export.markup_limits import check_markup
from scorm_export.olx import Block
from scorm_export.package import Complete
from scorm_export.report import Report, Status
from scorm_export.tex import TEX_SCRIPT, Formula, faults

PLAYER = Path(__file__).parent.parent / "player"


@dataclass(frozen=True)
class Converted:
    """One leaf, ready for the package.

    ``content`` is the leaf as `player/package.ts` types it; ``text`` its plain text for the first paint. Of the
    learner's state: ``state_bits`` must always fit, ``private_bits`` may yield, ``words`` go into the table of words.
    ``scripts`` and ``catalogues`` (folders of ``<language>.po``) come into the package with the leaf.
    """

    content: Mapping[str, Any]
    complete: Complete
    points: int | None = None
    status: Status = "carried"
    detail: str = ""
    text: str = ""
    state_bits: int = 0
    private_bits: int = 0
    words: frozenset[str] = frozenset()
    scripts: tuple[Path, ...] = ()
    catalogues: tuple[Path, ...] = ()


@dataclass
class Context:
    """The course around a block, as far as a convertor may see it.

    ``title`` is the unit's; ``dropped`` names what cleaning left out of the block; ``scripts`` and ``catalogues`` grow
    with what its HTML needs.
    """

    files: Files
    assets: Assets
    report: Report
    links: Links
    language: str = "en"
    direction: str = "ltr"
    sandbox: bool = False
    title: str = ""
    frames: UnitFrames = field(default_factory=UnitFrames)
    dropped: list[str] = field(default_factory=list)
    scripts: dict[Path, None] = field(default_factory=dict)
    catalogues: dict[Path, None] = field(default_factory=dict)

    def html(self, markup: str, place: Place) -> str:
        """Return author HTML cleaned, files carried; what was dropped is kept in ``dropped``.

        Raises `CourseError` for markup that nobody can read.
        """
        check_markup(markup, place)
        made = clean_html(markup, self.lead(place))
        add_losses(self.dropped, made.left_out)
        self.needs(made, place)
        return made.html

    def lead(self, place: Place) -> Lead:
        """Return where the addresses of a text at ``place`` lead."""
        return Lead(
            carry=lambda url: self.assets.carry(url, place),
            way=self.links.way,
            note=lambda code, message: self.report.problem("warning", code, message, place),
            sandbox=self.sandbox,
        )

    def cleaner(self, place: Place) -> Callable[[str], str]:
        """Return `html` bound to ``place``, as other packages' convertors take it."""
        return lambda markup: self.html(markup, place)

    def needs(self, made: Cleaned, place: Place) -> None:
        """Take along what shows embedded pages and formulas."""
        if made.uses:
            self.use_embeds()
        if made.formulas:
            self.scripts[script_file(TEX_SCRIPT)] = None
            self.check_tex(made.formulas, place)

    def use_embeds(self) -> None:
        """Take along the script of frames and of what waits for a click."""
        self.scripts[script_file(PLAYER / "dist" / "embeds.js")] = None
        self.catalogues[PLAYER / "embeds" / "locale"] = None

    def check_tex(self, formulas: list[Formula], place: Place) -> None:
        """Say which formulas stay readable source in the package."""
        for formula in formulas:
            fault = faults(formula)
            if fault:
                message = f"The formula “{formula.source[:60]}” stays as it is written: {fault}"
                self.report.problem("warning", "tex", message, place)


def script_file(path: Path) -> Path:
    """Return ``path``; raises `NotBuiltError` when the JavaScript was not built."""
    if not path.is_file():
        raise NotBuiltError(f"{path} is missing. Run “make build”, or install from a wheel.")
    return path


class Convertor(Protocol):
    """Converts the blocks of some OLX tags."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The OLX tags it answers for."""

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the leaf; raises `CourseError` when the block is broken."""
