"""Backup and restore: consistent while the record writes, whole or not there at all, and deaf to hostile files."""

import json
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from live import ROOT, LiveRecord
from world import PACKAGE, VERSION, event

from mobility_record.backup import archive, erasures, manifest, placing, postgresql, sqlite
from mobility_record.backup.manifest import BackupError

NEW = """
from world import World
from mobility_record.people.erasure import erase
world = World()
gone = world.person("Gone")
erase(gone)
print(json.dumps({"code": world.code, "lena": str(world.lena.public_id), "gone": str(gone.public_id)}))
"""
STATE = """
from mobility_record.people.models import Person
from mobility_record.people.sealing import open_details
from mobility_record.results.models import Message, Result
from django.db.models import Max
newest = dict(Message.objects.values_list("source_id").annotate(Max("seq")))
print(json.dumps({
    "messages": sorted(str(each) for each in Message.objects.values_list("event_id", flat=True)),
    "behind": [r.pk for r in Result.objects.all() if r.seq != newest[r.source_id]],
    "open": sorted(str(p.public_id) for p in Person.objects.all() if open_details(p)),
}))
"""


@pytest.fixture(scope="module")
def live(own_live):
    return own_live


@pytest.fixture(scope="module")
def filled(live):
    """A live record with a claimed source, and a list of what was acknowledged."""
    given = live.python(NEW)
    claim = {"code": given["code"], "device": str(uuid4()), "package": PACKAGE, "package_version": VERSION}
    given["token"] = live.ask("claim", claim)[1]["token"]
    told = [event(seq) for seq in range(1, 31)]
    assert live.ask("events", {"token": given["token"], "events": told})[0] == 200
    return given


@pytest.fixture(scope="module")
def kept(live, filled, tmp_path_factory):
    """A backup of that record."""
    file = tmp_path_factory.mktemp("kept") / "record.backup"
    done = live.command("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "Not in it: SECRET_KEY, PEPPER and MASTER_KEY." in done.stdout
    return file


def at(database, *words, **more):
    """Run the record's command on another database."""
    environ = {**os.environ, "MOBILITY_RECORD_DATABASE": database, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mobility_record", *words]
    return subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False, **more)


def test_a_backup_under_load_is_one_moment_and_runs_when_restored(live, filled, new_database, tmp_path):
    acknowledged, stop = [], threading.Event()

    def send(sender):
        claim = {"code": filled["code"], "device": str(uuid4()), "package": PACKAGE, "package_version": VERSION}
        token = live.ask("claim", claim)[1]["token"]
        for seq in range(1, 100_000):
            if stop.is_set():
                return
            told = event(seq)
            if live.ask("events", {"token": token, "events": [told]})[0] == 200:
                acknowledged.append((time.monotonic(), told["id"]))

    senders = [threading.Thread(target=send, args=(number,)) for number in range(3)]
    for sender in senders:
        sender.start()
    while len(acknowledged) < 20:
        time.sleep(0.05)
    began = time.monotonic()
    done = live.command("backup", str(tmp_path / "under load"))
    ended = time.monotonic()
    stop.set()
    for sender in senders:
        sender.join()
    assert done.returncode == 0, done.stderr
    assert any(when > began for when, _ in acknowledged), "nothing was written meanwhile"

    database = new_database()
    restored = at(database, "restore", str(tmp_path / "under load"), "--nobody-was-erased")
    assert restored.returncode == 0, restored.stderr
    record = LiveRecord(database, tmp_path).start()
    try:
        state = record.python(STATE)
        assert {each for when, each in acknowledged if when < began} <= set(state["messages"])
        assert not {each for when, each in acknowledged if when > ended} & set(state["messages"])
        assert state["behind"] == []
        assert record.ask("events", {"token": filled["token"], "events": [event(999)]})[0] == 200
    finally:
        record.stop()


def test_the_file_is_its_owners_and_nothing_is_left_beside_it(kept):
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]
    made = archive.read(kept, settings.MOBILITY_MASTER_KEY)
    assert made.counts["results_message"] >= 30
    assert ("results", "0001_initial") in made.migrations


@pytest.mark.parametrize("occupied", ["file", "link", "folder"])
def test_a_backup_overwrites_nothing(live, tmp_path, occupied):
    place = tmp_path / "taken"
    {"file": place.touch, "folder": place.mkdir, "link": lambda: place.symlink_to("nowhere")}[occupied]()
    done = live.command("backup", str(place))
    assert (done.returncode, "is not overwritten" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_of_two_with_one_name_the_second_is_refused(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    placing.put(tmp_path / "one", tmp_path / "place")
    with pytest.raises(BackupError, match="not overwritten"):
        placing.put(tmp_path / "two", tmp_path / "place")
    assert (tmp_path / "place").read_text() == "one"


def test_a_full_disk_leaves_nothing(live, filled, tmp_path):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = at(live.database, "backup", str(tmp_path / "file"), preexec_fn=limit)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_place_and_an_empty_database_are_said(live, new_database, tmp_path):
    done = live.command("backup", str(tmp_path / "no" / "file"))
    assert (done.returncode, "Nothing can be written" in done.stderr) == (1, True)
    done = at(new_database(), "backup", str(tmp_path / "file"))
    assert (done.returncode, "nothing to back up" in done.stderr) == (1, True)


def test_a_database_that_is_not_empty_is_refused(live, kept):
    done = live.command("restore", str(kept), "--nobody-was-erased")
    assert (done.returncode, "is not empty" in done.stderr) == (1, True)


def test_one_must_say_who_was_erased(new_database, kept, tmp_path):
    done = at(new_database(), "restore", str(kept))
    assert (done.returncode, "--erased-since" in done.stderr) == (2, True)


def test_the_erased_stay_erased(live, filled, kept, new_database, tmp_path):
    """Lena was erased after the backup: restored with the newest list, nothing of hers can be read."""
    database, listed = new_database(), tmp_path / "erased"
    told = live.command("erased").stdout
    assert filled["gone"] in told.split()
    listed.write_text(told + filled["lena"] + "\n" + str(uuid4()) + "\n")
    done = at(database, "restore", str(kept), "--erased-since", str(listed))
    assert done.returncode == 0, done.stderr
    assert "1 erased again; 1 of the list are not in this backup." in done.stdout
    state = LiveRecord(database, tmp_path).python(STATE)
    assert filled["lena"] not in state["open"]
    assert sorted(at(database, "erased").stdout.split()) == sorted([filled["gone"], filled["lena"]])
    assert filled["lena"] in live.python(STATE)["open"]


@pytest.mark.parametrize("text", ["not an id\n", "7d9f3c1e-6a51-4a7e-8f0e-2c1b5a9d0e11\nLena\n", "ä"])
def test_a_list_of_something_else_is_refused(tmp_path, text):
    (tmp_path / "list").write_text(text, "utf-8")
    with pytest.raises(BackupError, match="list"):
        erasures.read(tmp_path / "list")


# Hostile and damaged files.

KEY = bytes(range(32))


@pytest.fixture
def small(tmp_path):
    """An archive with a small database, as `archive.write` makes it."""
    (tmp_path / "database").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    made = manifest.describe("sqlite", tmp_path / "database", frozenset({("people", "0001")}), {"people_person": 1})
    archive.write(tmp_path / "small", tmp_path / "database", made, KEY)
    return tmp_path / "small"


def test_an_archive_comes_back_as_it_was(small, tmp_path):
    assert archive.read(small, KEY, tmp_path / "back").engine == "sqlite"
    assert (tmp_path / "back").read_bytes() == (tmp_path / "database").read_bytes()


def test_every_damaged_byte_and_every_cut_is_found(small, tmp_path):
    whole = small.read_bytes()
    broken = tmp_path / "broken"
    found = 0
    for position in range(0, len(whole), 97):
        broken.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        try:
            assert archive.read(broken, KEY) == archive.read(small, KEY)  # a byte that says nothing, such as a date
        except BackupError:
            found += 1
        broken.write_bytes(whole[:position])
        with pytest.raises(BackupError):
            archive.read(broken, KEY)
    assert found > 100


def test_another_master_key_is_refused(small):
    with pytest.raises(BackupError, match="another MOBILITY_RECORD_MASTER_KEY"):
        archive.read(small, bytes(32))


def rewritten(small, change):
    """The archive again, made with `change(name, info, data)` → what each member becomes, and then more members."""
    file = small.with_name("rewritten")
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(file, "w") as target:
        for info in source.infolist():
            for new, data in change(info, source.read(info)):
                target.writestr(new, data)
    return file


def compressed(info, data):
    info.compress_type = zipfile.ZIP_DEFLATED
    return [(info, data)]


def a_link(info, data):
    if info.filename == "database":
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        data = b"/etc/passwd"
    return [(info, data)]


def one_more(info, data):
    return [(info, data), ("../../outside", b"x")] if info.filename == "database" else [(info, data)]


def none_of_it(info, data):
    return [(info, data)] if info.filename != "manifest.hmac" else []


def a_long_manifest(info, data):
    return [(info, data + b" " * (1 << 20) if info.filename == "manifest.json" else data)]


def another_database(info, data):
    return [(info, data[::-1] if info.filename == "database" else data)]


HOSTILE = [compressed, a_link, one_more, none_of_it, a_long_manifest, another_database]


@pytest.mark.parametrize("change", HOSTILE)
def test_a_hostile_archive_is_refused(small, change):
    with pytest.raises(BackupError):
        archive.read(rewritten(small, change), KEY)


def test_a_bomb_of_overlapping_members_is_refused(small):
    """The directory says thrice that the same bytes are a member: David Fifield's bomb, without compression."""
    info = zipfile.ZipInfo("database")
    with zipfile.ZipFile(small) as source:
        members = source.infolist()
        manifest_member = next(each for each in members if each.filename == "manifest.json")
        database = next(each for each in members if each.filename == "database")
    assert info.filename == database.filename
    text = bytearray(small.read_bytes())
    start = text.rindex(b"PK\x01\x02", 0, len(text))
    for offset in (20, 24):  # compressed and real size of the last member in the directory
        text[start + offset : start + offset + 4] = (len(text) * 2).to_bytes(4, "little")
    small.write_bytes(text)
    assert manifest_member.file_size < 1 << 20
    with pytest.raises(BackupError):
        archive.read(small, KEY)


def test_no_archive_at_all(tmp_path):
    (tmp_path / "text").write_text("hello")
    for file in (tmp_path / "text", tmp_path, tmp_path / "nothing", Path("/dev/null")):
        with pytest.raises(BackupError):
            archive.read(file, KEY)


def forged(kept, tmp_path, **changes):
    """The backup with another manifest, or another database, by someone who has the master key."""
    database = changes.pop("database", None)
    made = archive.read(kept, settings.MOBILITY_MASTER_KEY, None if database else tmp_path / "taken out")
    database = database or tmp_path / "taken out"
    told = manifest.describe(made.engine, database, frozenset(made.migrations), made.counts)
    archive.write(tmp_path / "forged", database, replace(told, **changes), settings.MOBILITY_MASTER_KEY)
    return tmp_path / "forged"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"engine": "oracle"}, "is of oracle"),
        ({"migrations": (("people", "0001_initial"),), "record": "0.0.1"}, "Install that version"),
        ({"counts": {"people_person": 7}}, ""),
        ({"format": 2}, "another version"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(kept, new_database, tmp_path, changes, told):
    database = new_database()
    done = at(database, "restore", str(forged(kept, tmp_path, **changes)), "--nobody-was-erased")
    assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
    assert at(database, "run").returncode == 1


PLANTS = [
    "CREATE TRIGGER planted AFTER INSERT ON results_message BEGIN DELETE FROM people_person; END",
    "CREATE VIEW planted AS SELECT * FROM people_person",
    "CREATE TABLE planted (x)",
    "ALTER TABLE people_person ADD COLUMN planted text",
    "DROP TRIGGER results_message_no_delete",
    "CREATE INDEX planted ON people_person (erased_us)",
    "CREATE VIRTUAL TABLE planted USING fts5(x)",
]


@pytest.fixture(scope="module")
def taken_out(kept, tmp_path_factory, engine):
    if engine != "sqlite":
        pytest.skip("a file of SQLite")
    file = tmp_path_factory.mktemp("taken") / "database"
    archive.read(kept, settings.MOBILITY_MASTER_KEY, file)
    return file


@pytest.mark.parametrize("plant", PLANTS)
def test_a_schema_that_is_not_ours_is_refused(taken_out, tmp_path, plant):
    strange = tmp_path / "strange"
    strange.write_bytes(taken_out.read_bytes())
    sqlite.refuse_strange(strange, taken_out)
    with sqlite3.connect(strange) as change:
        change.execute(plant)
    change.close()
    with pytest.raises(BackupError, match="is not as it should be"):
        sqlite.refuse_strange(strange, taken_out)


def test_a_planted_trigger_does_not_get_into_a_database(kept, taken_out, new_database, tmp_path):
    strange = tmp_path / "strange"
    strange.write_bytes(taken_out.read_bytes())
    with sqlite3.connect(strange) as change:
        change.execute(PLANTS[0])
    change.close()
    database = new_database()
    done = at(database, "restore", str(forged(kept, tmp_path, database=strange)), "--nobody-was-erased")
    assert (done.returncode, "trigger 'planted'" in done.stderr) == (1, True), done.stderr
    assert not Path(database.removeprefix("sqlite:///")).exists()


def test_a_journal_of_another_database_is_not_mixed_in(kept, taken_out, new_database):
    database = new_database()
    file = Path(database.removeprefix("sqlite:///"))
    file.with_name(file.name + "-wal").write_bytes(b"old")
    done = at(database, "restore", str(kept), "--nobody-was-erased")
    assert (done.returncode, "left of another database" in done.stderr) == (1, True)


def test_an_empty_file_may_be_filled(kept, taken_out, new_database):
    database = new_database()
    Path(database.removeprefix("sqlite:///")).touch()
    assert at(database, "restore", str(kept), "--nobody-was-erased").returncode == 0


LISTING = """;
; Archive created at 2026-11-25 04:00:00 UTC
;
3; 3079 16384 EXTENSION - pgcrypto
215; 1259 16386 TABLE public people_person postgres
216; 1259 16387 SEQUENCE public people_person_id_seq postgres
3400; 0 16386 TABLE DATA public people_person postgres
3401; 0 16390 TABLE DATA public django_migrations postgres
3402; 0 0 SEQUENCE SET public people_person_id_seq postgres
3300; 2606 16399 FK CONSTRAINT public people_person people_person_fk postgres
"""
KNOWN = {"people_person", "django_migrations"}


def test_of_a_dump_the_records_own_is_chosen_without_its_migrations():
    chosen = postgresql.chosen(LISTING, KNOWN)
    assert len(chosen.splitlines()) == 5
    assert "EXTENSION" not in chosen
    assert "django_migrations" not in chosen


@pytest.mark.parametrize(
    "entry",
    [
        "9; 1 2 VIEW public planted postgres",
        "9; 1 2 EVENT TRIGGER - planted postgres",
        "9; 1 2 TABLE public planted postgres",
        "9; 1 2 TABLE DATA public planted postgres",
        "9; 1 2 TABLE pg_catalog people_person postgres",
        "9; 1 2 PROCEDURAL LANGUAGE - plpython3u postgres",
        "9; 1 2 RULE public people_person planted postgres",
        "9; 1 2 BLOB - 16500 postgres",
    ],
)
def test_a_dump_with_something_else_is_refused(entry):
    with pytest.raises(BackupError, match="is not known"):
        postgresql.chosen(LISTING + entry + "\n", KNOWN)


def test_without_postgresqls_programs_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(postgresql, "connection", type("Connection", (), {"pg_version": 990001}))
    with pytest.raises(BackupError, match="apt install postgresql-client-99"):
        postgresql.program("pg_dump")


# kill -9 in the middle.


def killed(database, delay, *words):
    """Run a command and kill it `delay` seconds after it began to write; its partial files show when that is."""
    environ = {**os.environ, "MOBILITY_RECORD_DATABASE": database, "PYTHONPATH": str(ROOT)}
    place = Path(words[-1]).parent if words[0] == "backup" else None
    if words[0] == "restore" and database.startswith("sqlite"):
        place = Path(database.removeprefix("sqlite:///")).parent
    process = subprocess.Popen(
        [sys.executable, "-m", "mobility_record", *words],
        env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None and not _writes(place, process.pid):
        time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _writes(place, pid):
    if place is not None:
        return any(each.name.endswith("-partial") for each in place.iterdir())
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return bool(children.exists() and children.read_text())


DELAYS = [0, 0.02, 0.05, 0.1, 0.3, 0.7]


def test_a_killed_backup_leaves_a_whole_file_or_none(live, filled, tmp_path):
    seen = []
    for number, delay in enumerate(DELAYS):
        file = tmp_path / f"backup-{number}"
        killed(live.database, delay, "backup", str(file))
        seen.append(file.exists())
        if seen[-1]:
            archive.read(file, settings.MOBILITY_MASTER_KEY)
    assert not all(seen), "none was killed in the middle"
    for left in tmp_path.glob("*-partial"):
        assert stat.S_IMODE(left.stat().st_mode) == 0o700
        os.utime(left, (0, 0))
    assert live.command("backup", str(tmp_path / "last")).returncode == 0
    assert not list(tmp_path.glob(".*")), "what the killed ones left is swept away"


def test_a_killed_restore_leaves_a_whole_record_or_none_that_starts(filled, kept, new_database, tmp_path):
    listed = tmp_path / "erased"
    listed.write_text(filled["lena"])
    words = ("restore", str(kept), "--erased-since", str(listed))
    whole = archive.read(kept, settings.MOBILITY_MASTER_KEY).counts["results_message"]
    look = (
        "import json, django; django.setup()\n"
        "from mobility_record import readiness\n"
        "if readiness.look() is None:\n"
        "    from mobility_record.results.models import Message\n"
        "    from mobility_record.people.models import Person\n"
        "    print(Message.objects.count(), Person.objects.exclude(erased_us=None).count())"
    )
    seen = []
    for delay in DELAYS:
        database = new_database()
        killed(database, delay, *words)
        environ = {**os.environ, "MOBILITY_RECORD_DATABASE": database, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", look], env=environ, capture_output=True, text=True, check=True)
        seen.append(done.stdout.strip())
    assert set(seen) <= {"", f"{whole} 2"}
    assert "" in seen, "none was killed in the middle"


def test_the_manifest_is_json_that_a_person_can_read(kept):
    with zipfile.ZipFile(kept) as opened:
        told = json.loads(opened.read("manifest.json"))
    assert told["format"] == 1
    assert told["made"].endswith("Z")
    assert len(told["sha256"]) == 64
