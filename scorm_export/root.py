"""Finds the root of a course among files, and says what else the files are when they are no course."""

import posixpath
import re

from lxml import etree

from scorm_export.errors import CourseError, Place
from scorm_export.files import Files
from scorm_export.pointers import name_of
from scorm_export.xml import line_of, read_xml

_ARCHIVE = (".tar.gz", ".tgz", ".tar", ".zip", ".mbz", ".imscc")
_STUDIO = "Export it from Studio (Tools → Export)."


def read_root(files: Files) -> tuple[etree._Element, Place]:
    """Return the root `<course>`, often but a pointer; raises `CourseError` when this is no course."""
    name = _linked(files, _root_file(files))
    root, _ = read_xml(files.read(name), name)
    place = Place(name, line_of(root))
    if root.tag != "course":
        raise CourseError(f"Expected <course>, found <{root.tag}>.", place)
    if not name_of(root) and not len(root):
        _name(root, files)
    return root, place


def _root_file(files: Files) -> str:
    """course.xml; in courses of 2013 it may be but a link to one of several in roots/, and archives lose links."""
    roots = [name for name in files.names() if re.fullmatch(r"roots/[^/]+\.xml", name)]
    if "course.xml" in files:
        return "course.xml"
    if len(roots) == 1:
        return roots[0]
    if roots:
        listed = ", ".join(posixpath.basename(name).removesuffix(".xml") for name in roots[:5])
        raise CourseError(
            f"There is no course.xml, and roots/ holds several: {listed}. Copy one of them to course.xml."
        )
    raise CourseError(_no_course(files))


def _linked(files: Files, name: str) -> str:
    """Where there are no links, Git writes what a link leads to: a path."""
    if files.size(name) > 255:
        return name
    path = posixpath.normpath(files.read(name).decode("utf-8", "replace").strip().replace("\\", "/"))
    return path if re.fullmatch(r"roots/[^/]+\.xml", path) and path in files else name


def _name(root: etree._Element, files: Files) -> None:
    """Name the run of a root that does not: by its attribute of that name, or as the only file in course/."""
    runs = [name for name in files.names() if re.fullmatch(r"course/[^/]+\.xml", name)]
    only = posixpath.basename(runs[0]).removesuffix(".xml") if len(runs) == 1 else ""
    run = root.get("run", "")
    found = run if f"course/{run}.xml" in files else only
    if found:
        root.set("url_name", found)


def _no_course(files: Files) -> str:
    names = list(files.names())
    if "moodle_backup.xml" in files:
        return "This is a Moodle backup, not an Open edX course. Export the course from Studio (Tools → Export)."
    if "imsmanifest.xml" in files:
        return _package_of_others(files)
    if "package.toml" in files or any(re.fullmatch(r"([^/]+/)?library\.xml", name) for name in names):
        return "This is a content library, not a course. Give a course that uses it."
    archive = next((name for name in names if name.lower().endswith(_ARCHIVE)), None)
    if archive:
        return f"There is no course.xml, but an archive: {archive}. Take it out and give that."
    return f"There is no course.xml, so this is no Open edX course. {_STUDIO}"


def _package_of_others(files: Files) -> str:
    if b"imscc" in files.read("imsmanifest.xml")[:4000].lower():
        return f"This is a Common Cartridge, not an Open edX course. Import it into Open edX, then: {_STUDIO}"
    return "This is already a SCORM package. Give the Open edX course it was made from."
