"""What a package zip says about itself, read without trusting it and without writing anything to disk.

`mobility.json` at the root (CONTRACTS 7) and the title: the organisation's in `imsmanifest.xml` (SCORM 1.2 and 2004),
the name in `site.webmanifest` (a web site).
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path

from lxml import etree

from mobility_bridge import strictjson

MOST_FILES = 20_000
LARGEST_STATEMENT = 64 * 1024
LARGEST_MANIFEST = 8 * 1024 * 1024
MOST_LINE_ITEMS = 100
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._:-]{0,254}")
_VERSION = re.compile(r"[0-9a-f]{12}")
_TAG = re.compile(r"progress|grade|gate:[A-Za-z0-9_.-]{1,100}")


class PackageError(ValueError):
    """The zip can't be registered; the message says why and what to do."""


@dataclass(frozen=True)
class Statement:
    """What a package says: its id and version, its title, its line items by tag, the record it reports to."""

    package: str
    version: str
    title: str
    line_items: tuple[str, ...]
    record: str


def read_package(path: Path) -> Statement:
    """The statement of the package at `path`, or `PackageError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_FILES:
                raise PackageError(f"{path.name} holds more than {MOST_FILES} files.")
            statement = _member(archive, "mobility.json", LARGEST_STATEMENT)
            title = _title_in(archive)
    except FileNotFoundError as error:
        raise PackageError(f"There is no file {path}.") from error
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, LZMAError, zlib.error) as error:
        raise PackageError(f"{path.name} is not a zip file that can be read ({error}).") from error
    return _statement(statement, title)


def _title_in(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "site.webmanifest" in names and "imsmanifest.xml" not in names:
        return _site_name(_member(archive, "site.webmanifest", LARGEST_STATEMENT))
    return _title(_member(archive, "imsmanifest.xml", LARGEST_MANIFEST))


def _member(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    try:
        with archive.open(name) as stream:
            content = stream.read(largest + 1)
    except KeyError as error:
        hint = " Export the course with --record to get one." if name == "mobility.json" else ""
        raise PackageError(f"The zip has no {name} at its root.{hint}") from error
    except zlib.error as error:
        raise PackageError(f"{name} in the zip is damaged ({error}).") from error
    if len(content) > largest:
        raise PackageError(f"{name} in the zip is larger than {largest} bytes.")
    return content


def _statement(content: bytes, title: str) -> Statement:
    try:
        said = strictjson.loads(content)
    except strictjson.MessageError as error:
        raise PackageError(f"mobility.json: {error}") from error
    if not isinstance(said, dict) or said.get("version") != 1:
        raise PackageError("mobility.json must be an object of version 1.")
    package = _text(said, "package", _PACKAGE, "a package id such as org+course")
    tags = said.get("line_items")
    if not isinstance(tags, list) or not 1 <= len(tags) <= MOST_LINE_ITEMS or len(set(map(str, tags))) != len(tags):
        raise PackageError(f"mobility.json: line_items must be a list of 1 to {MOST_LINE_ITEMS} different tags.")
    for tag in tags:
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            raise PackageError("mobility.json: a line item must be progress, grade or gate:<id>.")
    version = _text(said, "package_version", _VERSION, "12 hex digits")
    record = _text(said, "record", re.compile(r"https?://[^\s]{1,500}"), "the address of a record")
    return Statement(package, version, title or package, tuple(tags), record)


def _text(said: dict[str, object], name: str, form: re.Pattern[str], what: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise PackageError(f"mobility.json: {name} must be {what}.")
    return value


def _site_name(manifest: bytes) -> str:
    """The name of a web site as its manifest has it (W3C Web Application Manifest)."""
    try:
        said = strictjson.loads(manifest)
    except strictjson.MessageError as error:
        raise PackageError(f"site.webmanifest: {error}") from error
    name = said.get("name") if isinstance(said, dict) else None
    return " ".join(name.split())[:300] if isinstance(name, str) else ""


def _title(manifest: bytes) -> str:
    """The title of the first organisation; no entity is resolved and no network touched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(manifest, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(f"imsmanifest.xml is not XML: {error}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise PackageError("imsmanifest.xml declares a document type; packages have none.")
    titles = root.xpath("/*/*[local-name()='organizations']/*[local-name()='organization']/*[local-name()='title']")
    first = titles[0] if isinstance(titles, list) and titles else None
    text = first.text if isinstance(first, etree._Element) else None
    return " ".join((text or "").split())[:300]
