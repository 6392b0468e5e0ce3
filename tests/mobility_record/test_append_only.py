"""Messages, evidence and corrections can't be changed or deleted, by anyone, in either database."""

import pytest
from django.db import DatabaseError, connection, transaction
from world import event

from mobility_bridge.messages import EVIDENCE_KEY
from mobility_record.results import corrections
from mobility_record.results.models import Correction

CHECK = {"type": "check.passed", "v": 1, "block": "a/b", "at": "2026-02-11T18:04:31Z"}


@pytest.fixture
def filled(world, ask):
    told = event(1, score={EVIDENCE_KEY: [CHECK | {"data": {"score": 1000, "attempts": 1}}]})
    ask("events", {"token": ask("claim", world.claim())[1]["token"], "events": [told]})
    item = world.package.line_items.get(tag="progress")
    corrections.decide(world.stay, item, Correction.Kind.CONFIRM, 500, "seen", world.lena)


@pytest.mark.parametrize("table", ["results_message", "results_evidence", "results_correction"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at_us = 0", "DELETE FROM {}"])
def test_update_and_delete_are_refused(filled, table, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(at_us) FROM {table}")  # noqa: S608
        count, at_us = cursor.fetchone()
    assert count == 1
    assert at_us > 0


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["results_message", "results_evidence", "results_correction"])
def test_truncate_is_refused_on_postgresql(filled, engine, table):
    if engine != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_a_row_can_not_be_replaced_either(filled):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    columns = "event_id, seq, source_id, line_item_id, person_id, claimed_us, at_us, received_us, activity, grading"
    statement = (
        f"INSERT OR REPLACE INTO results_message (id, {columns}, given, maximum) "  # noqa: S608
        f"SELECT id, {columns}, 999, maximum FROM results_message"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
