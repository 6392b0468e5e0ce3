"""The checklist in a package: entry point `scorm_export.convertors`, tag mobility_checklist."""

from pathlib import Path

from xblocks.checklist.model import Definition
from xblocks.core.package import Convertor

convertor = Convertor("mobility_checklist", "Checklist", Path(__file__).parent, Definition)
