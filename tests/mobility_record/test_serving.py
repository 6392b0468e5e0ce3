"""`mobility record serve`: migrates, starts under either server, and finishes what runs when told to stop."""

import os
import subprocess
import sys
import threading
import time
import urllib.request
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from live import ROOT, LiveRecord
from world import PACKAGE, VERSION

from mobility_record.cli import record as command
from mobility_record.serving import servers

SERVERS = pytest.mark.parametrize("server", ["granian", "gunicorn"])


@pytest.fixture
def served(new_database, tmp_path):
    """Starts a record under a server on an empty database."""
    started = []

    def serve(server):
        started.append(LiveRecord(new_database(), tmp_path, command_line=("serve", "--server", server)).start())
        return started[0]

    yield serve
    for each in started:
        each.process.kill()
        each.process.wait()


@SERVERS
def test_it_migrates_and_serves(served, server):
    record = served(server)
    with urllib.request.urlopen(record.url + "/ready") as answer:
        assert answer.status == 200
    with urllib.request.urlopen(urllib.request.Request(record.url + "/health", method="HEAD")) as answer:
        assert (answer.status, answer.read()) == (200, b"")
    with urllib.request.urlopen(record.url + "/static/web/record.css") as answer:
        assert answer.status == 200
    assert f'"event": "serving under {server}' in record.log
    record.process.terminate()
    assert record.process.wait(timeout=60) == 0


@SERVERS
def test_told_to_stop_it_finishes_running_requests(served, server, engine):
    """A claim that waits for the database's lock is answered although the server was told to stop meanwhile."""
    record = served(server)
    code = record.python("from world import World\nprint(json.dumps(World().code))")
    claim = {"code": code, "device": str(uuid4()), "package": PACKAGE, "package_version": VERSION}
    answers = []
    let_go = hold_the_lock(engine, record.database)
    asking = threading.Thread(target=lambda: answers.append(record.ask("claim", claim)))
    asking.start()
    wait_until_it_waits(engine, record.database)
    record.process.terminate()
    time.sleep(1)
    assert record.process.poll() is None
    assert not answers
    let_go()
    asking.join(60)
    assert [status for status, _ in answers] == [200]
    assert record.process.wait(timeout=60) == 0
    assert not record.answers()


def hold_the_lock(engine, database):
    if engine == "sqlite":
        import sqlite3

        holder = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
    else:
        holder = psycopg.connect(database)
        holder.execute("SELECT * FROM stays_mobility FOR UPDATE")

    def let_go():
        holder.rollback() if engine == "postgresql" else holder.execute("ROLLBACK")
        holder.close()

    return let_go


def wait_until_it_waits(engine, database):
    if engine == "sqlite":  # nothing tells that someone waits for a file's lock
        time.sleep(2)
        return
    with psycopg.connect(database, autocommit=True) as look:
        for _ in range(100):
            if look.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
                return
            time.sleep(0.1)
    raise AssertionError("nobody waits")


def test_four_that_migrate_at_once_are_safe(new_database):
    environ = {**os.environ, "MOBILITY_RECORD_DATABASE": new_database(), "PYTHONPATH": str(ROOT)}
    migrate = [sys.executable, "-m", "mobility_record", "migrate"]
    with_pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(migrate, env=environ, cwd=ROOT, **with_pipes) for _ in range(4)]
    said = [(*process.communicate(timeout=120), process.returncode) for process in running]
    assert [code for _, _, code in said] == [0] * 4, said
    assert sum("Applying results.0001_initial" in out for out, _, _ in said) == 1


def test_a_server_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr(servers, "find_spec", lambda name: name == "gunicorn" or None)
    done = CliRunner().invoke(command, ["serve", "--server", "granian"])
    assert (done.exit_code, done.output) == (
        1,
        "Error: granian is not installed here. Install it, or leave --server out.\n",
    )
    monkeypatch.setattr(servers, "find_spec", lambda _name: None)
    done = CliRunner().invoke(command, ["serve"])
    assert (done.exit_code, done.output) == (
        1,
        "Error: No server is installed: pip install 'blended-mobility[record]'\n",
    )


def test_granian_comes_first(monkeypatch):
    assert servers.installed() == ["granian", "gunicorn"]
    monkeypatch.setattr(servers, "find_spec", lambda name: name == "gunicorn" or None)
    assert servers.installed() == ["gunicorn"]


def test_no_request_holds_the_settings_of_the_process(monkeypatch):
    """Granian puts the process's environment into every request's META; the record takes its own part out again."""
    from mobility_record.serving import granian_application

    seen = []
    monkeypatch.setattr(granian_application, "_record", lambda environ, _start: seen.append(environ))
    granian_application.application({"MOBILITY_RECORD_PEPPER": "x", "PATH_INFO": "/"}, None)
    assert seen == [{"PATH_INFO": "/"}]
