"""File names inside a package: ASCII, lower case, stable, without signs that LMSs strip (Moodle: : & ' |)."""

import hashlib
import posixpath
import re

MAX_NAME = 80


def safe_file_name(name: str) -> str:
    """Return ``name`` if every LMS keeps it as it is, else a cleaned form with a digest of the original.

    >>> safe_file_name("a-b/plan.svg")
    'a-b/plan.svg'
    >>> safe_file_name("Ünser Plan.PNG")
    'nser-plan-33dc3564.png'
    """
    if re.fullmatch(r"[a-z0-9][a-z0-9._/-]*", name) and len(name) <= MAX_NAME and ".." not in name:
        return name
    stem, extension = posixpath.splitext(name)
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    clean = re.sub(r"[^a-z0-9/-]+", "-", stem.lower()).strip("-/")[: MAX_NAME - 20].strip("-/")
    end = re.sub(r"[^a-z0-9.]", "", extension.lower())
    return f"{clean}-{digest}{end}" if clean else f"{digest}{end}"
