"""The `html` block: text and pictures, inline or in an .html file beside its pointer; with programs, in a frame."""

import posixpath
import re
from collections.abc import Iterator
from html import escape

from lxml import etree

from scorm_export.convertors.base import Context, Converted
from scorm_export.errors import CourseError, Place
from scorm_export.files import safe_name
from scorm_export.frames import FrameLead, framed, needs_frame
from scorm_export.markup_limits import check_markup
from scorm_export.olx import Block
from scorm_export.pointers import path_of
from scorm_export.text import decoded
from scorm_export.xml import inner_html


class HtmlConvertor:
    """Converts `<html>`."""

    tags = ("html",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the cleaned text, or a frame for a page of its own; the report names what did not come along."""
        markup, place = _markup(block, context)
        return html_leaf(block.id, block.title, _personal(markup, context), place, context)


def html_leaf(leaf: str, title: str, markup: str, place: Place, context: Context) -> Converted:
    """Return a leaf of author HTML, whatever it is in Open edX; raises `CourseError` for markup nobody can read."""
    check_markup(markup, place)
    if needs_frame(markup):
        return _in_a_frame(leaf, title, markup, place, context)
    clean = context.html(markup, place)
    return _converted({"id": leaf, "type": "html", "html": clean}, context, text=clean)


def _personal(markup: str, context: Context) -> str:
    """Words that Open edX replaces: a package knows the course, and not who reads it."""
    if "%%USER_ID%%" in markup:
        context.dropped.append("the learner's number (%%USER_ID%%)")
    return markup.replace("%%USER_ID%%", "").replace("%%COURSE_ID%%", escape(context.links.course))


def _markup(block: Block, context: Context) -> tuple[str, Place]:
    """Return the author's text and where it stands."""
    filename = block.node.get("filename")
    if filename is None and not len(block.node) and not (block.node.text or "").strip():
        beside = safe_name(f"html/{path_of(block.url_name)}.html", block.place)
        filename = path_of(block.url_name) if beside in context.files else None
    if filename is None:
        return markup_in(block.node), block.place
    candidates = list(_pages(filename, block.place))
    name = next((name for name in candidates if name in context.files), None)
    if name is None:
        raise CourseError(f"{candidates[0]} is missing. Add the file or remove the block.", block.place)
    text, encoding = decoded(context.files.read(name))
    if encoding == "windows-1252":
        message = "The file is not UTF-8; it was read as Windows-1252. Save it as UTF-8."
        context.report.problem("warning", "encoding", message, Place(name))
    return text, Place(name)


def _pages(filename: str, place: Place) -> Iterator[str]:
    """Yield where Open edX looks for a page: in html/, beside the block's own file, without an ending too many."""
    yield safe_name(f"html/{path_of(filename)}.html", place)
    yield safe_name(f"{posixpath.dirname(place.file or '')}/{path_of(filename)}.html".lstrip("/"), place)
    yield safe_name(f"html/{path_of(re.sub(r'[.](html?|xml)$', '', filename))}.html", place)


def markup_in(node: etree._Element) -> str:
    """Return the markup in a text that stands in XML: what is escaped at its beginning is markup too, as in Open edX.

    Converters rely on that: they write `<html><![CDATA[<p>…</p>]]></html>`.
    """
    first, node.text = node.text or "", None
    inside = inner_html(node)
    node.text = first
    return (first + inside).strip()


def _converted(content: dict[str, str], context: Context, *, text: str = "", note: str = "") -> Converted:
    left_out = [f"left out: {', '.join(context.dropped)}"] if context.dropped else []
    detail = "; ".join([*([note] if note else []), *left_out])
    return Converted(
        content,
        "never" if note else "view",
        status="simplified" if detail else "carried",
        detail=detail,
        text=text,
    )


def _in_a_frame(leaf: str, title: str, markup: str, place: Place, context: Context) -> Converted:
    made = framed(markup, _frame_lead(place, context))
    context.dropped.extend(made.left_out)
    context.check_tex(made.formulas, place)
    if not made.visible:
        context.frames.heads.append(made)
        note = "its programs and styles act in the frames of this unit only"
        return _converted({"id": leaf, "type": "html", "html": ""}, context, note=note)
    context.use_embeds()
    made.title = title or context.title
    name = context.assets.names.take("frames", leaf.replace("/", "-"), ".html")
    context.frames.pages.append((name, made))
    flag = ' data-sandbox=""' if context.sandbox else ""
    shown = f'<player-frame src="{escape(name)}" data-title="{escape(title)}"{flag}></player-frame>'
    return _converted({"id": leaf, "type": "html", "html": shown}, context)


def _frame_lead(place: Place, context: Context) -> FrameLead:
    assets, lead, alone = context.assets, context.lead(place), context.sandbox

    def file(url: str) -> str | None:
        path = assets.carry(url, place)
        return f"../{path}" if path and alone else path

    return FrameLead(
        carry=(lambda url: assets.inside(url, place)) if alone else lead.carry,
        way=lead.way,
        note=lead.note,
        file=file,
        program=lambda text: assets.lead_program(text, place, inside=alone),
        source=lambda url: assets.text(url, place),
        alone=alone,
    )
