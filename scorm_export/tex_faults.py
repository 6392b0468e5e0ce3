"""Why the player's TeX (Temml, `player/tex/`) could not show a formula, found out without running JavaScript.

It reads a formula the way Temml does, by the words in ``player/dist/tex-words.json``, which `player/tex/words.mjs`
gets from Temml itself. What it does not follow: the inside of chemistry (``\\ce``), sizes and colours, ``\\limits``
without an operator, ``\\sideset``; such a formula stays source in the browser without a word here.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from scorm_export.tex_tokens import FaultError, tokens
from scorm_export.tex_words import tex_words

# As player/tex/render.ts has them.
LONGEST = 5000
DOUBLE_ARROWS = re.compile("<<=>|<=>>")
MOST_DOUBLE_ARROWS = 4
DEEPEST = 100
CLOSERS = ("}", "&", r"\end", r"\right", "")
SIZE = re.compile(r"\[\s*[-+]?\s*(\d+\.?\d*|\.\d+)\s*[a-z]{2}\s*\]")


def fault(source: str, display: bool) -> str | None:
    """Return one sentence that says why, or None when nothing speaks against the formula; raises `NotBuiltError`."""
    if len(source) > LONGEST:
        return f"It is longer than {LONGEST:,} characters."
    if len(DOUBLE_ARROWS.findall(source)) > MOST_DOUBLE_ARROWS:
        return f"It has more than {MOST_DOUBLE_ARROWS} of the arrows <<=> and <=>>."
    try:
        _Reader(tokens(source), display).read()
    except FaultError as found:
        return str(found)
    return None


@dataclass
class _Reader:
    """Reads tokens from left to right; each method leaves ``place`` behind what it read."""

    tokens: list[str]
    display: bool
    place: int = 0
    depth: int = 0
    lefts: int = 0
    words: dict[str, Any] = field(default_factory=tex_words)

    def read(self) -> None:
        closer = self._formula()
        if closer:
            raise FaultError(_unopened(closer))

    def _peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _next(self) -> str:
        piece = self._peek()
        self.place += 1
        return piece

    def _spaces(self) -> None:
        while self._peek() == " ":
            self.place += 1

    def _formula(self, *, cells: bool = False, until: tuple[str, ...] = ()) -> str:
        """Read to the end of a group, cell row or formula; return what stands there, unread."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FaultError(f"Its parts stand more than {DEEPEST} deep in one another.")
        scripts: set[str] = set()
        while True:
            self._spaces()
            piece = self._peek()
            if cells and piece in ("&", r"\cr"):
                self.place += 1
                scripts.clear()
            elif piece in CLOSERS or piece in until:
                self.depth -= 1
                return piece
            elif piece in ("^", "_", "'"):
                self._script(scripts)
            elif piece in (r"\limits", r"\nolimits"):
                self.place += 1
            else:
                scripts.clear()
                self._atom()

    def _script(self, scripts: set[str]) -> None:
        sign = self._next()
        kind = "_" if sign == "_" else "^"
        if kind in scripts:
            raise FaultError(
                f"It has two {'subscripts' if kind == '_' else 'superscripts'} on one sign; group them with {{ }}."
            )
        scripts.add(kind)
        if sign == "'":
            while self._peek() == "'":
                self.place += 1
            if self._peek() != "^":
                return
            self.place += 1
        self._spaces()
        piece = self._peek()
        if piece in CLOSERS or piece in ("^", "_", "'"):
            raise FaultError(f"Nothing stands after “{sign}”.")
        if piece.startswith("\\") and piece in self.words["math"] and piece not in self.words["braceless"]:
            raise FaultError(f"What stands after “{sign}” must be in {{ }}: {piece}.")
        self._atom()

    def _atom(self) -> None:
        piece = self._next()
        if piece == "{":
            self._group()
        elif piece == r"\left":
            self._left()
        elif piece == r"\begin":
            self._environment()
        elif piece == r"\middle":
            if not self.lefts:
                raise FaultError(r"\middle stands outside of \left … \right.")
            self._delimiter(piece)
        elif piece in ("$", r"\(", r"\)", r"\[", r"\]", "#"):
            raise FaultError(f"“{piece}” can't stand inside a formula.")
        elif piece.startswith("\\") and not piece.startswith(r"\verb"):
            self._command(piece, "math")

    def _group(self, *, cells: bool = False) -> None:
        closer = self._formula(cells=cells)
        if closer != "}":
            raise FaultError(_unopened(closer) if closer else "A { has no }.")
        self.place += 1

    def _left(self) -> None:
        self._delimiter(r"\left")
        self.lefts += 1
        closer = self._formula()
        self.lefts -= 1
        if closer != r"\right":
            raise FaultError(r"A \left has no \right.")
        self.place += 1
        self._delimiter(r"\right")

    def _delimiter(self, command: str) -> None:
        self._spaces()
        piece = self._next()
        braced = piece == "{" and command not in (r"\left", r"\right", r"\middle")
        if braced:
            piece = self._next()
        if piece not in self.words["delimiters"]:
            raise FaultError(f"After {command} must stand a bracket or another delimiter, not “{piece}”.")
        if braced and self._next() != "}":
            raise FaultError("A { has no }.")

    def _environment(self) -> None:
        name = self._name()
        known = self.words["environments"].get(name)
        if known is None:
            raise FaultError(f"The player does not know the environment “{name}”.")
        if not self.display and not known["inline"]:
            raise FaultError(f"“{name}” can stand only in a formula on a line of its own.")
        if known["takes"]:
            self._argument(rf"\begin{{{name}}}", "r", "math")
        closer = self._rows()
        if closer != r"\end":
            raise FaultError(rf"\begin{{{name}}} has no \end{{{name}}}.")
        self.place += 1
        end = self._name()
        if end != name:
            raise FaultError(rf"\begin{{{name}}} is closed by \end{{{end}}}.")

    def _rows(self) -> str:
        """Rows of cells; lines between them are allowed only here."""
        while True:
            closer = self._formula(cells=True, until=(r"\hline", r"\hdashline"))
            if closer not in (r"\hline", r"\hdashline"):
                return closer
            self.place += 1

    def _name(self) -> str:
        self._spaces()
        if self._next() != "{":
            raise FaultError(r"\begin and \end need a name in { }.")
        name = ""
        while (piece := self._next()) != "}":
            if not piece:
                raise FaultError("A { has no }.")
            name += piece
        return name

    def _command(self, command: str, mode: str) -> None:
        known = self._known(command, mode)
        if command == r"\\":
            self._row_gap()
        if known and not known.startswith("o") and command in self.words["starred"] and self._peek() == "*":
            self.place += 1
        for kind in known:
            self._argument(command, kind, mode)

    def _known(self, command: str, mode: str) -> str:
        """Return the letters of the arguments; a sign that is no command has none."""
        if not command.startswith("\\") or command.startswith(r"\verb"):
            return ""
        if command in self.words["refused"]:
            raise FaultError(f"The player does not carry out {command}.")
        known = self.words[mode].get(command)
        if known is None and command in self.words["math" if mode == "text" else "text"]:
            raise FaultError(
                f"{command} can't stand in {'a text' if mode == 'text' else 'a formula outside of a text'}."
            )
        if known is None:
            raise FaultError(f"The player does not know {command}.")
        if command in self.words["displayed"] and not self.display:
            raise FaultError(f"{command} can stand only in a formula on a line of its own.")
        return str(known)

    def _row_gap(self) -> None:
        """Right after a row's end, brackets hold a distance."""
        if self._peek() == "[":
            if not SIZE.match("".join(self.tokens[self.place : self.place + 40])):
                raise FaultError(r"After \\ brackets must hold a distance; write \\{} before a bracket.")
            while self._next() != "]":
                pass

    def _argument(self, command: str, kind: str, mode: str) -> None:
        if kind == "d":
            return self._delimiter(command)
        self._spaces()
        piece = self._peek()
        if kind == "o":
            return self._optional(command)
        if piece in CLOSERS:
            raise FaultError(f"Something is missing after {command}.")
        if piece != "{":
            return self._bare(command, kind, mode)
        self.place += 1
        if kind == "t" or (mode == "text" and kind == "m"):
            return self._text("}")
        if kind == "r":
            return self._raw("}")
        return self._group(cells=kind == "c")

    def _bare(self, command: str, kind: str, mode: str) -> None:
        """An argument without braces is one sign or one command."""
        piece = self._peek()
        text = kind == "t" or mode == "text"
        if kind == "r" or (text and not piece.startswith("\\")):
            self.place += 1
            return
        whole = not (text or piece == r"\begin") and command in self.words["loose"] and piece in self.words["braceless"]
        if piece in ("^", "_") or (not whole and self._known(piece, "text" if text else "math")):
            raise FaultError(f"What stands after {command} must be in {{ }}.")
        self._atom()

    def _optional(self, command: str) -> None:
        if self._peek() != "[":
            return
        self.place = start = self.place + 1
        try:
            self._raw("]")
        except FaultError:
            raise FaultError(f"The [ after {command} has no ].") from None
        _Reader(self.tokens[start : self.place - 1], self.display, depth=self.depth).read()

    def _raw(self, closer: str) -> None:
        depth = 0
        while piece := self._next():
            if piece == closer and depth == 0:
                return
            depth += {"{": 1, "}": -1}.get(piece, 0)
            if depth < 0:
                break
        raise FaultError("A { has no }.")

    def _text(self, closer: str) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FaultError(f"Its parts stand more than {DEEPEST} deep in one another.")
        while (piece := self._next()) != closer:
            if not piece:
                raise FaultError("A { has no }.")
            if piece in ("$", r"\("):
                self._formula_in_text(r"\)" if piece == r"\(" else piece)
            elif piece == "{":
                self._text("}")
            elif piece in self.words["strange"]["text"]:
                raise FaultError(f"“{piece}” can't stand in the text of a formula.")
            elif piece.startswith("\\") and not piece.startswith(r"\verb"):
                self._command(piece, "text")
        self.depth -= 1

    def _formula_in_text(self, closer: str) -> None:
        if self._formula(until=(closer,)) != closer:
            raise FaultError("A formula inside a text has no end.")
        self.place += 1


def _unopened(closer: str) -> str:
    if closer == "&":
        return "An & stands outside of a table."
    opening = {"}": "{", r"\right": r"\left", r"\end": r"\begin"}[closer]
    return f"A {closer} has no {opening}."
