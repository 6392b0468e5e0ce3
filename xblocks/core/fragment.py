"""A block's part of a page: what stands there before (or without) its script, and what the script is given."""

from html import escape
from typing import Any

from web_fragments.fragment import Fragment

STUB = """
window.MobilityBlock = window.MobilityBlock || function (runtime, wrapper, args) {
  wrapper = wrapper[0] || wrapper;
  if (args && args.element) customElements.whenDefined(args.element).then(function () {
    window.mobilityBlocks.connect(runtime, wrapper, args);
  });
};
"""
"""Stands in the page itself, so that a late or missing script never stops the blocks beside ours."""


def page_part(block: Any, arguments: dict[str, Any], slots: dict[str, str]) -> Fragment:
    """The element with author HTML in its slots and its words as plain text until the script takes over."""
    fragment = Fragment(_content(block, arguments["element"], slots))
    fragment.add_javascript(STUB)
    fragment.add_javascript_url(block.asset_url("blocks.js"))
    fragment.initialize_js("MobilityBlock", arguments)
    return fragment


def _content(block: Any, element: str, slots: dict[str, str]) -> str:
    filled = "".join(f'<div slot="{name}" dir="auto">{html}</div>' for name, html in slots.items() if html)
    words = "".join(f"<li>{escape(line)}</li>" for line in block.model().plain_text().splitlines())
    plain = f"<ul>{words}</ul>" if words else ""
    return (
        '<div class="mobility-block">'
        f'<h3 class="hd hd-3">{escape(block.display_name)}</h3>'
        f"<{element}>{filled}{plain}</{element}>"
        "</div>"
    )
