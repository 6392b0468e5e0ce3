"""The `html` block: text and pictures, inline or in an .html file beside its pointer."""

from scorm_export.convertors.base import Context, Converted
from scorm_export.errors import CourseError, Place
from scorm_export.files import safe_name
from scorm_export.olx import Block
from scorm_export.xml import inner_html


class HtmlConvertor:
    """Converts `<html>`."""

    tags = ("html",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the cleaned text; the report names what the clean-up dropped."""
        markup, place = self._markup(block, context)
        clean = context.html(markup, place)
        content = {"id": block.id, "type": "html", "html": clean}
        if context.dropped:
            detail = f"left out: {', '.join(context.dropped)}"
            return Converted(content, "view", status="simplified", detail=detail, text=clean)
        return Converted(content, "view", text=clean)

    def _markup(self, block: Block, context: Context) -> tuple[str, Place]:
        filename = block.node.get("filename")
        if filename is None:
            return inner_html(block.node), block.place
        name = safe_name(f"html/{filename}.html", block.place)
        try:
            return context.files.read(name).decode("utf-8-sig"), Place(name)
        except KeyError:
            raise CourseError(f"{name} is missing. Add the file or remove the block.", block.place) from None
        except UnicodeDecodeError as error:
            raise CourseError("The file is not UTF-8. Save it as UTF-8.", Place(name)) from error
