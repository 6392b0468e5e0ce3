"""The command `mobility demo`: export the course, fill a record, start it beside a mini LMS, and say what to do."""

import base64
import json
import os
import secrets
import shutil
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from mobility_record.demo.package import ExportFailed, export
from mobility_record.demo.processes import ServerFailed, Servers, port_is_free
from mobility_record.stays.package_zip import PackageError

if TYPE_CHECKING:
    from mobility_record.demo.links import Links

_COURSE = Path("courses") / "ready-there-back"
_FOLDER = Path("var") / "demo"


class Stopped(Exception):
    """Someone asked the demo to end."""


@click.command()
@click.option("--course", type=click.Path(path_type=Path), default=None, help=f"An OLX course; else {_COURSE}.")
@click.option("--record-port", default=8400, show_default=True, type=click.IntRange(1, 65535))
@click.option("--lms-port", default=8401, show_default=True, type=click.IntRange(1, 65535))
@click.option("--reset", is_flag=True, help="Begin with fresh data.")
def demo(course: Path | None, record_port: int, lms_port: int, reset: bool) -> None:
    """Show the whole path: a course as a package in a mini LMS, and a record that receives its progress."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _stop)
    try:
        _demo(_course(course), record_port, lms_port, reset)
    except (Stopped, KeyboardInterrupt):
        click.echo("\nThe demo has ended; its data stay in var/demo.")
    except (ServerFailed, ExportFailed, PackageError) as error:
        raise click.ClickException(str(error)) from error


def _stop(_sign: int, _frame: FrameType | None) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)  # a second Ctrl-C must not leave servers behind
    raise Stopped


def _course(course: Path | None) -> Path:
    chosen = course or _COURSE
    if not chosen.exists():
        raise click.ClickException(f"There is no course at {chosen}. Name one with --course, or run in the checkout.")
    return chosen


def _demo(course: Path, record_port: int, lms_port: int, reset: bool) -> None:
    _refuse_busy(("--record-port", record_port), ("--lms-port", lms_port))
    if reset and _FOLDER.exists():
        shutil.rmtree(_FOLDER)
    _FOLDER.mkdir(parents=True, exist_ok=True)
    record, lms = f"http://127.0.0.1:{record_port}", f"http://127.0.0.1:{lms_port}"
    settings = _settings(_FOLDER / "settings.json", record)
    os.environ |= settings
    zip_file = (_FOLDER / "ready-there-back.zip").resolve()
    click.echo("Preparing the package and the record …")
    export(course, zip_file, record)
    links = _make_ready(zip_file, record, settings["MOBILITY_RECORD_DEMO_PASSWORD"])
    with Servers(_FOLDER) as servers:
        python = [sys.executable, "-m"]
        run = [*python, "mobility_record", "run", "--port", str(record_port)]
        servers.start("record", run, f"{record}/sign-in", settings)
        preview = [*python, "scorm_export", "preview", str(zip_file), "--port", str(lms_port)]
        servers.start("mini LMS", preview, f"{lms}/", {})
        servers.wait_until_all_answer()
        click.echo(_say(links, lms, record, zip_file))
        while True:
            servers.check()
            time.sleep(0.5)


def _refuse_busy(*ports: tuple[str, int]) -> None:
    for option, port in ports:
        if not port_is_free(port):
            raise click.ClickException(
                f"Port {port} is in use. End what uses it, or choose another: mobility demo {option} {port + 100}"
            )


def _settings(file: Path, record: str) -> dict[str, str]:
    """The demo's settings as environment variables; its secrets are made once and kept beside its data."""
    if file.exists():
        kept: dict[str, str] = json.loads(file.read_text("utf-8"))
    else:
        kept = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "PEPPER": secrets.token_urlsafe(32),
            "MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "DEMO_PASSWORD": "demo-" + secrets.token_hex(4),
        }
        file.touch(mode=0o600)
        file.write_text(json.dumps(kept), "utf-8")
    database = f"sqlite:///{(_FOLDER / 'record.sqlite3').resolve()}"
    fixed = {"ORIGIN": record, "HOSTS": "127.0.0.1,localhost", "HTTPS": "0", "DEBUG": "0", "LOG": "lines"}
    fixed["DATABASE"] = database
    return {f"MOBILITY_RECORD_{name}": value for name, value in {**kept, **fixed}.items()}


def _make_ready(zip_file: Path, record: str, password: str) -> "Links":
    """The record filled and this start's links; Django is set up only now, when its settings are known."""
    from mobility_record.cli import start_django

    start_django()
    from mobility_record.demo.links import make_ready

    return make_ready(zip_file, record, password)


def _say(links: "Links", lms: str, record: str, zip_file: Path) -> str:
    return f"""
Be the apprentice   {lms}/
    You are Lena, 18, who leaves for Finland soon. Open the course and type the claim code
        {links.code}
    What is reported about her: {links.apprentice}   (works once)

Be the coordinator  {links.coordinator}
    Use another browser or a private window, so that you are two people. The link works once;
    later sign in at {record}/sign-in
    as {links.email} with {links.password}
    See who is ready and who is stuck, print claim codes, and watch Lena's progress arrive.

Import it yourself  {zip_file}
    Upload this zip as a SCORM package to your own LMS. It reports to {record},
    so open it on this machine.

Ctrl-C ends the demo.
"""
