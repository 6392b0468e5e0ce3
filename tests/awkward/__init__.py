"""Courses that are hard to read, written here as Python text; README.md says which stands where."""

from tests.awkward import archives, broken, encodings, names, of_2013, of_studio, scripts
from tests.awkward.course import Awkward, Refused

COURSES: tuple[Awkward, ...] = (
    *of_2013.COURSES,
    *of_studio.COURSES,
    *scripts.COURSES,
    *names.COURSES,
    *encodings.COURSES,
    *broken.COURSES,
)
REFUSED: tuple[Refused, ...] = (*broken.REFUSED, *archives.REFUSED)
