"""Hides a problem's answers from a glance at the package's files; `player/problem-key.ts` puts them back.

It is no protection: whoever reads the player can undo it. docs/reference/graders.md says so.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

# What a learner sees of a response and of a choice before an answer; everything else goes into the key.
OPEN = frozenset(
    {
        "id", "kind", "html", "label", "descriptions", "suffix", "inline", "choices", "shuffle", "pool", "src", "alt",
        "width", "height",
    }
)  # fmt: skip
OPEN_CHOICE = frozenset({"id", "html", "fixed"})


def hidden(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a problem's content with its answers in one unreadable text; other content as it is."""
    if content["type"] != "problem":
        return content
    parts = content["parts"]
    secret = {
        "solutions": content["solutions"],
        "hints": content["hints"],
        "parts": [_part(part, secret=True) for part in parts],
    }
    shown = {name: value for name, value in content.items() if name not in ("parts", "solutions", "hints")}
    public = {"parts": [_part(part, secret=False) for part in parts], "solutions": [], "hints": []}
    return {**shown, **public, "key": _key(secret, content["id"])}


def _part(part: Mapping[str, Any], *, secret: bool) -> dict[str, Any]:
    kept = {name: value for name, value in part.items() if (name not in OPEN) is secret}
    if "choices" in part:
        kept["choices"] = [_choice(choice, secret=secret) for choice in part["choices"]]
    return kept


def _choice(choice: Mapping[str, Any], *, secret: bool) -> dict[str, Any]:
    return {name: value for name, value in choice.items() if (name not in OPEN_CHOICE) is secret}


def _key(secret: Mapping[str, Any], block_id: str) -> str:
    text = json.dumps(secret, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    state = zlib.crc32(block_id.encode("utf-8", "replace"))
    coded = bytearray()
    for byte in text:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        coded.append(byte ^ (state >> 24))
    return base64.b64encode(coded).decode()
