"""What a file of a package holds: bytes that the exporter made, or a file of the course, copied when the zip is made.

Films and pictures never stand in memory as a whole.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scorm_export.errors import CourseError, Place
from scorm_export.files import DAMAGED, MIB, Files


@dataclass(frozen=True)
class CourseFile:
    """A file that goes into the package as it is."""

    files: Files
    name: str

    @cached_property
    def size(self) -> int:
        """How many bytes it has."""
        return self.files.size(self.name)

    @cached_property
    def digest(self) -> bytes:
        """Its SHA-256."""
        total = hashlib.sha256()
        for piece in self.pieces():
            total.update(piece)
        return total.digest()

    def pieces(self) -> Iterator[bytes]:
        """Yield its bytes in pieces; raises `CourseError` when the archive is damaged there."""
        try:
            with self.files.open(self.name) as stream:
                while piece := stream.read(MIB):
                    yield piece
        except DAMAGED as error:
            raise CourseError("The file can't be read; it is damaged or was removed.", Place(self.name)) from error


Content = bytes | CourseFile


def size_of(content: Content) -> int:
    """Return how many bytes ``content`` has."""
    return len(content) if isinstance(content, bytes) else content.size


def digest_of(content: Content) -> bytes:
    """Return the SHA-256 of ``content``."""
    return hashlib.sha256(content).digest() if isinstance(content, bytes) else content.digest
