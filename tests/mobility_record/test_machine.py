"""A machine that does everything in any order, and looks after each step whether CONTRACTS 5–8 still hold.

Small and the same every time in CI; `MOBILITY_MACHINE=500` plays 500 other sequences, each of up to 80 steps.
"""

import os
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from bridge_client import Asker
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from machine_model import ASSURANCE, HOUR, MOST_DEVICES, TAGS, Person, Source, Stay, Told, sources
from platform_client import Platform
from world import PACKAGE, VERSION, World

from mobility_bridge import claimcode, instants, receipt
from mobility_bridge.messages import EVIDENCE_KEY
from mobility_record import clock
from mobility_record.lti import clients
from mobility_record.people.erasure import erase
from mobility_record.people.models import PersonKey, Pseudonym, WrongAttempt
from mobility_record.results import corrections
from mobility_record.results.models import Correction, Message, Result
from mobility_record.stays import codes
from mobility_record.stays.models import LineItem
from mobility_record.stays.models import Source as SourceRow
from mobility_record.stays.sources import end
from mobility_record.web.receiving import NotReceived, receive
from mobility_record.web.seen import NotSeen, one_seen_by
from mobility_record.web.timeline import timeline

LARGE = int(os.environ.get("MOBILITY_MACHINE", "0"))
_DEVICES = UUID("5b0c3f1e-2d7a-4a39-9a63-0f6a4b7c2d19")
APPEND_ONLY = ("results_message", "results_evidence", "results_correction")

small = st.integers(0, 5)
tags = st.sampled_from(TAGS)
points = st.one_of(st.none(), st.sampled_from([0, 250, 1000, 1300]), st.integers(0, 1000))
checks = st.fixed_dictionaries(
    {
        "type": st.just("check.passed"),
        "v": st.just(1),
        "block": st.sampled_from(["problem/a", "problem/b"]),
        "at": st.just("2026-02-11T18:04:31Z"),
        "data": st.fixed_dictionaries({"score": st.integers(0, 1000), "attempts": st.integers(1, 9)}),
    }
)
counts = st.fixed_dictionaries({name: st.integers(0, 9) for name in ("not_yet", "in_hand", "done", "not_needed")})
lists = st.fixed_dictionaries(
    {
        "type": st.just("checklist.state"),
        "v": st.just(1),
        "block": st.sampled_from(["c/a", "c/b"]),
        "at": st.just("2026-02-11T18:04:31Z"),
        "data": st.fixed_dictionaries({"counts": counts, "readiness": st.integers(0, 1000)}),
    }
)
evidence = st.lists(st.one_of(checks, lists), max_size=2, unique_by=lambda one: one["block"])
new_events = st.lists(st.tuples(st.integers(1, 5), tags, points, evidence), max_size=4)


class Machine(RuleBasedStateMachine):
    """Two people, one package, one learning platform, a coordinator, a mentor and an auditor."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.real_clock, self.now = clock.now_us, clock.now_us()
        clock.now_us = lambda: self.now
        self.day = (instants.moment(self.now).date() - receipt.EPOCH).days
        self.world = World()
        self.ask = Asker(Client())
        self.lms = Platform(Client(), PACKAGE)
        self.item = {item.tag: item for item in LineItem.objects.all()}
        self.address = {tag: f"/lti/lineitems/{item.public_id}" for tag, item in self.item.items()}
        self.viewers = {
            role: self.world.member(role, self.world.host if role == "mentor" else self.world.school)
            for role in ("coordinator", "mentor", "auditor")
        }
        self.people: list[Person] = []
        for stay in (self.world.stay, self.world.mobility(self.world.person("Olu"))):
            person = Person(stay.participant, clients.pseudonym_of(self.lms.client, stay))
            self.people.append(person)
            self._begin(person, stay)
        self.rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in APPEND_ONLY}
        self.steps = 0

    def teardown(self) -> None:
        """As if nothing of it had ever been."""
        clock.now_us = self.real_clock
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def _begin(self, person: Person, row: Any) -> None:
        stay = Stay(row, person)
        stay.new_code(codes.make_code(row))
        person.stays.append(stay)

    def _stay(self, number: int) -> Stay:
        stays = [stay for person in self.people for stay in person.stays]
        return stays[number % len(stays)]

    def _source(self, number: int, kind: str = "device") -> tuple[Stay, Source]:
        found = [each for each in sources(self.people) if each[1].kind == kind]
        return found[-1 - number % len(found)]

    def _has_devices(self) -> bool:
        return any(source.kind == "device" for _, source in sources(self.people))

    # Codes and claims

    @rule(which=small)
    def print_a_code(self, which: int) -> None:
        stay = self._stay(which)
        if not stay.person.erased:
            stay.new_code(codes.make_code(stay.row))

    @rule(which=small)
    def revoke_codes(self, which: int) -> None:
        stay = self._stay(which)
        codes.revoke_codes(stay.row)
        for code in stay.codes:
            code.ended = True

    @rule(which=small, code=st.integers(0, 2), device=st.integers(0, 6))
    def claim(self, which: int, code: int, device: int) -> None:
        stay = self._stay(which)
        chosen = stay.codes[-1 - code % len(stay.codes)]
        name = str(uuid5(_DEVICES, str(device)))
        asked = {"code": chosen.text, "device": name, "package": PACKAGE, "package_version": VERSION}
        status, answer = self.ask("claim", asked)
        if stay.person.erased:
            assert (status, answer["error"]) == (410, "gone")
            return
        source = stay.claim(chosen, name)
        if source is None:
            assert (status, answer["error"]) == (403, "code_refused")
            WrongAttempt.objects.all().delete()
            return
        assert status == 200
        assert source.source_id in ("", answer["source"])
        assert answer["next_seq"] == source.next_seq
        source.source_id = answer["source"]
        source.tokens[answer["token"]] = self.now + 8 * HOUR
        source.refreshes = [*source.refreshes, answer["refresh"]][-5:]

    @rule(which=small)
    def six_devices(self, which: int) -> None:
        for device in range(6):
            self.claim(which, 0, device)

    # Messages

    @precondition(_has_devices)
    @rule(which=small, told=new_events, again=st.booleans())
    def events(self, which: int, told: list[Any], again: bool) -> None:
        stay, source = self._source(which)
        numbers = {each.order for each in source.told if each.evidence}
        batch, taken = [], []
        for seq, tag, given, brought in told:
            brought = [] if seq in numbers or any(seq == each.order for each in taken + source.told) else brought
            score = self._score(given, "2026-02-11T18:04:31.250Z", brought)
            event = {"id": str(uuid4()), "seq": seq, "lineitem": tag, "score": score}
            batch.append(event)
            taken.append(Told(event["id"], tag, seq, _per_mille(given), self.now, tuple(brought)))
        if again and source.told:
            taken.append(source.told[-1])
            batch.append({**self._event(source.told[-1])})
        token = list(source.tokens)[-1]
        status, answer = self.ask("events", {"token": token, "events": batch})
        refusal = self._refusal(stay, source, token)
        if refusal:
            assert (status, answer["error"]) == refusal
            return
        assert status == 200
        became = [(each.identity, source.take(each)) for each in taken]
        assert answer["accepted"] == [name for name, what in became if what != "known"]
        assert answer["duplicate"] == [name for name, what in became if what == "known"]
        assert answer["rejected"] == []

    @rule(which=small, tag=tags, moment=st.integers(-4, 4), given=points, brought=evidence)
    def score_over_ags(self, which: int, tag: str, moment: int, given: int | None, brought: list[Any]) -> None:
        person = self.people[which % len(self.people)]
        at_us = self.now // HOUR * HOUR + moment * 60_000_000
        if at_us > self.now + 5 * 60_000_000:
            return
        stay = person.stays[-1]
        known = next((source for source in stay.sources if source.kind == "lms"), None)
        brought = [] if known and any(each.order == at_us for each in known.told) else brought
        score = self._score(given, instants.text(at_us), brought) | {"userId": person.user}
        answer = self.lms.call("POST", f"{self.address[tag]}/scores", score, token=self._lms_token())
        if person.erased:
            assert (answer.status_code, answer.json()["error"]) == (404, "unknown_user")
            return
        source = stay.one("lms", self.lms.client_id)
        before = source.result(tag)
        told = Told((tag, at_us, given, str(brought)), tag, at_us, _per_mille(given), self.now, tuple(brought))
        became = source.take(told)
        assert answer.status_code == (409 if became == "late" else 200)
        if became == "late":
            assert before is not None
            assert answer.json()["last"] == instants.text(before.order)
        else:
            assert answer.json() == {"resultMoved": became == "moved", "known": became == "known"}

    @rule(
        which=small, code=st.integers(0, 2), tag=tags, value=st.sampled_from([0, 300, 301, 1000]), ago=st.integers(0, 2)
    )
    def type_a_receipt(self, which: int, code: int, tag: str, value: int, ago: int) -> None:
        stay = self._stay(which)
        chosen = stay.codes[-1 - code % len(stay.codes)]
        payload = receipt.Payload(TAGS.index(tag), value, self.day - ago)
        symbols = claimcode.read(chosen.text)
        assert symbols is not None
        paper = receipt.make(receipt.derive_key(symbols), payload, PACKAGE, VERSION)
        try:
            outcome = receive(self.viewers["coordinator"], chosen.text, PACKAGE, [paper]).outcomes[0]
        except NotReceived as refused:
            assert refused.reason == ("gone" if stay.person.erased else "ended")
            assert stay.person.erased or chosen.ended
            return
        assert not stay.person.erased
        assert not chosen.ended
        chosen.claimed = True
        reached = min(clock.start_of(payload.date), self.now)
        order = payload.day * 2**20 + payload.line_item * 1024 + value  # ADR 0014: by day, of one day the higher
        became = stay.one("receipts").take(Told((chosen.text, paper), tag, order, value, reached))
        assert (outcome.news, outcome.moved) == (became != "known", became == "moved")

    # What people decide, and ends

    @rule(which=small, tag=tags, kind=st.sampled_from(["confirm", "correct", "withdraw"]), value=st.integers(0, 1000))
    def decide(self, which: int, tag: str, kind: str, value: int) -> None:
        stay = self._stay(which)
        if stay.person.erased:
            return
        by = self.viewers["coordinator"]
        corrections.decide(stay.row, self.item[tag], Correction.Kind(kind), value, "I saw it.", by)
        stay.decisions[tag].append((kind, None if kind == "withdraw" else value))

    @precondition(_has_devices)
    @rule(which=small)
    def stop(self, which: int) -> None:
        stay, source = self._source(which)
        token = list(source.tokens)[-1]
        status, answer = self.ask("stop", {"token": token})
        refusal = self._refusal(stay, source, token)
        if refusal and refusal[1] != "reporting_ended":
            assert (status, answer["error"]) == refusal
        elif source.end and source.tokens[token] <= self.now:
            assert (status, answer["error"]) == (401, "token_expired")
        else:
            assert (status, answer["stopped"]) == (200, True)
            source.end = source.end or "stopped"

    @precondition(_has_devices)
    @rule(which=small)
    def a_coordinator_ends_a_device(self, which: int) -> None:
        _, source = self._source(which)
        end(SourceRow.objects.get(source_id=source.source_id), SourceRow.End.REVOKED)
        source.end = source.end or "revoked"

    @precondition(_has_devices)
    @rule(which=small, refresh=small)
    def refresh(self, which: int, refresh: int) -> None:
        stay, source = self._source(which)
        secret = source.refreshes[refresh % len(source.refreshes)]
        status, answer = self.ask("refresh", {"refresh": secret})
        refusal = self._refusal(stay, source)
        if refusal:
            assert (status, answer["error"]) == refusal
        else:
            assert (status, answer["next_seq"]) == (200, source.next_seq)
            source.tokens[answer["token"]] = self.now + 8 * HOUR

    @rule(which=small)
    def a_second_stay(self, which: int) -> None:
        person = self.people[which % len(self.people)]
        if not person.erased and len(person.stays) < 3:
            self._begin(person, self.world.mobility(person.row))

    @precondition(lambda self: self.steps > 12)
    @rule(which=small)
    def erase(self, which: int) -> None:
        person = self.people[which % len(self.people)]
        erase(person.row)
        person.erased = True

    @rule(hours=st.integers(1, 5))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    # What must hold, after every step

    @invariant()
    def the_clock_goes_on(self) -> None:
        self.steps += 1
        self.now += clock.SECOND

    @invariant()
    def what_was_appended_stays_as_it_was(self) -> None:
        for table in APPEND_ONLY:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - names of our own
                rows = [tuple(map(str, row)) for row in cursor.fetchall()]
            assert rows[: len(self.rows[table])] == self.rows[table]
            self.rows[table] = rows
        told = [each for _, source in sources(self.people) for each in source.told]
        assert len(self.rows["results_message"]) == len(told)
        assert len(self.rows["results_evidence"]) == sum(len(each.evidence) for each in told)

    @invariant()
    def results_are_what_the_model_says(self) -> None:
        rows = Result.objects.select_related("source", "line_item", "message")
        found = {
            (row.source.mobility_id, _name(row.source), row.line_item.tag): (
                (row.seq, row.per_mille, row.at_us, row.assurance)
            )
            for row in rows
        }
        wanted = {
            (stay.row.pk, source.source_id or source.kind, tag): (
                result.order,
                result.per_mille,
                result.reached_us,
                ASSURANCE[source.kind],
            )
            for stay, source in sources(self.people)
            for tag in TAGS
            if (result := source.result(tag)) is not None
        }
        assert found == wanted
        assert all(row.message.source_id == row.source_id for row in rows)
        assert Message.objects.count() == Message.objects.values("source", "event_id").distinct().count()

    @invariant()
    def sources_are_those_of_the_model_and_at_most_five_report(self) -> None:
        rows = {row.source_id: row for row in SourceRow.objects.filter(kind="device")}
        known = {source.source_id: (stay, source) for stay, source in sources(self.people) if source.kind == "device"}
        assert rows.keys() == known.keys()
        for name, (stay, source) in known.items():
            assert (rows[name].end, rows[name].mobility_id) == (source.end, stay.row.pk)
            assert len({each.name for each in stay.live()}) <= MOST_DEVICES

    @invariant()
    def everyone_sees_what_counts_and_what_they_may(self) -> None:
        stay = self._stay(self.steps)
        role = list(self.viewers)[self.steps // 2 % 3]
        try:
            seen = one_seen_by(self.viewers[role], stay.row.public_id)
        except NotSeen:
            assert stay.person.erased
            return
        assert not stay.person.erased
        visible = {
            "coordinator": set(TAGS),
            "mentor": {"gate:work-safety"},
            "auditor": {"progress", "gate:work-safety"},
        }
        shown = {result.tag: result for result in seen.packages[0].results}
        assert shown.keys() == visible[role]
        for tag, result in shown.items():
            wanted = stay.effective(tag)
            assert (result.per_mille, result.assurance, result.decision) == (wanted or (None, "", "")), tag
        lists = {each.block: each.readiness for each in seen.packages[0].checklists}
        newest = {block: data["readiness"] for block, data in stay.checklists().items()}
        assert lists == (newest if role == "coordinator" else {})
        entries = [entry for entry in timeline(seen, clock.today()) if entry.kind == "check"]
        assert len(entries) == (0 if role == "mentor" else stay.passed())

    @invariant()
    def the_erased_are_gone_for_good(self) -> None:
        for person in self.people:
            if person.erased:
                assert not PersonKey.objects.filter(person=person.row).exists()
                assert not Pseudonym.objects.filter(person=person.row).exists()
                for stay in person.stays:
                    for source in stay.sources:
                        for token in list(source.tokens)[-1:]:
                            assert self.ask("mine", {"token": token})[0] == 410

    # Small things

    def _refusal(self, stay: Stay, source: Source, token: str | None = None) -> tuple[int, str] | None:
        if stay.person.erased:
            return 410, "gone"
        if source.end:
            return 403, "reporting_ended"
        if token is not None and source.tokens[token] <= self.now:
            return 401, "token_expired"
        return None

    def _event(self, told: Told) -> dict[str, Any]:
        """A known message once more; only its id counts then."""
        score = self._score(None, "2026-02-11T18:04:31.250Z", [])
        return {"id": told.identity, "seq": told.order, "lineitem": told.tag, "score": score}

    def _score(self, given: int | None, at: str, brought: list[Any]) -> dict[str, Any]:
        score: dict[str, Any] = {"timestamp": at, "activityProgress": "InProgress", "gradingProgress": "FullyGraded"}
        score |= {} if given is None else {"scoreGiven": given, "scoreMaximum": 1000}
        return score | ({EVIDENCE_KEY: brought} if brought else {})

    def _lms_token(self) -> str:
        now = self.now // clock.SECOND
        answer = self.lms.ask(self.lms.sign(self.lms.claims(iat=now, exp=now + 60)))
        assert answer.status_code == 200, answer.content
        return str(answer.json()["access_token"])


def _per_mille(given: int | None) -> int | None:
    return None if given is None else min(given, 1000)


def _name(row: SourceRow) -> str:
    """A device by its id; a stay has only one source of receipts, and one of the platform."""
    return row.source_id if row.kind == "device" else row.kind


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_the_contracts_hold() -> None:
    chosen = settings(
        max_examples=LARGE or 8,
        stateful_step_count=80 if LARGE else 35,
        derandomize=not LARGE,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if LARGE else (Phase.generate,),
    )
    run_state_machine_as_test(Machine, settings=chosen)
