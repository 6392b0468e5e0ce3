"""What SCORM's manifests have in common: IMS Content Packaging with one organisation, one item, one SCO.

The editions differ in names, in what stands beside the item, and in the schema files they bring along.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from scorm_export.errors import NotBuiltError
from scorm_export.package import Package

SCHEMAS = Path(__file__).parent / "schemas"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Edition:
    """One edition of SCORM. ``namespaces`` maps the literal prefixes LMSs look for; the first is Content Packaging.

    ``locations`` maps a namespace to its schema file; ``sequence`` adds what the edition wants after the item's title,
    ``describe`` what it may say about the course.
    """

    schemaversion: str
    namespaces: dict[str | None, str]
    locations: dict[str, str]
    scorm_type: str
    sequence: Callable[[etree._Element, Package], None]
    describe: Callable[[etree._Element, Package], None] = lambda _metadata, _package: None

    @property
    def packaging(self) -> str:
        """The namespace of Content Packaging."""
        return self.namespaces[None]


def schema_files(folder: str) -> dict[str, bytes]:
    """Return the schema files (and the DTDs they refer to) that stand beside a manifest."""
    found = {path.name: path.read_bytes() for path in sorted((SCHEMAS / folder).glob("*.[xd][st]d"))}
    if not found:
        raise NotBuiltError(f"{SCHEMAS / folder} is empty. Run “make build”, or install from a wheel.")
    return found


def manifest(edition: Edition, package: Package, names: list[str]) -> bytes:
    """Return imsmanifest.xml; element order as the schemas want it, identifiers the same in every rebuild."""
    locations = " ".join(f"{namespace} {file}" for namespace, file in edition.locations.items())
    root = etree.Element(
        qualified(edition.packaging, "manifest"),
        {"identifier": f"M-{_ncname(package.id)}", "version": "1", qualified(XSI, "schemaLocation"): locations},
        nsmap={**edition.namespaces, "xsi": XSI},  # type: ignore[dict-item]  # the stubs do not know None, the default
    )
    metadata = child(root, "metadata")
    child(metadata, "schema").text = "ADL SCORM"
    child(metadata, "schemaversion").text = edition.schemaversion
    edition.describe(metadata, package)
    _organization(root, edition, package)
    _resource(root, edition, names)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _organization(root: etree._Element, edition: Edition, package: Package) -> None:
    organizations = child(root, "organizations", default="O-course")
    organization = child(organizations, "organization", identifier="O-course")
    child(organization, "title").text = package.title
    item = child(organization, "item", identifier="I-course", identifierref="R-course", isvisible="true")
    child(item, "title").text = package.title
    edition.sequence(item, package)


def _resource(root: etree._Element, edition: Edition, names: list[str]) -> None:
    """The launchable resource comes first: some LMSs take the first one that has an href."""
    resource = child(child(root, "resources"), "resource", identifier="R-course", type="webcontent")
    resource.set(edition.scorm_type, "sco")
    resource.set("href", "index.html")
    for name in ["index.html", *(n for n in names if n != "index.html")]:
        child(resource, "file", href=quote(name))


def child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Add an element in the parent's namespace."""
    return etree.SubElement(parent, qualified(str(etree.QName(parent).namespace), name), attributes)


def qualified(namespace: str, name: str) -> str:
    """Return the name as lxml writes qualified names."""
    return f"{{{namespace}}}{name}"


def _ncname(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", text)
