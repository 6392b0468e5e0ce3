"""Which convertor answers for which OLX tag: our own, then those other packages bring by entry point."""

from functools import cache
from importlib.metadata import entry_points

from scorm_export.convertors.base import Convertor
from scorm_export.convertors.done import DoneConvertor
from scorm_export.convertors.drag_and_drop import DragAndDropConvertor
from scorm_export.convertors.foreign import ForeignConvertor
from scorm_export.convertors.html import HtmlConvertor
from scorm_export.convertors.problem import ProblemConvertor
from scorm_export.convertors.video import VideoConvertor

GROUP = "scorm_export.convertors"


@cache
def _registry() -> dict[str, Convertor]:
    convertors: list[Convertor] = [
        HtmlConvertor(),
        VideoConvertor(),
        ProblemConvertor(),
        DoneConvertor(),
        DragAndDropConvertor(),
    ]
    convertors += [ForeignConvertor(point.load()) for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)]
    return {tag: convertor for convertor in convertors for tag in convertor.tags}


def convertor_for(tag: str) -> Convertor | None:
    """Return the convertor for ``tag``, or None when nobody knows it."""
    return _registry().get(tag)


def tags() -> tuple[str, ...]:
    """Return every tag that has a convertor."""
    return tuple(sorted(_registry()))
