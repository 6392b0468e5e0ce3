"""Pages and drawings of an author's own, which a package carries as they are: what they may ask for, and whom."""

import html
import re

from scorm_export.text import decoded

# A page in a package may ask the package for everything and nobody else for anything, nor send anything away.
POLICY = (
    "default-src 'self' file: data: blob: 'unsafe-inline' 'unsafe-eval'; "
    "form-action 'self' file:; base-uri 'self' file:"
)
SANDBOX_POLICY = "default-src data: blob: 'unsafe-inline' 'unsafe-eval'; form-action 'none'; base-uri 'none'"
# A sandbox without the LMS's origin may open windows without a sandbox: a page of the package in one would have that
# origin after all. There, what follows is no markup any more; a page that stands for itself goes back into a sandbox.
ONLY_SANDBOXED = "if (self.origin !== 'null') document.write('<plaintext hidden>')"
_AGAIN = (
    '<iframe sandbox="allow-scripts allow-forms allow-popups" style="position:fixed;inset:0;width:100%;height:100%;'
    'border:0" src="${location.href}"></iframe><plaintext hidden>'
)
SANDBOXED_AGAIN = f"if (self.origin !== 'null') document.write(`{_AGAIN}`)"
# Drawings that run programs when they are opened by themselves.
DRAWINGS = (".svg", ".xhtml", ".xht", ".xml", ".xsl")
# What may stand before the first element without changing how browsers read the page. Comments with further brackets
# may end elsewhere than one thinks.
_BEFORE = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--[^<>-]*+-->\s*+)*+<!doctype[^>]*+>", re.IGNORECASE)
_FOREIGN = re.compile(
    r"""<(?:script|link|img|iframe)\b[^<>]*?\s(?:src|href)\s*=\s*["']?(?:https?:)?//([^/"'\s<>]{1,253})""",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:script|handler|iframe|embed|object)\b|\son[a-z]{1,40}\s*=|javascript:|<!entity",
    re.IGNORECASE,
)


def with_policy(page: str, sandbox: bool = False) -> str:
    """Return an author's page with the policy before anything of the author's; ``sandbox``: it runs in one only."""
    before = _BEFORE.match(page)
    place = before.end() if before else 0
    guard = f"<script>{SANDBOXED_AGAIN}</script>" if sandbox else ""
    return f'{page[:place]}<meta http-equiv="Content-Security-Policy" content="{POLICY}">{guard}{page[place:]}'


def foreign_hosts(page: str) -> list[str]:
    """Return the sites that a page has files of."""
    return sorted(set(_FOREIGN.findall(page)))


def holds_program(data: bytes) -> bool:
    """True when a drawing seems to hold a program, however it is written."""
    return _PROGRAM.search(html.unescape(decoded(data)[0])) is not None
