"""How a block goes into a package: its definition, its script and its translations (contract 7).

The exporter finds one `Convertor` per block through the entry point group `scorm_export.convertors`; nothing here
knows the exporter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from lxml import etree

from xblocks.core import olx
from xblocks.core.definition import BlockDefinition, Json
from xblocks.core.weight import points

CORE = Path(__file__).parent


class PackagedDefinition(BlockDefinition, Protocol):
    """A definition that also knows how much room its learners' state can take."""

    @classmethod
    def from_olx(cls, node: etree._Element) -> Self: ...

    def largest_state(self) -> Json:
        """The JSON of a state that needs the most room, without private texts."""

    def state_words(self) -> list[str]:
        """Every name that may stand in a state: keys, ids, values."""

    def notes(self) -> dict[str, int]:
        """Names of the private texts a learner may write, each with its most code points."""


class NotBuilt(RuntimeError):
    """The block's script is missing: a working copy in which the front end was never built."""


@dataclass(frozen=True)
class Convertor:
    """Turns one block of OLX into what a package holds of it."""

    tag: str
    title: str
    folder: Path
    definition: type[PackagedDefinition]

    def script(self) -> Path:
        """The block's script without Lit; raises NotBuilt."""
        path = self.folder / "dist" / "package.js"
        if not path.is_file():
            raise NotBuilt(f"{self.tag}: its script is not built; run `make build` (or `node frontend/build.mjs`).")
        return path

    def catalogues(self) -> list[Path]:
        """Folders with `<language>.po`; later ones win."""
        return [CORE / "locale", self.folder / "locale"]

    def convert(self, node: etree._Element, html: Callable[[str], str]) -> dict[str, Any]:
        """{"title", "definition" (JSON), "points" (thousandths or None), "text" (plain), "state", "words", "notes"}.

        The last three say what a learner's state can hold, see `PackagedDefinition`. `html` cleans author HTML and
        carries the files it names. Raises DefinitionError with the line.
        """
        definition = self.definition.from_olx(node)
        return {
            "title": node.get("display_name") or self.title,
            "definition": definition.with_html(html).to_json(),
            "points": points(node.get("weight"), olx.line(node)),
            "text": definition.plain_text(),
            "state": definition.largest_state(),
            "words": definition.state_words(),
            "notes": definition.notes(),
        }
