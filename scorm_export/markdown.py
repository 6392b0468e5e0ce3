"""Markdown as authors of polls write it, made HTML. What comes out is as trustworthy as what went in: clean it."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _commonmark() -> "MarkdownIt":
    """Loaded only for courses that have polls: it takes as long as a small export."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def markdown_html(text: str) -> str:
    """Return HTML; HTML in the text stays as it is, as in Open edX."""
    markup: str = _commonmark().render(text)
    return markup.strip()


def markdown_line(text: str) -> str:
    """Return HTML without the paragraph around a text that is only one: for labels.

    >>> markdown_line("**Yes**, please")
    '<strong>Yes</strong>, please'
    """
    markup = markdown_html(text)
    single = re.fullmatch(r"<p>((?:(?!</?p[ >]).)*)</p>", markup, re.DOTALL)
    return single[1] if single else markup
