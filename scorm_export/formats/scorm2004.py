"""SCORM 2004 4th Edition: the manifest (Content Aggregation Model, Sequencing and Navigation), single SCO."""

from lxml import etree

from scorm_export.content import Content
from scorm_export.formats.ims import Edition, child, manifest, qualified, schema_files
from scorm_export.formats.site import site_files, with_version
from scorm_export.package import Package

LIMIT = 64_000
IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
IMSSS = "http://www.imsglobal.org/xsd/imsss"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"


def scorm2004_files(package: Package) -> tuple[dict[str, Content], str]:
    """Return name → content of the whole package, and its version."""
    files = site_files(package, "scorm2004", LIMIT)
    files.update(schema_files("scorm2004"))
    files, version = with_version(package, "scorm2004", files)
    files["imsmanifest.xml"] = manifest(EDITION, package, sorted(files))
    return files, version


def _sequence(item: etree._Element, package: Package) -> None:
    """Add what the LMS has to know to start the course by itself and to believe what it says."""
    sequencing = _sequencing(item)
    if package.mastery is not None:
        objective = child(child(sequencing, "objectives"), "primaryObjective", satisfiedByMeasure="true")
        child(objective, "minNormalizedMeasure").text = f"{package.mastery / 100:g}"
    # Without these two an LMS takes a session that ended with "unknown" for completed and satisfied (Sequencing and
    # Navigation, End Attempt Process UP.4): a missed gate would count as passed.
    child(sequencing, "deliveryControls", completionSetByContent="true", objectiveSetByContent="true")
    organization = item.getparent()
    if organization is not None:
        # Without flow the LMS would not start the only item, but show a list of one to choose from.
        child(_sequencing(organization), "controlMode", choice="true", flow="true")


def _sequencing(parent: etree._Element) -> etree._Element:
    return etree.SubElement(parent, qualified(IMSSS, "sequencing"))


EDITION = Edition(
    schemaversion="2004 4th Edition",
    # Moodle looks for these very prefixes.
    namespaces={None: IMSCP, "adlcp": ADLCP, "adlseq": ADLSEQ, "adlnav": ADLNAV, "imsss": IMSSS},
    locations={
        IMSCP: "imscp_v1p1.xsd",
        ADLCP: "adlcp_v1p3.xsd",
        ADLSEQ: "adlseq_v1p3.xsd",
        ADLNAV: "adlnav_v1p3.xsd",
        IMSSS: "imsss_v1p0.xsd",
    },
    scorm_type=qualified(ADLCP, "scormType"),
    sequence=_sequence,
)
