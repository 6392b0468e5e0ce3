"""Attacks on who a client is (docs/reference/attacks.md, rows 1–7): forged, borrowed, replayed and swollen assertions."""

import json
import zlib

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from forger import hs256, part, rs256, unsigned
from joserfc import jwk, jws
from platform_client import KEYS, Platform
from world import PACKAGE

from mobility_record.lti import clients, keysets
from mobility_record.lti.keys import KeyRefused, read_key
from mobility_record.lti.models import AccessToken

STRANGER = jwk.RSAKey.generate_key(2048)
TEN_YEARS = 10 * 365 * 86_400


@pytest.fixture
def lms(client, world):
    return Platform(client, PACKAGE, algorithm="RS256")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def fetch(url):
        raise AssertionError(f"asked {url}")

    monkeypatch.setattr(keysets, "fetch", fetch)


def header(lms, **more):
    return {"alg": "RS256", "kid": lms.kid, **more}


def signed(lms, claims=None, **more):
    """Truly signed by the client's key: all that is wrong stands in the header or the claims."""
    return rs256(lms.key, header(lms, **more), lms.claims() if claims is None else claims)


def refused(lms, assertion, status=401, error="invalid_client"):
    answer = lms.ask(assertion)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert not AccessToken.objects.exists()


def test_the_forger_s_honest_tokens_are_accepted(lms):
    assert lms.ask(signed(lms)).status_code == 200


# 1


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "none ", "", None, 0, ["none"], ["RS256"]])
@pytest.mark.parametrize("signature", [b"", b"x"])
def test_no_algorithm_is_no_signature(lms, algorithm, signature):
    refused(lms, unsigned(header(lms, alg=algorithm), lms.claims(), signature))


def test_a_header_without_an_algorithm_is_refused(lms):
    refused(lms, unsigned({"kid": lms.kid}, lms.claims(), b"x"))


def test_a_signature_of_something_else_or_none_is_refused(lms):
    one, other = signed(lms).split("."), signed(lms).split(".")
    refused(lms, ".".join([*one[:2], other[2]]))
    refused(lms, ".".join([*one[:2], ""]))
    refused(lms, ".".join(one[:2]))
    refused(lms, ".".join([one[0], other[1], one[2]]))
    refused(lms, ".".join(["", *one[1:]]))


# 2


def public_forms(key):
    public = key.raw_value.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    own = json.dumps(key.as_dict(private=False))
    return {
        "PEM": pem,
        "PEM without its last line end": pem.rstrip(b"\n"),
        "PEM of the modulus": public.public_bytes(Encoding.PEM, PublicFormat.PKCS1),
        "DER": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "SSH": public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "JWK": own.encode(),
        "JWK without spaces": own.replace(" ", "").encode(),
        "n": key.as_dict(private=False)["n"].encode(),
        "nothing": b"",
    }


@pytest.mark.parametrize("form", public_forms(KEYS["RS256"]))
@pytest.mark.parametrize("algorithm", ["HS256", "hs256", "RS256"])
def test_a_public_key_is_no_shared_secret(lms, form, algorithm):
    refused(lms, hs256(public_forms(lms.key)[form], header(lms, alg=algorithm), lms.claims()))


# 3


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256", "PS512"])
def test_the_key_decides_the_algorithm_also_among_safe_ones(lms, algorithm):
    registry = jws.JWSRegistry(algorithms=[algorithm])
    head = header(lms, alg=algorithm)
    refused(lms, jws.serialize_compact(head, json.dumps(lms.claims()).encode(), lms.key, registry=registry))


RSA = KEYS["RS256"].as_dict(private=False)
BAD_KEYS = {
    "symmetric": {"kty": "oct", "k": "AAAA"},
    "symmetric beside a modulus": {**RSA, "k": "AAAA"},
    "private": KEYS["RS256"].as_dict(private=True),
    "for HS256": {**RSA, "alg": "HS256"},
    "for none": {**RSA, "alg": "none"},
    "for RS512": {**RSA, "alg": "RS512"},
    "for encryption": {**RSA, "use": "enc"},
    "of 1024 bits": {"kty": "RSA", "e": "AQAB", "n": part(b"\xc1" * 127 + b"\x0f")},
    "of 16 384 bits": {"kty": "RSA", "e": "AQAB", "n": part(b"\xc1" * 2047 + b"\x0f")},
    "of exponent 1": {**RSA, "e": "AQ"},
    "of exponent 2": {**RSA, "e": "Ag"},
    "on P-384": jwk.ECKey.generate_key("P-384").as_dict(private=False),
    "off its curve": {"kty": "EC", "crv": "P-256", "x": part(b"\1" * 32), "y": part(b"\1" * 32)},
    "of another curve's name": {**KEYS["ES256"].as_dict(private=False), "crv": "P-521"},
    "Ed25519": jwk.OKPKey.generate_key("Ed25519").as_dict(private=False),
    "of another kind": {**RSA, "kty": "EC"},
    "without its kind": {"n": RSA["n"], "e": RSA["e"]},
    "of numbers": {**RSA, "n": 17},
    "a list": [],
    "with a kid that is no text": {**RSA, "kid": 1},
    "with an endless kid": {**RSA, "kid": "x" * 201},
    "with a kid of two lines": {**RSA, "kid": "a\nb"},
}


@pytest.mark.filterwarnings("ignore:Key size")
@pytest.mark.parametrize("name", BAD_KEYS)
def test_a_key_that_is_weak_secret_or_broken_is_not_registered(name):
    with pytest.raises(KeyRefused):
        read_key(json.dumps(BAD_KEYS[name]).encode())


def test_a_private_pem_is_not_registered():
    with pytest.raises(KeyRefused, match="private"):
        read_key(KEYS["RS256"].as_pem(private=True))


# 4


@pytest.mark.parametrize("crit", [["exp"], ["b64"], ["https://x.example/"], [], "exp", None, {}])
def test_what_must_be_understood_and_is_not_is_refused(lms, crit):
    refused(lms, signed(lms, crit=crit, exp=1))


def test_an_unencoded_payload_is_refused(lms):
    refused(lms, signed(lms, b64=False, crit=["b64"]))


# 5


def test_a_key_that_the_header_brings_is_ignored(lms):
    own = STRANGER.as_dict(private=False)
    for more in (
        {"jwk": {"kty": "RSA", "e": own["e"], "n": own["n"]}},
        {"jku": "https://attacker.example/keys"},
        {"x5u": "https://attacker.example/chain"},
        {"x5c": ["MIIB"]},
    ):
        refused(lms, rs256(STRANGER, header(lms, **more), lms.claims()))
    small = jwk.ECKey.generate_key("P-256")  # an RSA key is more than joserfc takes for a header
    refused(lms, lms.sign(lms.claims(), small, alg="ES256", jwk=small.as_dict(private=False)))


@pytest.mark.parametrize("more", [{"jku": "https://attacker.example/"}, {"x5u": "http://169.254.169.254/"}])
def test_an_address_in_the_header_is_not_asked_even_of_an_honest_client(lms, more):
    assert lms.ask(signed(lms, **more)).status_code == 200


KIDS = [
    "../../../dev/null",
    "/etc/passwd",
    "' OR '1'='1",
    "x\\'; DROP TABLE lti_client; --",
    "%00",
    "",
    "x" * 300,
    "кид",
]


@pytest.mark.parametrize("kid", [*KIDS, ["a"], {"a": 1}, 1, True, 1.5])
def test_a_kid_is_only_ever_compared(lms, kid):
    refused(lms, rs256(lms.key, {"alg": "RS256", "kid": kid}, lms.claims()))


def test_without_a_kid_the_only_key_counts_and_of_two_none(lms):
    assert lms.ask(rs256(lms.key, {"alg": "RS256"}, lms.claims())).status_code == 200
    AccessToken.objects.all().delete()
    clients.add_key(lms.client, STRANGER.as_pem(private=False))
    refused(lms, rs256(lms.key, {"alg": "RS256"}, lms.claims()))


def test_a_key_speaks_for_its_own_client_only(lms, client):
    other = Platform(client, PACKAGE, name="Another")
    refused(lms, rs256(lms.key, header(lms), other.claims()))
    refused(lms, other.sign(lms.claims(), kid=lms.kid))


@pytest.mark.parametrize("twice", ['"kid":"x",', '"alg":"none",', '"kid":"x","alg":"none",'])
def test_a_header_that_says_two_things_is_refused(lms, twice):
    said = json.dumps(header(lms))
    refused(lms, rs256(lms.key, b"{" + twice.encode() + said[1:].encode(), lms.claims()))


def test_a_kid_of_two_megabytes_is_not_read(lms):
    refused(lms, signed(lms, kid="x" * 2**21), 413, "invalid_request")


# 6


def test_an_encrypted_token_is_refused(lms):
    refused(lms, ".".join([part({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}), "", "AAAA", "AAAA", "AAAA"]))
    refused(lms, ".".join([part({"alg": "RSA-OAEP", "enc": "A256GCM"}), "AAAA", "AAAA", "AAAA", "AAAA"]))


def test_a_packed_payload_is_not_unpacked(lms):
    packed = zlib.compressobj(wbits=-15)
    bomb = packed.compress(json.dumps(lms.claims()).encode() + b" " * 2**21) + packed.flush()
    refused(lms, signed(lms, bomb, zip="DEF"))


def test_a_token_of_ten_megabytes_is_not_read(lms):
    refused(lms, signed(lms, lms.claims(more="x" * 10 * 2**20)), 413, "invalid_request")


def test_a_token_larger_than_any_honest_one_is_refused(lms):
    refused(lms, signed(lms, lms.claims(more="x" * 7000)))


@pytest.mark.parametrize("count", [1, 3, 8000])
def test_dots_are_no_token(lms, count):
    refused(lms, "." * count)


@pytest.mark.parametrize(
    "assertion", ["a b.c.d", "é.é.é", "\ud7ff.a.b", "=.=.=", "eyJ.eyJ.eyJ", "a.b.c", "W10.W10.W10", "MQ.MQ.MQ", ""]
)
def test_what_is_no_token_is_refused(lms, assertion):
    refused(lms, assertion)


HOSTILE = {
    "100 000 deep": b"[" * 100_000 + b"]" * 100_000,
    "1500 deep": b"[" * 1500 + b"]" * 1500,
    "NaN": b'{"exp": NaN}',
    "Infinity": b'{"exp": Infinity}',
    "1e400": b'{"exp": 1e400}',
    "an integer of 4999 digits": b'{"exp": ' + b"9" * 4999 + b"}",
    "half a character": b'{"sub": "\\ud800"}',
    "NUL": b'{"sub": "a\\u0000b"}',
    "not UTF-8": b'{"sub": "\xff"}',
    "UTF-16": '{"sub": "x"}'.encode("utf-16"),
    "a mark of byte order": b'\xef\xbb\xbf{"sub": "x"}',
    "a list": b"[]",
    "a number": b"1",
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("where", ["header", "claims"])
def test_hostile_json_is_refused(lms, name, where):
    head = HOSTILE[name] if where == "header" else header(lms)
    claims = HOSTILE[name] if where == "claims" else lms.claims()
    assert lms.ask(rs256(lms.key, head, claims)).status_code == (413 if name.startswith("100") else 401)
    assert not AccessToken.objects.exists()


MORE = {
    "the same claim twice": b',"sub":"someone"',
    "half a character": b',"name":"\\ud800"',
    "NUL": b',"name":"a\\u0000b"',
    "NaN": b',"x":NaN',
    "1e400": b',"x":1e400',
    "17 deep": b',"x":' + b"[" * 17 + b"]" * 17,
}


@pytest.mark.parametrize("name", MORE)
def test_hostile_json_beside_honest_claims_is_refused(lms, name):
    refused(lms, signed(lms, json.dumps(lms.claims()).encode()[:-1] + MORE[name] + b"}"))
