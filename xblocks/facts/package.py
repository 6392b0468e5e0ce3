"""Dated facts in a package: entry point `scorm_export.convertors`, tag mobility_facts."""

from pathlib import Path

from xblocks.core.package import Convertor
from xblocks.facts.model import Definition

convertor = Convertor("mobility_facts", "Facts", Path(__file__).parent, Definition)
