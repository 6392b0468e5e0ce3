"""PostgreSQL's part of backups: its own programs dump and restore; what a dump lists is looked at first."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from psycopg import conninfo, pq, sql

from mobility_record.backup.manifest import BackupError

ENGINE = "postgresql"
_ENTRY = re.compile(r"(\d+); \d+ \d+ ((?:[A-Z]+ )+)(\S+) (.*)")
_KINDS = {
    "TABLE",
    "TABLE DATA",
    "SEQUENCE",
    "SEQUENCE SET",
    "SEQUENCE OWNED BY",
    "DEFAULT",
    "CONSTRAINT",
    "FK CONSTRAINT",
    "CHECK CONSTRAINT",
    "INDEX",
    "TRIGGER",
    "FUNCTION",
}
#: What a cluster adds to every database; it is not the record's and is not restored.
_LEFT_OUT = {"EXTENSION", "COMMENT", "SCHEMA", "ACL"}
_MIGRATIONS = "django_migrations"
# Everything in the database that is not PostgreSQL's own or an extension's.
_THINGS = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN {kinds}
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1
"""


def program(name: str) -> Path:
    """The program `name` of the server's own version, or of a newer one; `BackupError` when there is none."""
    server = connection.pg_version // 10000  # type: ignore[attr-defined]  # PostgreSQL's connection has it
    found: dict[int, Path] = {}
    folders = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep)]
    for pattern in ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql*/bin", "usr/local/opt/postgresql*/bin"):
        folders += Path("/").glob(pattern)
    for folder in folders:
        if (folder / name).is_file() and (version := _version(folder / name)) >= server:
            found.setdefault(version, folder / name)
    if not found:
        raise BackupError(
            f"PostgreSQL {server} or newer is needed for its program {name}, and was not found here. "
            f"Debian and Ubuntu: apt install postgresql-client-{server}"
        )
    return found[min(found)]


def _version(path: Path) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, cwd="/")
    number = re.search(r"\) (\d+)", done.stdout)
    return int(number[1]) if number else 0


def _run(*words: str | Path) -> str:
    """Run a program on the record's database; the password goes by the environment, which only its owner can read."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", env=_environment())
    if done.returncode:
        said = done.stderr.strip().splitlines()[:1] or ["no reason given"]
        raise BackupError(f"{Path(words[0]).name} failed: {_without_rows(said[0])}")
    return done.stdout


def _without_rows(line: str) -> str:
    """The first line of what a program said, without quoted values: they may be someone's."""
    return re.sub(r"'[^']*'|=\([^)]*\)", "…", line)[:300]


def _environment() -> dict[str, str]:
    password = str(connection.settings_dict["PASSWORD"])
    return {**os.environ, **({"PGPASSWORD": password} if password else {}), "LC_MESSAGES": "C"}


def _address() -> str:
    parameters = dict(connection.get_connection_params())
    known = {default.keyword.decode() for default in pq.Conninfo.get_defaults()} - {"password"}
    return conninfo.make_conninfo("", **{name: value for name, value in parameters.items() if name in known})


@contextmanager
def _snapshot() -> Iterator[str]:
    """One moment of the database, for several readers."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            yield str(cursor.fetchone()[0])
        finally:
            cursor.execute("ROLLBACK")


def dump(to: Path) -> tuple[dict[str, int], frozenset[tuple[str, str]]]:
    """Dump one moment of the database to a new file; return that moment's rows per table, and migrations."""
    pg_dump = program("pg_dump")
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _snapshot() as snapshot:
        words: list[str | Path] = [pg_dump, "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
        _run(*words, f"--snapshot={snapshot}", f"--file={to}", f"--dbname={_address()}")
        return counts(), migrations()


def tables() -> list[str]:
    """The tables of the database."""
    with connection.cursor() as cursor:
        cursor.execute(_THINGS.format(kinds="('r', 'p')"))
        return [name for (name,) in cursor.fetchall()]


def is_empty() -> bool:
    """Whether the database holds nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_THINGS.format(kinds="('r', 'p', 'v', 'm', 'S', 'f')"))
        return cursor.fetchone() is None


def counts() -> dict[str, int]:
    """Rows of each table."""
    found = {}
    for name in tables():
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
            found[name] = int(cursor.fetchone()[0])
    return found


def migrations() -> frozenset[tuple[str, str]]:
    """The migrations that the database has had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return frozenset((app, name) for app, name in cursor.fetchall())


def chosen(listing: str, known: set[str]) -> str:
    """Of what pg_restore lists, all that is the record's, but not the rows of `django_migrations`.

    Without those no version of the record starts on the database: they are written last, when all is well.
    `BackupError` when the list holds something that a dump of the record does not.
    """
    lines = []
    for line in listing.splitlines():
        entry = _ENTRY.match(line)
        if entry is None or (kind := entry[2].strip()) in _LEFT_OUT:
            continue
        name = entry[4].split(" ")[0]
        if kind not in _KINDS or entry[3] != "public" or (kind.startswith("TABLE") and name not in known):
            raise BackupError(f"The database in the backup is not the record's: {kind} {name!r} is not known.")
        if (kind, name) != ("TABLE DATA", _MIGRATIONS):
            lines.append(line)
    return "\n".join(lines) + "\n"


def load(file: Path, folder: Path, known: set[str]) -> None:
    """Restore the dump `file` into the empty database, in one transaction; `folder` is for its list."""
    pg_restore = program("pg_restore")
    chosen_file = folder / "list"
    chosen_file.write_text(chosen(_run(pg_restore, "--list", file), known), "utf-8")
    words: list[str | Path] = [
        pg_restore,
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        "--no-password",
    ]
    connection.close()
    _run(*words, f"--use-list={chosen_file}", f"--dbname={_address()}", file)
