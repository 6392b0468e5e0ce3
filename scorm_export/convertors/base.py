"""What a convertor gets and gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from scorm_export.assets import Assets
from scorm_export.errors import Place
from scorm_export.files import Files
from scorm_export.html import clean_html
from scorm_export.olx import Block
from scorm_export.package import Complete
from scorm_export.report import Report, Status


@dataclass(frozen=True)
class Converted:
    """One leaf, ready for the package.

    ``content`` is the leaf as `player/package.ts` types it; ``text`` its plain text for the first paint. Of the
    learner's state: ``state_bits`` must always fit, ``private_bits`` may yield, ``words`` go into the table of words.
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
    script: Path | None = None
    catalogues: tuple[Path, ...] = ()


@dataclass
class Context:
    """The course around a block, as far as a convertor may see it."""

    files: Files
    assets: Assets
    report: Report
    dropped: list[str] = field(default_factory=list)

    def html(self, markup: str, place: Place) -> str:
        """Return author HTML cleaned, files carried; what was dropped is kept in ``dropped``."""
        clean, dropped = clean_html(markup, lambda url: self.assets.carry(url, place))
        self.dropped.extend(name for name in dropped if name not in self.dropped)
        return clean

    def cleaner(self, place: Place) -> Callable[[str], str]:
        """Return `html` bound to ``place``, as other packages' convertors take it."""
        return lambda markup: self.html(markup, place)


class Convertor(Protocol):
    """Converts the blocks of some OLX tags."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The OLX tags it answers for."""

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the leaf; raises `CourseError` when the block is broken."""
