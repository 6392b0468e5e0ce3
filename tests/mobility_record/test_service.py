"""The service: its settings, the checks that refuse an unsafe one, its commands, and what a test must not forget."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.management import call_command

from mobility_record import checks, environment
from mobility_record.cli import record
from mobility_record.people.models import Account, Person
from mobility_record.people.sealing import open_details

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz",
    "MOBILITY_PEPPER": "9876543210zyxwvutsrqponmlkjihgfedcba",
    "MOBILITY_MASTER_KEY": bytes(range(32)),
    "ALLOWED_HOSTS": ["record.example"],
    "MOBILITY_HTTPS": True,
    "MOBILITY_ORIGIN": "https://record.example",
    "MOBILITY_PROXIES": 1,
    "DEBUG": False,
}
PRODUCTION = {
    "SECRET_KEY": GOOD["SECRET_KEY"],
    "PEPPER": "another secret of at least 32 characters",
    "MASTER_KEY": base64.b64encode(bytes(range(32))).decode(),
    "ORIGIN": "https://record.example",
    "HOSTS": "record.example",
    "PROXIES": "1",
}
LOCAL = {"ALLOWED_HOSTS": ["127.0.0.1", "localhost"], "MOBILITY_ORIGIN": "http://127.0.0.1:8400"}
UNSAFE = [
    ("E001", {"SECRET_KEY": "insecure-default-secret-key"}),
    ("E001", {"SECRET_KEY": "short"}),
    ("E001", {"SECRET_KEY": "a" * 60}),
    ("E002", {"MOBILITY_PEPPER": "insecure-default-pepper"}),
    ("E002", {"MOBILITY_PEPPER": "short"}),
    ("E003", {"MOBILITY_MASTER_KEY": b""}),
    ("E003", {"MOBILITY_MASTER_KEY": bytes(32)}),
    ("E003", {"MOBILITY_MASTER_KEY": bytes(range(16))}),
    ("E004", {"ALLOWED_HOSTS": ["*"]}),
    ("E004", {"ALLOWED_HOSTS": []}),
    ("E005", {"DEBUG": True}),
    ("E006", {"MOBILITY_HTTPS": False}),
    ("E007", {"MOBILITY_PEPPER": "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz"}),
    ("E007", {"MOBILITY_PEPPER": "abcdefghijklmnopqrstuvwxyz0123456789abc"}),
    ("E007", {"MOBILITY_PEPPER": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}),
    ("E007", {"SECRET_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= and more words"}),
    ("E008", {"MOBILITY_ORIGIN": "http://record.example"}),
    ("E009", {"MOBILITY_PROXIES": 0}),
    ("E010", {"MOBILITY_ORIGIN": "https://other.example"}),
    ("E010", {"MOBILITY_ORIGIN": "https://record.example.evil.example"}),
    ("E010", {"ALLOWED_HOSTS": [".example.org"], "MOBILITY_ORIGIN": "https://badexample.org"}),
]


def found(settings, **changes):
    for name, value in (GOOD | changes).items():
        setattr(settings, name, value)
    ours = (
        checks.secrets_are_set,
        checks.open_only_to_this_machine_or_safe,
        checks.no_secret_does_two_jobs,
        checks.the_origin_is_where_people_arrive,
    )
    return [error.id for check in ours for error in check()]


def test_a_safe_configuration_is_accepted(settings):
    assert found(settings) == []
    assert found(settings, **LOCAL, MOBILITY_HTTPS=False, MOBILITY_PROXIES=0) == []
    below = {"ALLOWED_HOSTS": [".school.example"], "MOBILITY_ORIGIN": "https://Record.school.example:8443"}
    assert found(settings, **below) == []


@pytest.mark.parametrize(("number", "change"), UNSAFE)
def test_an_unsafe_configuration_is_refused(settings, number, change):
    assert found(settings, **change) == [f"mobility_record.{number}"]


def python(*words, **changes):
    """Runs the record's command in an environment of its own, without the settings of the tests."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MOBILITY_RECORD_")}
    environ = bare | {"PYTHONPATH": str(ROOT)} | {f"MOBILITY_RECORD_{k}": v for k, v in changes.items()}
    return subprocess.run([sys.executable, *words], env=environ, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [["-m", "mobility_record", "run"], ["-m", "mobility_record", "migrate"]])
def test_without_secrets_nothing_starts(words):
    done = python(*words)
    assert done.returncode == 1
    assert "MOBILITY_RECORD_SECRET_KEY must be set" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wsgi_server_of_its_own_does_not_start_without_secrets():
    assert "ImproperlyConfigured" in python("-c", "import mobility_record.wsgi").stderr


def test_run_says_when_the_database_is_not_ready(tmp_path):
    good = PRODUCTION
    done = python("-m", "mobility_record", "run", DATABASE=f"sqlite:///{tmp_path}/new.sqlite3", **good)
    assert done.returncode == 1
    assert "Run `mobility record migrate` first." in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE", "mysql://x/y"),
        ("DATABASE", "postgresql://host:port/name"),
        ("DEBUG", "perhaps"),
        ("HTTPS", "perhaps"),
        ("PROXIES", "-1"),
        ("PROXIES", "²"),
        ("PROXIES", "9" * 5000),
        ("MASTER_KEY", "§"),
        ("ORIGIN", "record.example"),
        ("ORIGIN", "https://record.example/path"),
        ("ORIGIN", "https://[record"),
        ("TIME_ZONE", "Mars/Base"),
        ("LANGUAGES", ","),
        ("LANGUAGES", "en,xx-klingon"),
        ("LOG", "loud"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name, value):
    done = python("-m", "mobility_record", "migrate", **{name: value})
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"Error: MOBILITY_RECORD_{name} ")


def test_a_secret_that_cannot_be_read_is_not_shown():
    done = python("-m", "mobility_record", "migrate", MASTER_KEY="planted§", DATABASE="postgresql://u:planted@h:x/y")
    assert "planted" not in done.stderr


def test_the_check_of_a_production_configuration_is_clean():
    done = python("-W", "error", "-m", "mobility_record", "check", **PRODUCTION)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing to mend.\n", "")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PROXIES", "0", "mobility_record.E009"),
        ("DEBUG", "1", "security.W018"),
        ("SECRET_KEY", "x", "mobility_record.E001"),
    ],
)
def test_the_check_says_what_to_mend(name, value, told):
    done = python("-m", "mobility_record", "check", **{**PRODUCTION, name: value})
    assert (done.returncode, told in done.stdout) == (1, True)


MOUNTS = """/dev/sda1 / ext4 rw 0 0
files:/home /srv/my\\040files nfs4 rw 0 0
/dev/sdb1 /srv/my\\040files/local xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [("/srv/r.sqlite3", "ext4"), ("/srv/my files/r.sqlite3", "nfs4"), ("/srv/my files/local/r.sqlite3", "xfs")],
)
def test_the_file_system_of_a_database(tmp_path, file, kind):
    (tmp_path / "mounts").write_text(MOUNTS)
    assert checks.file_system_of(Path(file), tmp_path / "mounts") == kind
    assert checks.file_system_of(Path(file), tmp_path / "nothing") == ""


def test_sqlite_on_a_network_file_system_is_a_warning(settings, monkeypatch):
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": "r.sqlite3"}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    monkeypatch.setattr(checks, "file_system_of", lambda _file: "nfs4")
    (warning,) = checks.sqlite_is_on_a_disk_of_this_machine()
    assert (warning.id, warning.is_serious()) == ("mobility_record.W001", False)
    database["ENGINE"] = "django.db.backends.postgresql"
    assert checks.sqlite_is_on_a_disk_of_this_machine() == []


VARIABLE = re.compile(r"MOBILITY_RECORD_([A-Z_]*[A-Z])\b")


def test_every_setting_is_documented_and_every_documented_one_exists():
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "mobility_record").rglob("*.py"))
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', code)) | {"DEMO_PASSWORD"}
    page = (ROOT / "docs" / "reference" / "record-settings.md").read_text("utf-8")
    assert set(re.findall(r"^\| `MOBILITY_RECORD_(\w+)`", page, re.M)) == read
    docs = "\n".join(file.read_text("utf-8") for file in (ROOT / "docs").rglob("*.md"))
    assert set(VARIABLE.findall(code + docs)) <= read


def test_every_check_is_documented():
    page = (ROOT / "docs" / "reference" / "record-settings.md").read_text("utf-8")
    code = (ROOT / "mobility_record" / "checks.py").read_text("utf-8")
    made = set(re.findall(r'"(?:mobility_record\.)?([EW]\d{3})"', code))
    assert set(re.findall(r"^\| ([EW]\d{3}) ", page, re.M)) == made


def test_production_sends_cookies_and_pages_over_https_only():
    code = (
        "from mobility_record import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000,"
        " s.DEBUG, s.SESSION_COOKIE_NAME)"
    )
    assert python("-c", code).stdout.split() == ["True", "True", "True", "True", "False", "__Host-record"]


def test_databases_by_address(monkeypatch):
    monkeypatch.setenv("MOBILITY_RECORD_DATABASE", "sqlite:////srv/record.sqlite3")
    assert environment.database("DATABASE", "")["NAME"] == "/srv/record.sqlite3"
    monkeypatch.setenv("MOBILITY_RECORD_DATABASE", "postgresql://u:p%40ss@db:5433/record?sslmode=require")
    made = environment.database("DATABASE", "")
    assert [made[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")] == [
        "record",
        "u",
        "p@ss",
        "db",
        "5433",
        {"sslmode": "require", "connect_timeout": "5", "prepare_threshold": 0},
    ]


def test_secrets_made_by_the_command_are_accepted(settings):
    made = dict(line.split("=", 1) for line in CliRunner().invoke(record, ["secrets"]).output.splitlines())
    changes = {
        "SECRET_KEY": made["MOBILITY_RECORD_SECRET_KEY"],
        "MOBILITY_PEPPER": made["MOBILITY_RECORD_PEPPER"],
        "MOBILITY_MASTER_KEY": base64.b64decode(made["MOBILITY_RECORD_MASTER_KEY"]),
    }
    assert found(settings, **changes) == []


COORDINATOR = ["create-coordinator", "--organisation", "School", "--given-name", "Nora", "--family-name", "F"]


def test_create_coordinator(db, client):
    words = [*COORDINATOR, "--country", "de", "--email", "nora@school.example", "--password", "long enough words"]
    assert CliRunner().invoke(record, words).exit_code == 0
    body = {"email": "nora@school.example", "password": "long enough words"}
    assert client.post("/sign-in", body).status_code == 302
    again = CliRunner().invoke(record, words)
    assert (again.exit_code, again.output) == (1, "Error: This e-mail has an account already.\n")


@pytest.mark.parametrize(
    ("more", "told"),
    [(["--country", "DE", "--password", "short"], "12 characters"), (["--password", "long enough words"], "--country")],
)
def test_a_coordinator_that_cannot_be_made_leaves_nothing(db, more, told):
    done = CliRunner().invoke(record, [*COORDINATOR, "--email", "n@school.example", *more])
    assert done.exit_code == 1
    assert told in done.output
    assert not Account.objects.exists()
    assert not Person.objects.exists()


def test_codes_enrol_and_erase_by_command(world, ask):
    stay, run = str(world.stay.public_id), CliRunner().invoke
    code = run(record, ["codes", stay]).output.strip()
    assert ask("claim", world.claim(code))[0] == 200
    assert run(record, ["codes", stay, "--revoke"]).output == "1 revoked\n"
    assert ask("claim", world.claim(code))[0] == 403
    assert run(record, ["enrol", "BlendedMobility+APP", stay]).output == "Enrolled.\n"
    assert run(record, ["enrol", "Nothing", stay]).exit_code == 1
    assert run(record, ["erase", str(world.lena.public_id), "--yes"]).output == "Erased.\n"
    world.lena.refresh_from_db()
    assert open_details(Person.objects.get(pk=world.lena.pk)) is None


@pytest.mark.parametrize("command", ["codes", "erase"])
def test_a_command_about_nobody_says_so(db, command):
    words = [command, "7d9f3c1e-6a51-4a7e-8f0e-2c1b5a9d0e11", *(["--yes"] if command == "erase" else [])]
    done = CliRunner().invoke(record, words)
    assert (done.exit_code, done.output[:15]) == (1, "Error: There is")


def test_the_models_and_the_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_migrations_go_back_and_forth(live):
    back = "from django.core.management import call_command\ncall_command('migrate', 'results', '0001', verbosity=0)\n"
    forth = "call_command('migrate', 'results', verbosity=0)"
    live.python(back + forth)
    refused = (
        "from django.db import connection, DatabaseError\n"
        "try:\n    connection.cursor().execute('DELETE FROM results_message')\n    print('0')\n"
        "except DatabaseError:\n    print('1')"
    )
    from world import PACKAGE, VERSION, event

    code = live.python("from world import World\nprint(json.dumps(World().code))")
    device = "5f3f7c5e-1f0a-4a4e-8a40-9a1df6b1c001"
    token = live.ask("claim", {"code": code, "device": device, "package": PACKAGE, "package_version": VERSION})[1][
        "token"
    ]
    live.ask("events", {"token": token, "events": [event(1)]})
    assert live.python(refused) == 1


def test_every_sentence_of_the_pages_can_be_translated(tmp_path):
    """A pseudo-catalogue reaches every text a page shows: nothing is written outside gettext."""
    import re

    templates = ROOT / "mobility_record" / "web" / "templates" / "web"
    tags = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", re.S)
    blocks = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.S)
    for template in templates.glob("*.html"):
        bare = tags.sub(" ", blocks.sub(" ", template.read_text("utf-8")))
        assert re.findall(r"[A-Za-z]{3,}", bare) == [], template.name


@pytest.mark.parametrize(
    "command",
    [["codes", "00000000-0000-0000-0000-000000000000"], ["enrol", "P", "00000000-0000-0000-0000-000000000000"]],
)
def test_no_command_works_with_default_secrets(command, tmp_path):
    environment_ = {name: value for name, value in os.environ.items() if not name.startswith("MOBILITY_RECORD_")}
    environment_["MOBILITY_RECORD_DATABASE"] = f"sqlite:///{tmp_path / 'r.sqlite3'}"
    done = subprocess.run(
        [sys.executable, "-m", "mobility_record", *command],
        capture_output=True,
        text=True,
        env=environment_,
        check=False,
    )
    assert done.returncode == 1
    assert "does not start like this" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_a_coordinator_joins_no_organisation_of_another_country():
    from mobility_record.people.models import Organisation
    from mobility_record.people.staff import StaffError, create_coordinator

    german = Organisation.objects.create(name="Berufsschule Nord", country="DE")
    person = create_coordinator("Berufsschule Nord", "AT", "Kim", "Berg", "kim@example.org", "a long password 1")
    assert person.memberships.get().organisation != german
    with pytest.raises(StaffError, match="2 organisations of this name"):
        create_coordinator("Berufsschule Nord", "", "Lu", "Berg", "lu@example.org", "a long password 1")
