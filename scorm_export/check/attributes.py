"""Attributes and policy keys: names that no block has, values of the wrong type."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from scorm_export.check.blocks import BLOCKS, NO_FIELD_PREFIXES, NO_FIELDS, BlockType
from scorm_export.check.fields import TEXT, Kind, loaded
from scorm_export.check.raw import RawCourse, Say
from scorm_export.errors import Place


def check_attributes(course: RawCourse, say: Say) -> None:
    """Judge what stands in the XML; one file is judged once, however often it is named."""
    judged: set[int] = set()
    near = _Near()
    for block in course.blocks:
        known = BLOCKS.get(block.tag)
        if known is None or id(block.element) in judged:
            continue
        judged.add(id(block.element))
        for name, text in sorted((str(key), str(value)) for key, value in block.element.attrib.items()):
            _judge(block.tag, known, name, loaded(text), text, block.place, say, near)


def check_policy_keys(course: RawCourse, say: Say) -> None:
    """Judge what stands in the policy file for blocks that exist."""
    near = _Near()
    for block in {block.id: block for block in course.blocks}.values():
        known = BLOCKS.get(block.tag)
        if known is not None:
            for name, value in sorted(block.policy.items()):
                _judge(block.tag, known, name, value, None, course.policy.place(block.id, name), say, near)


class _Near:
    """Finds the field that an author may have meant; only so often, because that takes a while."""

    def __init__(self) -> None:
        self._left = 1000

    def __call__(self, name: str, names: Iterable[str]) -> str | None:
        """Return the name that is most alike."""
        self._left -= 1
        if self._left < 0 or len(name) > 60:
            return None
        return next(iter(get_close_matches(name, names, n=1, cutoff=0.8)), None)


def _judge(
    tag: str, known: BlockType, name: str, value: Any, text: str | None, place: Place, say: Say, near: _Near
) -> None:
    """``text`` is None for a value from JSON, which must be of the field's type itself."""
    if name in NO_FIELDS or name.startswith(NO_FIELD_PREFIXES):
        return
    kind = known.kind(name)
    if kind is None:
        if not known.any_field:
            _unknown(tag, name, near(name, known.names), place, say)
    elif not kind.fits(value) and not (kind is TEXT and text is not None):
        _misfit(tag, name, kind, value if text is None else text, place, say)


def _misfit(tag: str, name: str, kind: Kind, value: Any, place: Place, say: Say) -> None:
    shown = " ".join(str(value)[:1000].split())
    shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
    say(kind.severity, kind.code, f"{name}=“{shown}” of <{tag}> is not {kind.wants}; {kind.effect}.", place)


def _unknown(tag: str, name: str, near: str | None, place: Place, say: Say) -> None:
    if near:
        message = f"<{tag}> has no “{name}”; did you mean “{near}”? Open edX ignores it."
        say("warning", "unknown-attribute", message, place)
    else:
        say("info", "unknown-attribute", f"<{tag}> has no “{name}”; Open edX keeps it without using it.", place)
