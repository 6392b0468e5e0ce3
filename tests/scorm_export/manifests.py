"""Validators of imsmanifest.xml: SCORM's own schemas, and what they miss (references, files, words LMSs look for)."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import xmlschema
from lxml import etree

from scorm_export.formats import scorm12, scorm2004
from scorm_export.formats.ims import SCHEMAS

Validator = Callable[[bytes], list[str]]


def schema_validators() -> dict[str, Validator]:
    """Return SCORM's own schemas as functions from a manifest to its errors, by the name of the format."""
    return {"scorm12": _schema_12(SCHEMAS / "scorm12"), "scorm2004": _schema_2004(SCHEMAS / "scorm2004")}


def _schema_12(folder: Path) -> Validator:
    """lxml can't load these; "lax", because ims_xml.xsd binds the xml namespace as default."""
    locations = {
        scorm12.ADLCP: str(folder / "adlcp_rootv1p2.xsd"),
        scorm12.IMSMD: str(folder / "imsmd_rootv1p2p1.xsd"),
    }
    schema = xmlschema.XMLSchema(
        str(folder / "imscp_rootv1p1p2.xsd"), validation="lax", allow="local", locations=locations
    )
    return lambda manifest: [str(error) for error in schema.iter_errors(manifest.decode())]


def _schema_2004(folder: Path) -> Validator:
    imports = "".join(
        f'<import namespace="{namespace}" schemaLocation="{(folder / name).as_uri()}"/>'
        for namespace, name in scorm2004.EDITION.locations.items()
    )
    every = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    schema = etree.XMLSchema(etree.fromstring(every))

    def errors(manifest: bytes) -> list[str]:
        schema.validate(etree.fromstring(manifest))
        return [str(error) for error in schema.error_log]

    return errors


def referential_errors(package: zipfile.ZipFile, format_name: str) -> list[str]:
    """What the schemas miss: references, files, version, the type of the SCO, prefixes, global objectives."""
    edition = {"scorm12": scorm12.EDITION, "scorm2004": scorm2004.EDITION}[format_name]
    scorm_type = {"scorm12": "adlcp:scormtype", "scorm2004": "adlcp:scormType"}[format_name]
    manifest = package.read("imsmanifest.xml")
    root = etree.fromstring(manifest)
    inside = {"i": edition.packaging}
    names = set(package.namelist())
    resources = {r.get("identifier"): r for r in root.iterfind(".//i:resource", inside)}
    items = [item.get("identifierref") for item in root.iterfind(".//i:item", inside)]
    errors = [f"no resource {wanted}" for wanted in items if wanted not in resources]
    listed = {unquote(f.get("href", "")) for f in root.iterfind(".//i:file", inside)}
    errors += [f"not in the zip: {name}" for name in listed - names]
    errors += [f"not in the manifest: {name}" for name in names - listed - {"imsmanifest.xml"}]
    organizations = root.find("i:organizations", inside)
    assert organizations is not None
    if organizations.get("default") not in {
        o.get("identifier") for o in organizations.iterfind("i:organization", inside)
    }:
        errors.append("organizations@default leads nowhere")
    version = root.findtext("i:metadata/i:schemaversion", namespaces=inside)
    if version != {"scorm12": "1.2", "scorm2004": "2004 4th Edition"}[format_name]:
        errors.append("schemaversion")
    # LMSs look for these very words, prefix and case included, and launch the first resource.
    if [f' {scorm_type}="sco"' in line for line in manifest.decode().splitlines() if "<resource " in line] != [True]:
        errors.append("scormtype")
    errors += ["no page to launch" for r in resources.values() if r.get("href") not in names]
    errors += ["empty title" for title in root.iterfind(".//i:title", inside) if not (title.text or "").strip()]
    errors += [word for word in ("mapInfo", "<lom", "objectiveID") if word in manifest.decode()]
    ids = [element.get("identifier") for element in root.iter() if element.get("identifier")]
    errors += [f"identifier {each}" for each in ids if not re.fullmatch(r"[A-Za-z_][\w.-]*", each or "")]
    if len(set(ids)) < len(ids):
        errors.append("identifiers twice")
    return errors
