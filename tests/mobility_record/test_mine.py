"""What a package's token reads of a person: what the package itself has reported, and nothing else (CONTRACTS 8)."""

from platform_client import Platform
from world import PACKAGE, event

from mobility_record.lti import clients


def test_a_package_s_token_does_not_read_what_a_learning_platform_reported(client, world, ask):
    token = ask("claim", world.claim())[1]["token"]
    ask("events", {"token": token, "events": [event(1, 300, tag="grade")]})
    lms = Platform(client, PACKAGE)
    user = clients.pseudonym_of(lms.client, world.stay)
    assert lms.score(lms.item("grade"), user, 910, "2026-02-11T18:00:00Z").status_code == 200
    told = ask("mine", {"token": token})[1]
    assert told["messages"] == 1
    assert [(each["per_mille"], each["assurance"]) for each in told["results"]] == [(300, "self-reported")]
