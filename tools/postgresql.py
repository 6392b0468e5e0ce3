"""Finds PostgreSQL's server programs: on the PATH, or where Debian and Homebrew keep them."""

import shutil
from pathlib import Path


def server_programs() -> Path | None:
    """Return the folder that holds initdb and postgres, newest version first; None when there is none."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    for pattern in ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql*/bin", "usr/local/opt/postgresql*/bin"):
        folders += sorted(Path("/").glob(pattern), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)
