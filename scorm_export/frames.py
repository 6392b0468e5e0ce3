"""Author HTML with programs or style sheets: a page of its own in the package, shown in a frame.

So they can neither break the player nor each other. The page asks the package for everything and nobody else for
anything (Content Security Policy). A sandboxed page stands alone: its files are inside it, it lacks the LMS's origin.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from scorm_export.html import Lead, markup_of, tree_of
from scorm_export.losses import add_losses
from scorm_export.own_pages import ONLY_SANDBOXED, POLICY, SANDBOX_POLICY
from scorm_export.styles import lead_css
from scorm_export.tex import Formula, mark_tex
from scorm_export.xml import take_out

_ACTIVE = re.compile(r"<(?:script|style|link)\b|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
_JQUERY = re.compile(r"\bjQuery\b|\$\s*[(.]")
# What would lead the page away, or belongs into the head of a page of its own.
_DROPPED = ("base", "meta", "title", "noscript", "embed", "object")
_SHOWN = ("img", "svg", "canvas", "video", "audio", "iframe", "input", "button", "hr")


@dataclass(frozen=True)
class FrameLead(Lead):
    """`Lead` for a page with programs.

    ``file`` returns a course file's path for a link; ``program`` leads the addresses in a program's text; ``source``
    returns the text of a program or style sheet of the course, None when it is not there; ``alone``: files go into the
    page itself.
    """

    file: Callable[[str], str | None] = lambda _url: None
    program: Callable[[str], str] = lambda text: text
    source: Callable[[str], str | None] = lambda _url: None
    alone: bool = False


@dataclass
class UnitFrames:
    """The frames of one unit: programs and styles that stand in blocks without text act in all of its frames."""

    pages: list[tuple[str, "Framed"]] = field(default_factory=list)
    heads: list["Framed"] = field(default_factory=list)

    @property
    def shared(self) -> str:
        """Markup for the head of each page."""
        return "\n".join(head.markup for head in self.heads)

    @property
    def jquery(self) -> bool:
        """True when what is shared needs jQuery."""
        return any(head.jquery for head in self.heads)


@dataclass
class Framed:
    """A page's parts as markup; without ``visible`` there are programs and styles only, for the pages beside it."""

    markup: str
    visible: bool
    title: str = ""
    left_out: list[str] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    jquery: bool = False

    def lose(self, name: str) -> None:
        """Note once what does not come along."""
        add_losses(self.left_out, (name,))


def needs_frame(markup: str) -> bool:
    """True for markup with programs, event handlers or style sheets of its own."""
    if not _ACTIVE.search(markup):
        return False
    return any(_is_active(node) for node in tree_of(markup).iter(etree.Element))


def _is_active(node: etree._Element) -> bool:
    if node.tag == "script":
        return not node.get("type", "").lower().startswith("math/tex")
    if node.tag == "style" or (node.tag == "link" and "stylesheet" in node.get("rel", "").lower()):
        return True
    attributes = ((str(name).lower(), str(value)) for name, value in node.attrib.items())
    return any(name.startswith("on") or value.strip().lower().startswith("javascript:") for name, value in attributes)


def framed(markup: str, lead: FrameLead) -> Framed:
    """Return ``markup`` for a page of its own, its files carried and its links led."""
    root = tree_of(markup)
    made = Framed("", _shows_something(root))
    for node in list(root.iter(etree.Element)):
        if node is not root and node.getparent() is not None:
            _lead(node, lead, made)
    made.formulas = mark_tex(root)
    made.markup = markup_of(root)
    made.jquery = made.jquery or bool(_JQUERY.search(made.markup))
    return made


def frame_page(made: Framed, shared: str, language: str, direction: str, scripts: list[str], alone: bool) -> str:
    """Return the whole page. ``shared`` is markup for its head; ``scripts`` are file names, or code if ``alone``."""
    policy = SANDBOX_POLICY if alone else POLICY
    guard = f"<script>{ONLY_SANDBOXED}</script>" if alone else ""
    base = "" if alone else '<base href="../">\n<link rel="stylesheet" href="frame.css">'
    tags = "\n".join(f"<script>{code}</script>" if alone else f'<script src="{code}"></script>' for code in scripts)
    return f"""<!doctype html>
<html lang="{escape(language)}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
{guard}
<title>{escape(made.title)}</title>
{base}
{tags}
{shared}
</head>
<body>
<main class="xblock author">
{made.markup}
</main>
</body>
</html>
"""


def _lead(node: etree._Element, lead: FrameLead, made: Framed) -> None:
    """Carry files along and lead links; what asks other sites for something goes, and is named."""
    tag = str(node.tag).lower()
    if tag in _DROPPED:
        made.lose(tag)
        take_out(node)
    elif tag == "script":
        _script(node, lead, made)
    elif tag == "link":
        _style_sheet(node, lead, made)
    elif tag == "iframe":
        _inner_page(node, lead, made)
    else:
        if tag == "style":
            node.text = _css(node.text or "", lead, made)
        _attributes(node, lead, made)


def _script(node: etree._Element, lead: FrameLead, made: Framed) -> None:
    url = node.get("src")
    if url is None:
        node.text = lead.program(node.text or "")
        return
    text = lead.source(url)
    path = lead.carry(url)
    if path is None:
        made.lose(f"a program of another site ({url[:80]})")
        take_out(node)
        return
    made.jquery = made.jquery or bool(text and _JQUERY.search(text))
    if lead.alone:
        del node.attrib["src"]
        node.text = within("script", lead.program(text or ""))
    else:
        node.set("src", path)


def within(tag: str, text: str) -> str:
    """Return ``text`` so that it does not end the ``tag`` around it."""
    return re.sub(f"</({tag})", r"<\\/\1", text, flags=re.IGNORECASE)


def _style_sheet(node: etree._Element, lead: FrameLead, made: Framed) -> None:
    url = node.get("href", "")
    path = lead.carry(url) if "stylesheet" in node.get("rel", "").lower() else None
    if path is None:
        made.lose(f"a style sheet of another site ({url[:80]})")
        take_out(node)
    elif lead.alone:
        node.tag = "style"
        node.attrib.clear()
        node.text = within("style", _css(lead.source(url) or "", lead, made))
    else:
        node.set("href", path)


def _css(css: str, lead: FrameLead, made: Framed) -> str:
    led, lost = lead_css(css, lead.carry)
    if lost:
        made.lose("pictures or fonts of other sites in styles")
    return led


def _inner_page(node: etree._Element, lead: FrameLead, made: Framed) -> None:
    path = lead.carry(node.get("src", ""))
    if path is not None:
        node.set("src", path)
        return
    way = lead.way(node.get("src", ""))
    made.lose("a page of another site (now a link)")
    if way.elsewhere and way.href:
        link = etree.Element("a", href=way.href, target="_blank", rel="noopener noreferrer")
        link.text = node.get("title") or way.href
        node.addprevious(link)
    take_out(node)


def _attributes(node: etree._Element, lead: FrameLead, made: Framed) -> None:
    if node.get("style"):
        node.set("style", _css(node.get("style", ""), lead, made))
    for name in [str(name) for name in node.attrib if str(name) in ("src", "poster") or str(name).startswith("data-")]:
        path = lead.carry(node.get(name, ""))
        if path is not None:
            node.set(name, path)
        elif name in ("src", "poster") and lead.way(node.get(name, "")).elsewhere:
            made.lose("files of other sites")
            del node.attrib[name]
    for name in [str(name) for name in node.attrib if str(name).lower().startswith("on")]:
        node.set(name, lead.program(node.get(name, "")))
    if node.get("srcset"):
        del node.attrib["srcset"]
    if node.tag in ("a", "area") and node.get("href") is not None:
        _link(node, lead, made)


def _link(node: etree._Element, lead: FrameLead, made: Framed) -> None:
    url = node.get("href", "").strip()
    if url.startswith("#") or url.lower().startswith("javascript:"):
        return
    path = lead.file(url)
    way = lead.way(url)
    if path is None and way.href is None:
        made.lose("links that lead to other places in the LMS")
        del node.attrib["href"]
        return
    node.set("href", path or way.href or "")
    if path is not None or way.elsewhere:
        node.set("target", "_blank")
        node.set("rel", "noopener noreferrer")


def _shows_something(root: etree._Element) -> bool:
    copy = deepcopy(root)
    etree.strip_elements(copy, "script", "style", "link", *_DROPPED, with_tail=False)
    places = any(node.get("id") for node in copy.iter(etree.Element))
    return places or bool("".join(map(str, copy.itertext())).strip()) or next(copy.iter(*_SHOWN), None) is not None
