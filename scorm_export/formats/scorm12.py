"""SCORM 1.2: the manifest (ADL Content Aggregation Model 1.2, IMS Content Packaging 1.1.2), single SCO."""

from lxml import etree

from scorm_export.content import Content
from scorm_export.formats.ims import Edition, manifest, qualified, schema_files
from scorm_export.formats.site import site_files, with_version
from scorm_export.package import Package

LIMIT = 4096
IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
IMSMD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"


def scorm12_files(package: Package) -> tuple[dict[str, Content], str]:
    """Return name → content of the whole package, and its version."""
    files = site_files(package, "scorm12", LIMIT)
    files.update(schema_files("scorm12"))
    files, version = with_version(package, "scorm12", files)
    files["imsmanifest.xml"] = manifest(EDITION, package, sorted(files))
    return files, version


def _mastery(item: etree._Element, package: Package) -> None:
    if package.mastery is not None:
        etree.SubElement(item, qualified(ADLCP, "masteryscore")).text = str(package.mastery)


def _describe(metadata: etree._Element, package: Package) -> None:
    """Add title, language and description (IMS Learning Resource Meta-Data 1.2.1, elements in the schema's order)."""
    general = _imsmd(_imsmd(metadata, "lom"), "general")
    _text(_imsmd(general, "title"), package.title, package.language)
    _imsmd(general, "language").text = package.language
    if package.description:
        _text(_imsmd(general, "description"), package.description, package.language)


def _imsmd(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, qualified(IMSMD, name))


def _text(parent: etree._Element, text: str, language: str) -> None:
    string = _imsmd(parent, "langstring")
    string.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    string.text = text


EDITION = Edition(
    schemaversion="1.2",
    namespaces={None: IMSCP, "adlcp": ADLCP, "imsmd": IMSMD},
    locations={IMSCP: "imscp_rootv1p1p2.xsd", IMSMD: "imsmd_rootv1p2p1.xsd", ADLCP: "adlcp_rootv1p2.xsd"},
    scorm_type=qualified(ADLCP, "scormtype"),
    sequence=_mastery,
    describe=_describe,
)
