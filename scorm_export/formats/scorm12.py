"""SCORM 1.2: the manifest (ADL Content Aggregation Model 1.2, IMS Content Packaging 1.1.2), single SCO."""

import re
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from scorm_export.errors import NotBuiltError
from scorm_export.formats.site import site_files, with_version
from scorm_export.package import Package

LIMIT = 4096
IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMAS = Path(__file__).parent / "schemas" / "scorm12"
IMSMD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
LOCATIONS = f"{IMSCP} imscp_rootv1p1p2.xsd {IMSMD} imsmd_rootv1p2p1.xsd {ADLCP} adlcp_rootv1p2.xsd"
NAMESPACES: dict[str | None, str] = {None: IMSCP, "adlcp": ADLCP, "xsi": XSI}


def scorm12_files(package: Package) -> tuple[dict[str, bytes], str]:
    """Return name → bytes of the whole package, and its version."""
    files = site_files(package, "scorm12", LIMIT)
    files.update(_schemas())
    files, version = with_version(package, files)
    files["imsmanifest.xml"] = manifest(package, sorted(files))
    return files, version


def _schemas() -> dict[str, bytes]:
    """Return the schema files that SCORM 1.2 wants beside the manifest."""
    found = {path.name: path.read_bytes() for path in sorted(SCHEMAS.glob("*.xsd"))}
    if not found:
        raise NotBuiltError(f"{SCHEMAS} is empty. Run “make build”, or install from a wheel.")
    return found


def manifest(package: Package, names: list[str]) -> bytes:
    """Return imsmanifest.xml with one organisation, one item, one SCO; element order as the schema wants it."""
    root = etree.Element(
        _q(IMSCP, "manifest"),
        {"identifier": f"M-{_ncname(package.id)}", "version": "1.2", _q(XSI, "schemaLocation"): LOCATIONS},
        nsmap=NAMESPACES,  # type: ignore[arg-type]  # the stubs do not know None, the default prefix
    )
    metadata = _sub(root, "metadata")
    _sub(metadata, "schema").text = "ADL SCORM"
    _sub(metadata, "schemaversion").text = "1.2"
    _organisation(root, package)
    resource = _sub(
        _sub(root, "resources"),
        "resource",
        {"identifier": "R-course", "type": "webcontent", _q(ADLCP, "scormtype"): "sco", "href": "index.html"},
    )
    for name in ["index.html", *(n for n in names if n != "index.html")]:
        _sub(resource, "file", {"href": quote(name)})
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _organisation(root: etree._Element, package: Package) -> None:
    organizations = _sub(root, "organizations", {"default": "O-course"})
    organization = _sub(organizations, "organization", {"identifier": "O-course"})
    _sub(organization, "title").text = package.title
    item = _sub(organization, "item", {"identifier": "I-course", "identifierref": "R-course", "isvisible": "true"})
    _sub(item, "title").text = package.title
    if package.mastery is not None:
        etree.SubElement(item, _q(ADLCP, "masteryscore")).text = str(package.mastery)


def _q(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def _sub(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, _q(IMSCP, name), attributes or {})


def _ncname(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", text)
