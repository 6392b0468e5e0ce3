"""Registering a package: what the zip says, and every way in which a zip can be hostile or broken."""

import json
import zipfile

import pytest
from click.testing import CliRunner

from mobility_record.cli import record
from mobility_record.stays import package_zip
from mobility_record.stays.models import LineItem, Package, PackageVersion
from mobility_record.stays.package_zip import PackageError, Statement, read_package
from mobility_record.stays.packages import register

SAID = {
    "version": 1,
    "record": "http://127.0.0.1:8400",
    "package": "BlendedMobility+APP",
    "package_version": "0a1b2c3d4e5f",
    "line_items": ["progress", "grade", "gate:work-safety"],
}
MANIFEST = (
    '<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"><organizations default="o">'
    '<organization identifier="o"><title> Ready,\n there,  back </title><item><title>Unit</title></item>'
    "</organization></organizations></manifest>"
)


@pytest.fixture
def make(tmp_path):
    def make_zip(said=SAID, manifest=MANIFEST, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "package.zip"
        with zipfile.ZipFile(path, "w", compression) as archive:
            if said is not None:
                archive.writestr("mobility.json", said if isinstance(said, str | bytes) else json.dumps(said))
            if manifest is not None:
                archive.writestr("imsmanifest.xml", manifest)
        return path

    return make_zip


def test_a_package_says_who_it_is(make):
    said = read_package(make())
    assert (said.package, said.version, said.title) == ("BlendedMobility+APP", "0a1b2c3d4e5f", "Ready, there, back")
    assert said.line_items == ("progress", "grade", "gate:work-safety")


def test_scorm_2004_manifests_have_another_namespace(make):
    scorm12, scorm2004 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.imsglobal.org/xsd/imscp_v1p1"
    other = MANIFEST.replace(scorm12, scorm2004)
    assert read_package(make(manifest=other)).title == "Ready, there, back"


@pytest.mark.parametrize(
    ("manifest", "title"),
    [('{"name": " Ready,\\n there,  back "}', "Ready, there, back"), ("{}", SAID["package"]), ("[]", SAID["package"])],
)
def test_a_web_site_has_its_name_in_another_file(make, manifest, title):
    path = make(manifest=None)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("site.webmanifest", manifest)
    assert read_package(path).title == title


def test_registering_again_changes_nothing_and_a_new_version_is_added(db, make):
    first = register(read_package(make()))
    again = register(read_package(make()))
    newer = SAID | {"package_version": "f" * 12, "line_items": ["progress", "grade", "gate:online"]}
    new = register(read_package(make(newer, MANIFEST.replace("Ready", "Steady"))))
    assert [(r.new_package, r.new_version) for r in (first, again, new)] == [
        (True, True),
        (False, False),
        (False, True),
    ]
    assert Package.objects.get().title == "Steady, there, back"
    assert PackageVersion.objects.count() == 2
    tags = set(LineItem.objects.values_list("tag", flat=True))
    assert tags == {"progress", "grade", "gate:work-safety", "gate:online"}
    assert LineItem.objects.get(tag="gate:work-safety").label == "Work safety"


BAD_STATEMENTS = {
    "missing": (None, "no mobility.json"),
    "not json": ("{", "not JSON"),
    "a list": ([], "version 1"),
    "version 2": (SAID | {"version": 2}, "version 1"),
    "duplicate key": ('{"version": 1, "version": 1}', "same key twice"),
    "too large": (" " * 65_537, "larger than"),
    "no package": ({k: v for k, v in SAID.items() if k != "package"}, "package"),
    "package with space": (SAID | {"package": "a b"}, "package"),
    "version not hex": (SAID | {"package_version": "latest"}, "12 hex digits"),
    "record not a url": (SAID | {"record": "javascript:alert(1)"}, "record"),
    "no line items": (SAID | {"line_items": []}, "line_items"),
    "line items not a list": (SAID | {"line_items": "progress"}, "line_items"),
    "twice the same": (SAID | {"line_items": ["progress", "progress"]}, "line_items"),
    "too many": (SAID | {"line_items": [f"gate:g{n}" for n in range(101)]}, "line_items"),
    "foreign tag": (SAID | {"line_items": ["progress", "bonus"]}, "line item"),
    "tag not text": (SAID | {"line_items": ["progress", 7]}, "line item"),
}


@pytest.mark.parametrize("name", BAD_STATEMENTS)
def test_a_bad_statement_is_told(make, name):
    said, told = BAD_STATEMENTS[name]
    with pytest.raises(PackageError, match=told):
        read_package(make(said))


BOMB = (
    '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<m><organizations><organization><title>&b;</title></organization></organizations></m>"
)
OUTSIDE = (
    '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    "<m><organizations><organization><title>&x;</title></organization></organizations></m>"
)


@pytest.mark.parametrize(
    ("manifest", "told"),
    [(None, "no imsmanifest.xml"), ("<manifest>", "not XML"), (BOMB, "document type"), (OUTSIDE, "document type")],
)
def test_a_bad_manifest_is_told(make, manifest, told):
    with pytest.raises(PackageError, match=told):
        read_package(make(manifest=manifest))


def test_a_document_type_in_another_encoding_is_refused_too(make):
    with pytest.raises(PackageError):
        read_package(make(manifest=('<?xml version="1.0" encoding="UTF-16"?>' + OUTSIDE).encode("utf-16")))


def test_without_a_title_the_id_is_the_title(make):
    assert read_package(make(manifest="<manifest/>")).title == "BlendedMobility+APP"


def test_a_member_that_unpacks_to_gigabytes_is_cut_short(make, monkeypatch):
    monkeypatch.setattr(package_zip, "LARGEST_MANIFEST", 1000)
    with pytest.raises(PackageError, match="larger than"):
        read_package(make(manifest="<m>" + " " * 5_000_000 + "</m>"))


def test_what_is_not_a_zip_or_damaged_is_told(make, tmp_path):
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 nothing")
    damaged = bytearray(make().read_bytes())
    start = damaged.find(b"mobility.json") + len("mobility.json")
    damaged[start : start + 40] = b"\xff" * 40
    (tmp_path / "damaged.zip").write_bytes(damaged)
    for path in (broken, tmp_path / "damaged.zip", tmp_path, tmp_path / "absent.zip"):
        with pytest.raises(PackageError):
            read_package(path)


def test_more_files_than_a_course_has_are_refused(make, monkeypatch):
    monkeypatch.setattr(package_zip, "MOST_FILES", 1)
    with pytest.raises(PackageError, match="more than 1 files"):
        read_package(make())


def test_the_command_says_what_it_registered(db, make):
    path = str(make())
    runner = CliRunner()
    for state in ("new", "known already"):
        done = runner.invoke(record, ["register-package", path])
        assert done.exit_code == 0
        assert done.output.splitlines()[0] == f"BlendedMobility+APP: Ready, there, back ({state})"
    wrong = runner.invoke(record, ["register-package", "nowhere.zip"])
    assert wrong.exit_code == 1
    assert wrong.output == "Error: There is no file nowhere.zip.\n"


@pytest.mark.django_db
def test_a_gate_that_a_new_version_dropped_blocks_nobody_and_keeps_its_results():
    first = Statement("P", "0" * 12, "T", ("progress", "grade", "gate:old"), "http://127.0.0.1:8400")
    second = Statement("P", "1" * 12, "T", ("progress", "grade", "gate:new"), "http://127.0.0.1:8400")
    package = register(first).package
    register(second)
    assert set(package.line_items.filter(current=True).values_list("tag", flat=True)) == {
        "progress",
        "grade",
        "gate:new",
    }
    assert package.line_items.filter(tag="gate:old").exists()
    register(first)
    assert package.line_items.get(tag="gate:new").current
