"""File names inside a package: ASCII, lower case, stable, without signs that LMSs strip (Moodle: : & ' |)."""

import hashlib
import posixpath
import re

MAX_NAME = 80
MAX_EXTENSION = 12
# What Windows takes for a device, with any extension.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def safe_file_name(name: str) -> str:
    """Return ``name`` if every LMS keeps it as it is, else a cleaned form with a digest of the original.

    >>> safe_file_name("a-b/plan.svg")
    'a-b/plan.svg'
    >>> safe_file_name("Ünser Plan.PNG")
    'nser-plan-33dc3564.png'
    """
    if len(name) <= MAX_NAME and all(map(_is_safe, name.split("/"))):
        return name
    stem, extension = posixpath.splitext(name)
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    clean = re.sub(r"[^a-z0-9/-]+", "-", stem.lower()[: 4 * MAX_NAME]).strip("-/")[: MAX_NAME - 20].strip("-/")
    parts = (part.strip("-") for part in clean.split("/"))
    clean = "/".join(f"{part}-" if DEVICES.fullmatch(part) else part for part in parts if part)
    end = re.sub(r"[^a-z0-9]", "", extension.lower()[: 2 * MAX_EXTENSION])[:MAX_EXTENSION]
    return f"{clean}-{digest}.{end}".removeprefix("-").removesuffix(".")


def _is_safe(part: str) -> bool:
    """True for a part of a path that every file system keeps as it is."""
    return re.fullmatch(r"[a-z0-9](\.?[a-z0-9_-])*", part) is not None and not DEVICES.fullmatch(part)


class Names:
    """Gives names in a package, each once, whatever capitals count for; no file stands where another needs a folder."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def take(self, folder: str, wanted: str, extension: str = "") -> str:
        """Return a free name in ``folder`` for what is called ``wanted``; "a/b" may lie in the folder "a"."""
        number, name = 1, f"{folder}/{safe_file_name(wanted)}{extension}"
        stem, end = posixpath.splitext(wanted.replace("/", "-"))
        while not self._free(name):
            number += 1
            name = f"{folder}/{safe_file_name(f'{stem}~{number}{end}')}{extension}"
        self._files.add(name)
        self._folders.update(_folders(name))
        return name

    def _free(self, name: str) -> bool:
        free = name not in self._files and name not in self._folders
        return free and self._files.isdisjoint(_folders(name))


def _folders(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
