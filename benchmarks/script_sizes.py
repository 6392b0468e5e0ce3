"""Bytes of every script and style sheet, plain and zipped (deflate 9, as in a package)."""

import zlib
from pathlib import Path

BUILT = (
    "scorm_export/player/dist/player.js",
    "scorm_export/player/dist/player.css",
    "scorm_export/player/dist/bridge.js",
    "scorm_export/player/dist/films.js",
    "scorm_export/player/dist/graders.js",
    "scorm_export/player/dist/questions.js",
    "xblocks/checklist/dist/package.js",
    "xblocks/facts/dist/package.js",
    "xblocks/core/public/blocks.js",
    "xblocks/core/public/studio.js",
)


def main() -> None:
    """Print one line per file."""
    print("\n| file | bytes | zipped |\n|---|---|---|")
    for name in BUILT:
        data = Path(name).read_bytes()
        print(f"| `{name}` | {len(data):,} | {len(zlib.compress(data, 9)):,} |")
