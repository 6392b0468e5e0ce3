"""Fixtures of the record's tests.

The database is SQLite in a real file, or PostgreSQL with `pytest tests/mobility_record --record-database=postgresql`
(or MOBILITY_TEST_DATABASE=postgresql in the environment); the tests start a server of their own.
"""

import base64
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import postgresql_server

ENVIRONMENT = {
    "SECRET_KEY": "tests only: " + "0123456789abcdef" * 4,
    "PEPPER": "tests only: " + "fedcba9876543210" * 2,
    "MASTER_KEY": base64.b64encode(bytes(range(32))).decode(),
    "HOSTS": "127.0.0.1,localhost,testserver",
    "HTTPS": "0",
    "LANGUAGES": "en,ar",
}
#: What every address of the record answers for another host, or when something breaks; 301 leads to https.
BEFORE_THE_VIEWS = {(400, "text/html; charset=utf-8"), (500, "text/html; charset=utf-8")}
SERVERS: list[postgresql_server.Server] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-database", choices=["sqlite", "postgresql"], help="the database of the record's tests")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the database and set Django up, before any test module imports a model."""
    os.environ |= {f"MOBILITY_RECORD_{name}": value for name, value in ENVIRONMENT.items()}
    os.environ["DJANGO_SETTINGS_MODULE"] = "mobility_record.settings"
    chosen = config.getoption("--record-database", None) or os.environ.get("MOBILITY_TEST_DATABASE", "sqlite")
    if chosen == "postgresql":
        binaries = postgresql_server.programs()
        if binaries is None:
            pytest.exit("PostgreSQL's server programs (initdb, postgres) are not installed", 1)
        SERVERS.append(postgresql_server.start(binaries))
        os.environ["MOBILITY_RECORD_DATABASE"] = SERVERS[0].url("postgres")
    import django
    from django.conf import settings
    from django.db import connection

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if connection.vendor != chosen:
        pytest.exit(f"Django was set up before these tests could choose {chosen}; run them by themselves", 1)


def pytest_unconfigure() -> None:
    while SERVERS:
        SERVERS.pop().stop()


@pytest.fixture(scope="session")
def engine() -> str:
    from django.db import connection

    return connection.vendor


@pytest.fixture(scope="session")
def django_db_modify_db_settings(engine: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.db import connections

    if engine == "sqlite":
        file = tmp_path_factory.mktemp("database") / "record.sqlite3"
        connections["default"].settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True, scope="session")
def described() -> Iterator[None]:
    """Every answer of bridge and AGS platform in every test is one that docs/reference/record-api.yaml describes."""
    import api_description
    from django.test import Client

    plain = Client.request

    def request(self: Client, **environ: Any) -> Any:
        answer = plain(self, **environ)
        asked = str(environ.get("REQUEST_METHOD", "GET")), str(environ.get("PATH_INFO", ""))
        if asked[1].startswith(("/bridge/", "/lti/")) and not answer.streaming:
            kind = answer.get("Content-Type", "")
            if (answer.status_code, kind) in BEFORE_THE_VIEWS or answer.status_code == 301:
                return answer
            assert api_description.fault(*asked, answer.status_code, kind, answer.content) == ""
        return answer

    Client.request = request  # type: ignore[method-assign]  # for the length of the session
    yield
    Client.request = plain  # type: ignore[method-assign]  # for the length of the session


@pytest.fixture
def world(db: None) -> Any:
    """A school, a host and one learner enrolled in one package, with a claim code."""
    from world import World

    return World()


@pytest.fixture
def ask(client: Any) -> Any:
    """Asks a bridge endpoint as a package does: `ask("claim", {...})` → (status, answer)."""
    from bridge_client import Asker

    return Asker(client)


@pytest.fixture(scope="session")
def live(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running record over a database of its own, for all modules that leave it as they found it."""
    yield from _running(engine, tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def own_live(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running record for one module alone."""
    yield from _running(engine, tmp_path_factory.mktemp("own-live"))


def _running(engine: str, folder: Path) -> Iterator[Any]:
    from live import LiveRecord, new_database

    record = LiveRecord(new_database(engine, folder, SERVERS), folder).start()
    yield record
    record.stop()


@pytest.fixture
def new_database(engine: str, tmp_path: Path) -> Any:
    """Makes an empty database: `new_database()` → its address."""
    from live import new_database as make

    def new() -> str:
        folder = tmp_path / f"database-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return make(engine, folder, SERVERS)

    return new
