"""Author HTML made safe for a package: cleaned by an allow-list, its files carried along, its links led on.

What is not let through (forms, programs outside frames, files of other sites, addresses inside the LMS) is named, so
that the report can say it; nothing goes in silence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import nh3
from lxml import etree, html

from scorm_export.links import Way
from scorm_export.losses import add_losses
from scorm_export.styles import inline_style
from scorm_export.tex import Formula, mark_tex
from scorm_export.xml import escaped, without_controls

MATHML = frozenset({
    "annotation", "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none", "semantics",
})  # fmt: skip
TAGS = nh3.ALLOWED_TAGS | MATHML | {
    "audio", "caption", "col", "colgroup", "details", "figcaption", "figure", "font", "iframe", "main", "picture",
    "section", "source", "summary", "tfoot", "track", "video",
}  # fmt: skip
TABLE = {"align", "valign", "width", "height", "bgcolor", "border", "cellpadding", "cellspacing"}
IN_MATHML = {
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "columnspan", "depth", "display",
    "displaystyle", "encoding", "fence", "form", "frame", "height", "linethickness", "lspace", "mathcolor",
    "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowalign", "rowlines",
    "rowspacing", "rowspan", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width", "xmlns",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"align", "class", "dir", "id", "lang", "role", "style", "tabindex", "title"},
    "a": {"href", "name", "download", "hreflang"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload", "poster", "width", "height"},
    "source": {"src", "srcset", "type", "media"},
    "iframe": {"src", "width", "height"},
    "img": {"src", "srcset", "alt", "width", "height", "loading", "border"},
    "font": {"color", "size", "face"},
    "hr": {"width", "size"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "details": {"open"},
    "ol": {"start", "reversed", "type"},
    "ul": {"type"},
    "li": {"value"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "time": {"datetime"},
    "table": TABLE | {"summary", "rules", "frame"},
    "tr": TABLE,
    "td": TABLE | {"colspan", "rowspan", "headers", "nowrap"},
    "th": TABLE | {"colspan", "rowspan", "headers", "scope", "abbr", "nowrap"},
    **dict.fromkeys(MATHML, IN_MATHML),
}
_RULES: Mapping[str, Any] = {
    "tags": TAGS,
    "attributes": ATTRIBUTES,
    "generic_attribute_prefixes": {"aria-", "data-"},
    "link_rel": None,
    "url_schemes": {"http", "https", "mailto", "tel"},
}
# Reading the lists takes a hundred times as long as cleaning a sentence; nh3 before 0.3, which Open edX has, does both.
_clean: Callable[[str], str] = nh3.Cleaner(**_RULES).clean if hasattr(nh3, "Cleaner") else partial(nh3.clean, **_RULES)
_TEX_SCRIPT = re.compile(r"<script\s++type=[\"']?(math/tex[^\"'<>]*+)[\"']?\s*+>", re.IGNORECASE)
# Text without any of these is safe as it stands and holds no formula.
_MARKED = re.compile(r"[<>&\\]|\[mathjax")
_ICON = re.compile(r"(?:^|\s)material-(?:icons|symbols)(?:-[a-z]+)?(?:\s|$)")
_NUMBERED = re.compile(r"&#(?:[xX]0*+([0-9a-fA-F]{0,6})(?![0-9a-fA-F])|0*+([0-9]{1,7})(?![0-9])|(0+)(?![0-9]));?")
# Old or private attributes whose loss nobody sees.
UNSEEN = {
    "target", "rel", "data-mce-style", "data-mce-href", "data-mce-src", "xmlns", "contenteditable", "itemprop",
    "itemscope", "itemtype", "frameborder", "marginwidth", "marginheight", "scrolling", "allow", "allowfullscreen",
    "webkitallowfullscreen", "mozallowfullscreen", "referrerpolicy", "name", "draggable", "alt", "spellcheck",
    "translate", "type", "hspace", "vspace",
}  # fmt: skip
# Files without programs. Browsers show PDFs only outside of a sandbox.
PASSIVE = (
    ".avif", ".gif", ".jpeg", ".jpg", ".m4a", ".mp3", ".mp4", ".ogg", ".pdf", ".png", ".txt", ".webm", ".webp",
)  # fmt: skip
# Tags whose loss nobody sees: what they hold stays.
UNSEEN_TAGS = {"html", "body", "head", "nobr", "o:p", "wbr", "startouttext", "endouttext"}


@dataclass(frozen=True)
class Lead:
    """Where the addresses in a text lead: ``carry`` returns the path of a course file in the package or None, ``way``
    where any other address leads; ``note`` takes code and message of what an author should know; ``sandbox``: pages of
    the author's own run without the LMS's origin."""

    carry: Callable[[str], str | None]
    way: Callable[[str], Way]
    note: Callable[[str, str], None] = lambda _code, _message: None
    sandbox: bool = False


@dataclass
class Cleaned:
    """``html`` is safe; ``left_out`` names what went; ``uses`` what else the package needs to show it: "embeds"."""

    html: str = ""
    left_out: list[str] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    uses: set[str] = field(default_factory=set)

    def lose(self, *names: str) -> None:
        """Note once what does not come along."""
        add_losses(self.left_out, names)


def clean_html(markup: str, lead: Lead) -> Cleaned:
    """Return ``markup`` safe and led. What `check_markup` refuses may take for ever here."""
    made = Cleaned()
    if not _MARKED.search(markup):
        made.html = without_controls(markup).strip()
        return made
    markup = without_controls(_without_tex_scripts(markup))
    safe = _clean(markup)
    if safe != markup:  # else nothing can have gone
        add_losses(made.left_out, _refused(markup))
    if not safe.strip():
        return made
    root = tree_of(safe)
    for node in list(root.iter(etree.Element)):
        _lead(node, lead, made)
    made.formulas = mark_tex(root)
    made.html = markup_of(root)
    return made


def tree_of(markup: str) -> etree._Element:
    """Return a `<div>` that holds ``markup``; nothing where not even a browser would find something.

    Signs that XML can't hold go, also those that are written as a number.
    """
    markup = without_controls(_NUMBERED.sub(_bearable, markup))
    try:
        parser = html.HTMLParser(huge_tree=True)  # else it leaves out what stands deeper than 256
        root: etree._Element = html.fragment_fromstring(markup, create_parent="div", parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        return etree.Element("div")
    return root


def _bearable(reference: re.Match[str]) -> str:
    number = int(reference[1] or "0", 16) if reference[2] is None else int(reference[2])
    return reference[0] if number > 0x10FFFF or without_controls(chr(number)) else ""


def markup_of(root: etree._Element) -> str:
    """Return the markup inside ``root``."""
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in root]
    return (escaped(root.text or "") + "".join(parts)).strip()


def _without_tex_scripts(markup: str) -> str:
    r"""MathJax also takes formulas from scripts; as `\(…\)` they pass the clean-up."""
    pieces: list[str] = []
    place, lower = 0, markup.lower() if _TEX_SCRIPT.search(markup) else ""
    while lower and (start := _TEX_SCRIPT.search(markup, place)):
        end = lower.find("</script>", start.end())
        if end < 0 or len(lower) != len(markup):
            break
        left, right = ("\\[", "\\]") if "display" in start[1] else ("\\(", "\\)")
        pieces += [markup[place : start.start()], left, escaped(markup[start.end() : end]), right]
        place = end + len("</script>")
    return "".join([*pieces, markup[place:]])


def _refused(markup: str) -> Iterator[str]:
    """Yield the names of tags, attributes and addresses that the allow-list does not let through."""
    if not re.search(r"<[a-zA-Z!]", markup):
        return
    for node in tree_of(markup).iter(etree.Element):
        tag = str(node.tag).lower()[:40]
        if tag not in TAGS:
            if tag not in UNSEEN_TAGS:
                yield tag
            continue
        for name, value in node.attrib.items():
            key = str(name).lower()
            if key.startswith("on"):
                yield "event handlers"
            elif key in ("href", "src") and re.match(r"\s*(javascript|data|vbscript):", str(value), re.IGNORECASE):
                yield "a program or data as address"
            elif not _allowed(tag, key):
                yield f"attribute {key}" if re.fullmatch(r"[a-z][a-z0-9:-]{0,30}", key) else "broken attributes"


def _allowed(tag: str, name: str) -> bool:
    known = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | UNSEEN
    return name in known or name.startswith(("aria-", "data-"))


def _lead(node: etree._Element, lead: Lead, made: Cleaned) -> None:
    """Carry the node's files along and lead its link; note what can't come along."""
    if node.get("style") is not None:
        _style(node, lead, made)
    if _ICON.search(node.get("class") or ""):
        _icon(node, made)
    if node.tag == "iframe":
        _embed(node, lead, made)
        return
    if node.get("srcset"):
        node.set("srcset", _srcset(node.get("srcset", ""), lead.carry))
    for name in ("src", "poster"):
        if node.get(name) is not None:
            _source(node, name, lead, made)
    for name in [str(name) for name in node.attrib if str(name).startswith("data-")]:
        node.set(name, lead.carry(node.get(name) or "") or node.get(name) or "")
    if node.tag == "img" and node.get("alt") is None:
        lead.note("no-alt", f'A picture ({node.get("src", "")[-60:]}) has no alternative text. Write one, or alt="".')
    if node.tag == "a" and node.get("href") is not None:
        _link(node, lead, made)


def _icon(node: etree._Element, made: Cleaned) -> None:
    """An icon of a font that another site holds: without it, readers would see the icon's name as a word."""
    node.text = None
    made.lose("icons of a font of another site")


def _style(node: etree._Element, lead: Lead, made: Cleaned) -> None:
    style, lost = inline_style(node.get("style", ""), lead.carry)
    if style:
        node.set("style", style)
    else:
        del node.attrib["style"]
    if lost:
        made.lose("some inline styles")


def _source(node: etree._Element, name: str, lead: Lead, made: Cleaned) -> None:
    """A picture or film of another site becomes a link: a package asks nobody else for anything by itself."""
    url = node.get(name, "")
    carried = lead.carry(url)
    if carried is not None:
        node.set(name, carried)
        return
    del node.attrib[name]
    way = lead.way(url)
    if way.elsewhere and way.href:
        made.lose("files of other sites (now links)")
        _link_after(node, way.href, node.get("alt") or url)
    else:
        made.lose(f"a file that is not in static ({url})")


def _link_after(node: etree._Element, href: str, text: str) -> None:
    link = etree.Element("a", href=href, target="_blank", rel="noopener noreferrer")
    link.text = text
    node.addnext(link)
    link.tail, node.tail = node.tail, None


def _embed(node: etree._Element, lead: Lead, made: Cleaned) -> None:
    """A page in a page: one of the course's own stands in a frame, any other waits for a click that says where to."""
    url = node.get("src", "").strip()
    carried = lead.carry(url)
    way = Way() if carried else lead.way(url)
    title, height = node.get("title", ""), _pixels(node)
    for name in list(node.attrib):
        del node.attrib[name]
    node.text = None
    if not carried and not (way.elsewhere and way.href and way.href.lower().startswith("http")):
        made.lose("a frame with a page that is not here")
        node.tag = "span"
        return
    made.uses.add("embeds")
    node.tag = "player-frame" if carried else "player-embed"
    node.set("src", carried or way.href or "")
    node.set("data-title", title)
    node.set("data-height", height)
    if carried and lead.sandbox and not carried.partition("#")[0].lower().endswith(PASSIVE):
        node.set("data-sandbox", "")
    link = etree.SubElement(node, "a", href=carried or way.href or "", target="_blank", rel="noopener noreferrer")
    link.text = title or url
    if not carried:
        made.lose("a page of another site (shown after a click)")


def _pixels(node: etree._Element) -> str:
    """Return the height an author gave in pixels; empty when there is none."""
    found = re.fullmatch(r"\s*(\d{2,4})(?:px)?\s*", node.get("height", ""))
    found = found or re.search(r"(?:^|[;\s])height:\s*(\d{2,4})px", node.get("style", ""))
    return found[1] if found else ""


def _link(node: etree._Element, lead: Lead, made: Cleaned) -> None:
    """Links to other sites and files open beside the course, because it sits in a frame."""
    url = node.get("href", "").strip()
    if url.startswith("#"):
        return
    carried = lead.carry(url)
    way = Way(carried, elsewhere=True) if carried else lead.way(url)
    if way.href is None:
        _unlink(node, url, way, lead, made)
        return
    node.set("href", way.href)
    if way.elsewhere:
        node.set("target", "_blank")
        node.set("rel", "noopener noreferrer")


def _unlink(node: etree._Element, url: str, way: Way, lead: Lead, made: Cleaned) -> None:
    """A place that is not in the package: the words stay, with a note for the learner."""
    del node.attrib["href"]
    node.tag = "player-elsewhere"
    made.uses.add("embeds")
    made.lose("links that lead to other places in the LMS")
    if way.broken:
        lead.note("broken-link", f"The link to “{url[:100]}” leads nowhere. Mend or remove it.")


def _srcset(value: str, carry: Callable[[str], str | None]) -> str:
    candidates = (candidate.strip().partition(" ") for candidate in value.split(",") if candidate.strip())
    led = ((carry(url), size) for url, _, size in candidates)
    return ", ".join(f"{url} {size}".strip() for url, size in led if url)
