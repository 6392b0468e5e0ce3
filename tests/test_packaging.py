"""The wheel as users get it: complete without Node, light without extras, and at home beside a live Open edX (Teak)."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.scorm_export.courses import write_course

pytestmark = pytest.mark.packaging

# What a live Teak pins on Python 3.11; an install beside it must not move any of these.
TEAK = """django==4.2.22
xblock[django]==5.2.0
lxml[html-clean]==5.3.2
web-fragments==3.1.0
edx-opaque-keys==3.0.0
openedx-events==10.2.1
edx-django-utils==8.0.0
edx-completion==4.9
celery==5.5.3
requests==2.32.3
cryptography==45.0.3
pyjwt==2.10.1
click==8.2.1
attrs==25.3.0
jsonschema==4.24.0
nh3==0.2.21
bleach==6.2.0
mako==1.3.10
fs==2.0.27
python-dateutil==2.9.0.post0
pytz==2025.2
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Build the wheel from the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def install(folder: Path, *requirements: str) -> Path:
    """Return the Python of a fresh environment with ``requirements``."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", *requirements], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return python


def without_node(folder: Path) -> dict[str, str]:
    """An environment in which no Node is found."""
    return {**os.environ, "PATH": f"{folder / 'bin'}:/nonexistent"}


def test_the_wheel_brings_everything_that_runs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "scorm_export/player/dist/player.js",
        "scorm_export/player/dist/player.css",
        "scorm_export/player/locale/de.po",
        "scorm_export/formats/schemas/scorm12/imscp_rootv1p1p2.xsd",
        "scorm_export/formats/schemas/scorm2004/imscp_v1p1.xsd",
        "scorm_export/formats/schemas/scorm2004/XMLSchema.dtd",
        "scorm_export/player/dist/service-worker.js",
        "scorm_export/player/dist/icon.svg",
        "scorm_export/preview/assets/scorm12.min.js",
        "scorm_export/preview/assets/scorm2004.min.js",
        "scorm_export/preview/page/lms.js",
        "scorm_export/preview/page/strict.js",
        "scorm_export/schemas/report.schema.json",
        "mobility_bridge/schemas/score.schema.json",
        "mobility_record/web/static/web/tokens.css",
        "xblocks/checklist/dist/package.js",
        "xblocks/checklist/locale/de.po",
        "xblocks/facts/dist/package.js",
        "xblocks/facts/locale/de.po",
        "xblocks/facts/schema.json",
        "xblocks/core/public/blocks.js",
        "xblocks/core/public/studio.js",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("tests/", "tools/", "docs/")) or name.endswith(".ts")]


def test_without_extras_and_without_node_a_course_is_exported(wheel: Path, tmp_path: Path) -> None:
    python = install(tmp_path / "env", str(wheel))
    course = write_course(tmp_path / "course")
    mobility = tmp_path / "env" / "bin" / "mobility"
    environment = without_node(tmp_path / "env")
    command = [mobility, "export", course, "--output", tmp_path / "p.zip"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert "index.html" in zipfile.ZipFile(tmp_path / "p.zip").namelist()
    listed = subprocess.run([python, "-m", "pip", "list"], capture_output=True, text=True, check=True).stdout.lower()
    assert not [name for name in ("django", "joserfc") if name in listed]
    demo = subprocess.run([mobility, "demo"], capture_output=True, text=True, check=False, env=environment)
    assert demo.returncode == 1
    assert "blended-mobility[record]" in demo.stderr


def test_the_base_imports_neither_django_nor_what_needs_it() -> None:
    code = (
        "import sys; import scorm_export.cli, scorm_export.exporting, mobility_bridge.messages, xblocks.checklist.block;"
        "import xblocks.checklist.package;"
        "bad = [m for m in sys.modules if m == 'django' or m.startswith(('django.', 'xblock.utils'))];"
        "print(bad); sys.exit(bool(bad))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="Teak runs on Python 3.11; its pins have no newer builds")
def test_it_installs_beside_a_live_teak(wheel: Path, tmp_path: Path) -> None:
    pins = tmp_path / "teak.txt"
    pins.write_text(TEAK.replace("[django]", "").replace("[html-clean]", ""))
    python = install(
        tmp_path / "env", f"blended-mobility[openedx] @ {wheel.as_uri()}", "xblock[django]", "-c", str(pins)
    )
    code = (
        "from importlib.metadata import entry_points, version;"
        "block = next(p for p in entry_points(group='xblock.v1') if p.name == 'mobility_checklist').load();"
        "print(version('xblock'), version('django'), version('lxml'), version('nh3'), block.__name__)"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["5.2.0", "4.2.22", "5.3.2", "0.2.21", "ChecklistBlock"], done.stderr
