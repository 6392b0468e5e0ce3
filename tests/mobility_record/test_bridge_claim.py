"""Claiming: a code from a card becomes a narrow token (CONTRACTS 8)."""

from uuid import uuid4

import pytest
from world import PACKAGE, World, event

from mobility_record import clock
from mobility_record.people.erasure import erase
from mobility_record.people.models import WrongAttempt
from mobility_record.stays.codes import make_code, revoke_codes
from mobility_record.stays.models import ClaimCode, Enrolment, Mobility, Source, Token
from mobility_record.stays.sources import end


def test_a_claim_answers_what_the_package_needs(world, ask):
    status, answer = ask("claim", world.claim())
    assert status == 200
    assert answer["expires_in"] == 8 * 3600
    assert answer["next_seq"] == 1
    assert answer["line_items"] == ["progress", "grade", "gate:work-safety"]
    assert answer["stay"]["departure"] == world.stay.departure.isoformat()
    source = Source.objects.get(source_id=answer["source"])
    assert (source.origin, source.mobility) == ("https://lms.example", world.stay)


def test_secrets_are_stored_only_as_digests(world, ask):
    _, answer = ask("claim", world.claim())
    stored = [bytes(row.digest) for row in (*Token.objects.all(), *ClaimCode.objects.all())]
    assert all(answer["token"].encode() not in digest and world.code.encode() not in digest for digest in stored)
    assert all(len(digest) == 32 for digest in stored)


def test_a_lost_answer_is_asked_again_and_both_answers_work(world, ask):
    claim = world.claim()
    _, first = ask("claim", claim)
    _, second = ask("claim", claim)
    assert first["source"] == second["source"]
    assert Source.objects.count() == 1
    for answer in (first, second):
        assert ask("events", {"token": answer["token"], "events": []})[0] == 200
        assert ask("refresh", {"refresh": answer["refresh"]})[0] == 200


def test_a_code_works_as_people_write_it(world, ask):
    written = f" {world.code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert ask("claim", world.claim(written))[0] == 200


def test_unknown_expired_revoked_and_retired_codes_get_the_same_answer(world, ask):
    answers = [ask("claim", world.claim(code)) for code in ("7KQ4-M2XP-9DE", "", "7KQ4-M2XP-9D0")]
    expired = world.mobility(world.person("Past"), days_to_departure=-80, days=28)
    answers.append(ask("claim", world.claim(make_code(expired))))
    revoked = world.mobility(world.person("Revoked"))
    code = make_code(revoked)
    revoke_codes(revoked)
    answers.append(ask("claim", world.claim(code)))
    old = world.code
    make_code(world.stay)
    answers.append(ask("claim", world.claim(old)))
    assert answers == [(403, {"error": "code_refused", "message": "This code is not valid."})] * 6


@pytest.mark.parametrize(("days_after", "status"), [(30, 200), (31, 403)])
def test_a_code_is_valid_until_30_days_after_the_stay(world, ask, days_after, status):
    stay = world.mobility(world.person("Back"), days_to_departure=-28 - days_after, days=28)
    assert ask("claim", world.claim(make_code(stay)))[0] == status


def test_a_new_code_retires_only_codes_that_nobody_claimed(world, ask):
    _, claimed = ask("claim", world.claim())
    newer = make_code(world.stay)
    assert ask("claim", world.claim())[0] == 200  # the claimed one still brings further devices
    assert ask("claim", world.claim(newer))[0] == 200
    assert ask("events", {"token": claimed["token"], "events": []})[0] == 200


def test_claiming_a_package_that_is_not_registered_or_not_enrolled(world, ask):
    claim = world.claim() | {"package": "Other+COURSE"}
    assert ask("claim", claim)[1]["error"] == "not_enrolled"
    Enrolment.objects.all().delete()
    assert ask("claim", world.claim()) == (403, ask("claim", claim)[1])
    assert not Source.objects.exists()
    assert not WrongAttempt.objects.exists()


def test_the_sixth_device_retires_the_oldest(world, ask):
    answers = [ask("claim", world.claim())[1] for _ in range(6)]
    assert ask("events", {"token": answers[0]["token"], "events": []})[1]["error"] == "reporting_ended"
    assert all(ask("events", {"token": a["token"], "events": []})[0] == 200 for a in answers[1:])
    assert Source.objects.get(source_id=answers[0]["source"]).end == Source.End.REPLACED


def test_two_packages_on_one_device_are_one_device(world, ask):
    from world import STATEMENT

    from mobility_record.stays.packages import enrol, register

    other = register(STATEMENT.__class__("Other+COURSE", "0" * 12, "Other", ("progress",), "http://x")).package
    enrol(world.stay, other)
    devices = [str(uuid4()) for _ in range(5)]
    first = [ask("claim", world.claim(device=device))[1] for device in devices]
    ask("claim", world.claim(device=devices[0]) | {"package": "Other+COURSE"})
    assert all(ask("events", {"token": a["token"], "events": []})[0] == 200 for a in first)


def test_a_device_that_a_coordinator_ended_cannot_claim_with_the_same_code(world, ask):
    device = str(uuid4())
    ask("claim", world.claim(device=device))
    end(Source.objects.get(), Source.End.REVOKED)
    assert ask("claim", world.claim(device=device))[1]["error"] == "code_refused"
    assert ask("claim", world.claim(make_code(world.stay), device))[0] == 200


def test_a_device_that_stopped_itself_can_begin_again(world, ask):
    claim = world.claim()
    _, first = ask("claim", claim)
    assert ask("stop", {"token": first["token"]})[0] == 200
    _, second = ask("claim", claim)
    assert second["source"] != first["source"]
    assert ask("events", {"token": second["token"], "events": [event(1)]})[1]["accepted"]


def test_sixty_wrong_codes_from_one_address_are_enough(world, ask, caplog):
    WrongAttempt.objects.bulk_create(_wrong(59))
    assert ask("claim", world.claim())[0] == 200
    assert ask("claim", world.claim("0000-0000-000"))[0] == 403
    assert "claim: 60 wrong attempts" in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert ask("claim", world.claim())[0] == 429
    assert ask("claim", world.claim(), REMOTE_ADDR="192.0.2.7")[0] == 200


def test_wrong_codes_are_forgotten_after_15_minutes(world, ask):
    WrongAttempt.objects.bulk_create(_wrong(60, clock.now_us() - 15 * clock.MINUTE - 1))
    assert ask("claim", world.claim())[0] == 200
    ask("claim", world.claim("0000-0000-000"))
    assert WrongAttempt.objects.count() == 1


def test_a_forged_forwarded_address_does_not_escape_the_limit(world, ask):
    WrongAttempt.objects.bulk_create(_wrong(60))
    assert ask("claim", world.claim(), HTTP_X_FORWARDED_FOR="198.51.100.9")[0] == 429


def test_behind_a_proxy_of_ours_its_word_counts_and_no_other(world, ask, settings):
    settings.MOBILITY_PROXIES = 1
    WrongAttempt.objects.bulk_create(_wrong(60, address="198.51.100.9"))
    assert ask("claim", world.claim(), HTTP_X_FORWARDED_FOR="203.0.113.1, 198.51.100.9")[0] == 429
    assert ask("claim", world.claim(), HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.1")[0] == 200


def test_after_erasure_code_and_tokens_answer_gone(world, ask):
    _, answer = ask("claim", world.claim())
    erase(world.lena)
    assert ask("claim", world.claim())[0] == 410
    assert ask("refresh", {"refresh": answer["refresh"]})[0] == 410
    for endpoint in ("events", "mine", "stop"):
        body = {"token": answer["token"]} | ({"events": [event(1)]} if endpoint == "events" else {})
        assert ask(endpoint, body)[0] == 410


def test_a_token_lives_eight_hours_and_a_refresh_gives_another(world, ask):
    _, answer = ask("claim", world.claim())
    Token.objects.update(expires_us=clock.now_us())
    assert ask("events", {"token": answer["token"], "events": []})[1]["error"] == "token_expired"
    status, fresh = ask("refresh", {"refresh": answer["refresh"]})
    assert (status, fresh["next_seq"]) == (200, 1)
    assert ask("events", {"token": fresh["token"], "events": []})[0] == 200
    assert ask("refresh", {"refresh": answer["refresh"]})[0] == 200  # it does not rotate


def test_unknown_tokens_and_a_refresh_used_as_token(world, ask):
    _, answer = ask("claim", world.claim())
    assert ask("events", {"token": "x" * 43, "events": []})[1]["error"] == "token_unknown"
    assert ask("mine", {"token": answer["refresh"]})[1]["error"] == "token_unknown"
    assert ask("refresh", {"refresh": answer["token"]})[1]["error"] == "token_unknown"


def test_stop_ends_reporting_and_is_harmless_twice(world, ask):
    _, answer = ask("claim", world.claim())
    for _ in range(2):
        assert ask("stop", {"token": answer["token"]})[0] == 200
    assert ask("events", {"token": answer["token"], "events": [event(1)]})[1]["error"] == "reporting_ended"
    assert ask("refresh", {"refresh": answer["refresh"]})[1]["error"] == "reporting_ended"


@pytest.mark.parametrize("origin", ["javascript:alert(1)//", "https://lms.example/<b>", "x https://lms.example", ""])
def test_what_looks_unlike_an_origin_is_not_kept(world, ask, origin):
    ask("claim", world.claim(), HTTP_ORIGIN=origin)
    assert Source.objects.get().origin == ""


def test_a_claim_for_another_stay_reports_only_there(world, ask):
    marcos = world.mobility(world.person("Marcos"))
    _, hers = ask("claim", world.claim())
    _, his = ask("claim", world.claim(make_code(marcos)))
    ask("events", {"token": his["token"], "events": [event(1, 900)]})
    assert ask("mine", {"token": hers["token"]})[1]["messages"] == 0
    assert ask("mine", {"token": his["token"]})[1]["results"][0]["per_mille"] == 900
    assert Mobility.objects.count() == 2
    assert ask("mine", {"token": his["token"]})[1]["package"] == PACKAGE


def _wrong(count: int, at_us: int | None = None, address: str = "127.0.0.1") -> list[WrongAttempt]:
    from mobility_record.identifiers import peppered

    subject = peppered("claim", address)
    return [WrongAttempt(door="claim", subject=subject, at_us=at_us or clock.now_us()) for _ in range(count)]


__all__ = ["World"]
