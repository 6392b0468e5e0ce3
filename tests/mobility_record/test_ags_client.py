"""Our own client and the running record: the two sides of one bridge, over real HTTP."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from joserfc.jwk import ECKey
from world import PACKAGE

from mobility_bridge.client import (
    RECORD,
    Client,
    Delivered,
    DeliveredAlready,
    Paused,
    Platform,
    Reason,
    Retry,
    Signer,
    Superseded,
    Wanted,
)
from mobility_bridge.evidence import Evidence
from mobility_bridge.messages import ActivityProgress, GradingProgress, Score

NEW_CLIENT = """
from world import PACKAGE, World
from mobility_record.lti import clients
world = World()
client = clients.register("Open edX of the school")
kid = clients.add_key(client, {key!r}).kid
clients.allow(client, PACKAGE)
user = clients.pseudonym_of(client, world.stay)
print(json.dumps({{"client": str(client.public_id), "kid": kid, "user": user, "stay": world.stay.pk}}))
"""
KEPT = """
from mobility_record.results.models import Evidence, Message
mine = Message.objects.filter(source__mobility={stay}, source__kind="lms")
print(json.dumps([mine.count(), Evidence.objects.filter(message__in=mine).count()]))
"""
PROGRESS = Wanted("progress", PACKAGE)


class Sender:
    def __init__(self, live):
        key = ECKey.generate_key("P-256")
        self.live = live
        self.told = live.python(NEW_CLIENT.format(key=key.as_pem(private=False)))
        urls = {"token_url": f"{live.url}/lti/token", "line_items_url": f"{live.url}/lti/lineitems"}
        platform = Platform(RECORD, self.told["client"], **urls, issuer=live.url)
        signer = Signer.from_pem(key.as_pem(private=True), self.told["kid"])
        self.clients = [Client(platform, signer) for _ in range(2)]  # two processes, as it were
        now = time.time_ns() // 1000 - 60_000_000
        passed = Evidence("check.passed", 1, "sequential/work-safety-check", now, {"score": 1000, "attempts": 1})
        self.score = Score(
            now, ActivityProgress.IN_PROGRESS, GradingProgress.FULLY_GRADED, 640, 1000, self.told["user"], (passed,)
        )

    def kept(self):
        """How many messages, and pieces of evidence, the record has."""
        return self.live.python(KEPT.format(stay=self.told["stay"]))


@pytest.fixture(scope="module")
def live(own_live):
    return own_live


@pytest.fixture
def sender(live):
    sender = Sender(live)
    yield sender
    for client in sender.clients:
        client.close()


def test_a_score_arrives_with_its_evidence_and_its_retry_is_no_second_one(sender):
    for client in sender.clients:
        assert client.send(sender.score, PROGRESS) == Delivered(sender.score, sender.score.timestamp_us, 200)
    assert sender.kept() == [1, 1]
    client = sender.clients[0]
    [result] = client.results(client.line_item(PROGRESS), sender.told["user"])
    assert result.share * 1000 == 640


def test_a_late_message_is_kept_and_changes_nothing(sender):
    first, second = sender.clients
    late = replace(sender.score, timestamp_us=sender.score.timestamp_us - 1, given=100)
    same = replace(late, given=640, timestamp_us=late.timestamp_us - 1)
    first.send(sender.score, PROGRESS)
    assert second.send(late, PROGRESS) == Superseded(late, Reason.NEWER_RESULT)
    assert first.send(same, PROGRESS) == DeliveredAlready(same, same.timestamp_us)
    assert sender.kept() == [3, 3]


def test_a_score_ahead_of_the_records_clock_waits(sender):
    ahead = replace(sender.score, timestamp_us=sender.score.timestamp_us + 3_600_000_000)
    outcome = sender.clients[0].send(ahead, PROGRESS)
    assert (type(outcome), outcome.status) == (Retry, 400)


def test_many_threads_send_and_nothing_is_lost(sender):
    client = sender.clients[0]
    scores = [replace(sender.score, given=number) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda score: client.send(score, PROGRESS), scores))
    assert all(isinstance(outcome, Delivered | DeliveredAlready | Superseded) for outcome in outcomes)
    assert sender.kept() == [40, 40]


def test_a_revoked_client_is_paused(sender):
    revoke = f"from mobility_record.lti import clients\nfrom uuid import UUID\nclients.revoke(clients.find(UUID({sender.told['client']!r})))"
    sender.clients[0].send(sender.score, PROGRESS)
    sender.live.python(revoke)
    for client in sender.clients:
        outcome = client.send(replace(sender.score, given=700), PROGRESS)
        assert (type(outcome), outcome.reason) == (Paused, Reason.TOKEN_REFUSED)
