"""The mini LMS: serves a package, keeps what learners do, trusts nobody."""

import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scorm_export.errors import CourseError
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package

PACKAGE = {
    "imsmanifest.xml": b"<manifest><title>A &amp; B</title></manifest>",
    "index.html": b"<p>hello</p>",
    "static/film.webm": bytes(range(100)),
}


@pytest.fixture
def lms(tmp_path: Path) -> Iterator[MiniLms]:
    server = MiniLms(("127.0.0.1", 0), PACKAGE, Gradebook(tmp_path / "state"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fetch(lms: MiniLms, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(lms.url + path, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_pages_and_files_are_served(lms: MiniLms) -> None:
    assert b"A &amp; B" in fetch(lms, "")[1]
    assert fetch(lms, "package/index.html") == (200, b"<p>hello</p>")
    assert b"Scorm12API" in fetch(lms, "launch/lena")[1] or b"scorm12.min.js" in fetch(lms, "launch/lena")[1]
    assert fetch(lms, "lms/lms.js")[0] == 200


@pytest.mark.parametrize(
    "path", ["package/../setup.cfg", "package/none", "lms/..%2f__init__.py", "lms/nothing", "nothing"]
)
def test_nothing_else_is_served(lms: MiniLms, path: str) -> None:
    assert fetch(lms, path)[0] == 404


def test_a_film_can_be_asked_for_in_parts(lms: MiniLms) -> None:
    assert fetch(lms, "package/static/film.webm", Range="bytes=10-19") == (206, bytes(range(10, 20)))
    assert fetch(lms, "package/static/film.webm", Range="bytes=90-") == (206, bytes(range(90, 100)))
    assert fetch(lms, "package/static/film.webm", Range="bytes=500-")[0] == 200


def commit(lms: MiniLms, status: str, query: str = "") -> None:
    body = json.dumps({"runtimeData": {"cmi": {"core": {"lesson_status": status}}}}).encode()
    assert json.loads(fetch(lms, f"commit/lena{query}", body)[1])["result"] is True


def status(lms: MiniLms) -> str:
    return str(json.loads(fetch(lms, "state/lena")[1])["cmi"]["core"]["lesson_status"])


def test_the_newest_commit_is_kept_also_over_a_restart(lms: MiniLms, tmp_path: Path) -> None:
    commit(lms, "incomplete")
    commit(lms, "passed")
    assert status(lms) == "passed"
    assert Gradebook(tmp_path / "state").cmi("lena")["core"]["lesson_status"] == "passed"
    fetch(lms, "forget/lena", b"")
    assert json.loads(fetch(lms, "state/lena")[1])["cmi"] == {}


def test_a_beacon_that_was_overtaken_changes_nothing(lms: MiniLms) -> None:
    commit(lms, "passed", "?visit=a&number=2")
    commit(lms, "incomplete", "?visit=a&number=1")
    assert status(lms) == "passed"
    commit(lms, "completed", "?visit=b&number=1")
    assert status(lms) == "completed"


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b'{"cmi": 3}', b"[" * 100_000])
def test_a_broken_commit_is_refused_and_changes_nothing(lms: MiniLms, body: bytes) -> None:
    commit(lms, "passed")
    assert json.loads(fetch(lms, "commit/lena", body)[1])["result"] is False
    assert status(lms) == "passed"


def test_a_huge_commit_is_refused_before_it_is_read(lms: MiniLms) -> None:
    with socket.create_connection(("127.0.0.1", lms.server_address[1]), timeout=10) as browser:
        host = f"127.0.0.1:{lms.server_address[1]}".encode()
        browser.sendall(b"POST /commit/lena HTTP/1.1\r\nHost: " + host + b"\r\nContent-Length: 999999999\r\n\r\n")
        assert browser.recv(100).startswith(b"HTTP/1.1 404")


def test_a_page_that_only_points_here_gets_nothing(lms: MiniLms) -> None:
    """DNS rebinding: the name is somebody else's, the address is ours."""
    for path in ("state/lena", "package/index.html", ""):
        assert fetch(lms, path, Host="evil.example")[0] == 403


def test_another_site_cannot_write_here(lms: MiniLms) -> None:
    body = json.dumps({"cmi": {"core": {"lesson_status": "passed"}}}).encode()
    assert fetch(lms, "commit/lena", body, Origin="https://evil.example")[0] == 403
    assert fetch(lms, "commit/lena", body, Origin=lms.url.rstrip("/"))[0] == 200


@pytest.mark.parametrize("cmi", [{"core": []}, {"core": {"score": 3}}, [], "x"])
def test_data_of_another_shape_neither_are_kept_nor_break_a_page(lms: MiniLms, cmi: object) -> None:
    assert json.loads(fetch(lms, "commit/lena", json.dumps({"cmi": cmi}).encode())[1])["result"] is False
    assert fetch(lms, "commit/lena", json.dumps({"runtimeData": cmi}).encode())[0] == 200
    assert fetch(lms, "")[0] == 200


def test_nobody_else_learns_here(lms: MiniLms) -> None:
    assert fetch(lms, "commit/mallory", b"{}")[0] == 404


def test_a_damaged_file_of_state_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "lena.json").write_text("{broken")
    (tmp_path / "yara.json").write_text('{"core": []}')
    assert Gradebook(tmp_path).cmi("lena") == Gradebook(tmp_path).cmi("yara") == {}


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_a_file_that_is_no_package_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(content)
    with pytest.raises(CourseError, match="no zip"):
        read_package(path)
