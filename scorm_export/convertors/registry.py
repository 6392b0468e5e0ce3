"""Which convertor answers for which OLX tag: our own, then those other packages bring by entry point.

An entry point of the group `scorm_export.convertors` has the name of the tag. It loads a `Convertor` (a method that
turns a block into a leaf), or a `ForeignBlock` (a block with rules and a view of its own), when a course has such a
block. It wins over ours: a package may replace a convertor.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from scorm_export.convertors.annotatable import AnnotatableConvertor
from scorm_export.convertors.base import Convertor
from scorm_export.convertors.customtag import CustomTagConvertor
from scorm_export.convertors.done import DoneConvertor
from scorm_export.convertors.drag_and_drop import DragAndDropConvertor
from scorm_export.convertors.elsewhere import ElsewhereConvertor
from scorm_export.convertors.foreign import ForeignConvertor
from scorm_export.convertors.html import HtmlConvertor
from scorm_export.convertors.poll import PollConvertor
from scorm_export.convertors.problem import ProblemConvertor
from scorm_export.convertors.video import VideoConvertor
from scorm_export.convertors.word_cloud import WordCloudConvertor

GROUP = "scorm_export.convertors"
OWN: tuple[Convertor, ...] = (
    HtmlConvertor(),
    VideoConvertor(),
    ProblemConvertor(),
    AnnotatableConvertor(),
    CustomTagConvertor(),
    DoneConvertor(),
    DragAndDropConvertor(),
    PollConvertor(),
    WordCloudConvertor(),
    ElsewhereConvertor(),
)


@cache
def _own() -> dict[str, Convertor]:
    return {tag: convertor for convertor in OWN for tag in convertor.tags}


@cache
def _points() -> dict[str, EntryPoint]:
    return {
        point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    }


@cache
def convertor_for(tag: str) -> Convertor | None:
    """Return the convertor for ``tag``, or None when nobody knows it."""
    point = _points().get(tag)
    return _own().get(tag) if point is None else _from_outside(point)


def _from_outside(point: EntryPoint) -> Convertor:
    loaded = point.load()
    convertor: Convertor = loaded if hasattr(loaded, "tags") else ForeignConvertor(loaded)
    return convertor


def tags() -> tuple[str, ...]:
    """Return every tag that has a convertor."""
    return tuple(sorted({*_own(), *_points()}))
