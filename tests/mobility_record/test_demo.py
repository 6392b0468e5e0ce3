"""The demo: one command from a course to three links, and nothing left running after it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from live import ROOT, free_port
from test_packages import MANIFEST, SAID

EXPORTER = '''
"""Stands in for the exporter and the mini LMS, by the command line of the contract."""
import http.server, json, sys, zipfile
words = sys.argv[1:]
if words[0] == "export":
    target, record = words[words.index("--output") + 1], words[words.index("--record") + 1]
    if "broken" in words[1]:
        sys.exit("course.xml:3: not XML")
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mobility.json", json.dumps({SAID} | {{"record": record}}))
        archive.writestr("imsmanifest.xml", {MANIFEST!r})
else:
    port = int(words[words.index("--port") + 1])
    http.server.HTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler).serve_forever()
'''


class Demo:
    def __init__(self, folder: Path) -> None:
        self.folder, self.ports = folder, (free_port(), free_port())
        stand_in = folder / "stand-in" / "scorm_export"
        stand_in.mkdir(parents=True)
        (stand_in / "__init__.py").write_text("")
        (stand_in / "__main__.py").write_text(EXPORTER.format(SAID=SAID, MANIFEST=MANIFEST))
        for name in ("course", "broken"):
            (folder / name).mkdir()
            (folder / name / "course.xml").write_text("<course/>")
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("MOBILITY_", "DJANGO_"))}
        self.environment = bare | {"PYTHONPATH": f"{stand_in.parent}:{ROOT}", "PYTHONUNBUFFERED": "1"}

    def start(self, *words: str, course: str | None = "course") -> subprocess.Popen[str]:
        code = "from mobility_record.demo.cli import demo; demo(prog_name='mobility demo')"
        ports = ["--record-port", str(self.ports[0]), "--lms-port", str(self.ports[1])]
        words = (*ports, *(["--course", course] if course else []), *words)
        return subprocess.Popen(
            [sys.executable, "-c", code, *words],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def until_ready(self, process: subprocess.Popen[str]) -> str:
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                return said
        raise AssertionError(said)

    def nothing_runs(self) -> bool:
        for _ in range(50):
            if all(_is_free(port) for port in self.ports):
                return True
            time.sleep(0.1)
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture
def demo(tmp_path):
    return Demo(tmp_path)


def test_three_links_that_work_and_a_clean_end_twice(demo):
    codes = set()
    for sign in (signal.SIGINT, signal.SIGTERM):
        process = demo.start()
        try:
            said = demo.until_ready(process)
            code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}", said)[0]
            codes.add(code)
            for name in ("Be the apprentice", "Be the coordinator", "Import it yourself"):
                assert name in said
            link = re.search(r"Be the coordinator\s+(\S+)", said)[1]
            assert b"Open my pages" in urllib.request.urlopen(link).read()
            assert _claim(demo.ports[0], code) == "progress"
            package = re.search(r"Import it yourself\s+(\S+)", said)[1]
            with zipfile.ZipFile(package) as archive:
                assert json.loads(archive.read("mobility.json"))["record"].endswith(str(demo.ports[0]))
        finally:
            process.send_signal(sign)
            rest = process.communicate(timeout=40)[0]
        assert process.returncode == 0
        assert "The demo has ended" in rest
        assert demo.nothing_runs()
    assert len(codes) == 2  # a fresh code at every start


def _claim(port: int, code: str) -> str:
    from world import PACKAGE, VERSION

    body = {"code": code, "device": "5f3f7c5e-1f0a-4a4e-8a40-9a1df6b1c001", "package": PACKAGE}
    request = json.dumps(body | {"package_version": VERSION}).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/bridge/v1/claim", request) as response:
        return json.load(response)["line_items"][0]


@pytest.mark.parametrize("busy", [0, 1])
def test_a_busy_port_is_one_sentence_and_nothing_runs(demo, busy):
    option = ("--record-port", "--lms-port")[busy]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", demo.ports[busy]))
        taken.listen()
        process = demo.start()
        said = process.communicate(timeout=40)[0]
    assert process.returncode == 1
    assert len(said.splitlines()) == 1
    assert f"Port {demo.ports[busy]} is in use" in said
    assert option in said
    assert demo.nothing_runs()


@pytest.mark.parametrize(("course", "told"), [(None, "There is no course at"), ("broken", "course.xml:3: not XML")])
def test_a_course_that_is_absent_or_broken_is_told(demo, course, told):
    process = demo.start(course=course)
    said = process.communicate(timeout=40)[0]
    assert process.returncode == 1
    assert told in said
    assert "Traceback" not in said
    assert demo.nothing_runs()
