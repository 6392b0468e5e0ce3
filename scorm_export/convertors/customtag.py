"""The `customtag` block of 2012: a template in custom_tags/ and its words, `<customtag impl="book" page="2"/>`."""

import re

from scorm_export.convertors.base import Context, Converted
from scorm_export.convertors.html import html_leaf
from scorm_export.convertors.placeholder import placeholder
from scorm_export.errors import Place
from scorm_export.files import safe_name
from scorm_export.olx import Block
from scorm_export.text import decoded

_PROGRAM = re.compile(r"^\s*%(?!%)|<%|\$\{(?!\s*\w+\s*\})", re.MULTILINE)
_REMARK = re.compile(r"^\s*##.*\n?", re.MULTILINE)
_WORD = re.compile(r"\$\{\s*(\w+)\s*\}")


class CustomTagConvertor:
    """Converts `<customtag>`: text as any other, once its words are filled in."""

    tags = ("customtag",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the text; a placeholder where the template is missing, or is a program of Mako's."""
        inside = block.node.find("impl")
        impl = block.attributes.get("impl") or ("" if inside is None else (inside.text or "").strip())
        name = safe_name(f"custom_tags/{impl}", block.place)
        if name not in context.files:
            message = f"The template {name} is missing. Add the file or remove the block."
            context.report.problem("warning", "missing-template", message, block.place)
            return placeholder(block, f"Its template {name} is missing.", context)
        template = _REMARK.sub("", decoded(context.files.read(name))[0])
        lacking = sorted(set(_WORD.findall(template)) - set(block.attributes))
        if _PROGRAM.search(template) or lacking:
            reason = f"lacks a value for {', '.join(lacking)}" if lacking else "is a program, which only Open edX runs"
            context.report.problem("warning", "template", f"{name} {reason}. Write the text itself.", block.place)
            return placeholder(block, f"Its template {reason}.", context)
        text = _WORD.sub(lambda word: block.attributes[word[1]], template)
        return html_leaf(block.id, block.title, text, Place(name), context)
