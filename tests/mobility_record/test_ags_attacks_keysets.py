"""Attacks by way of `jwks_url` (docs/reference/attacks.md, rows 11 and 19): where it leads, what it answers, and when."""

import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from key_server import OTHER, PUBLIC, RUBBISH, KeyServer, answer, drip, keys, silent
from platform_client import KEYS

from mobility_record.lti import clients, keysets


@pytest.fixture
def server():
    server = KeyServer()
    yield server
    server.stop()


# 11


INSIDE = [
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"),  # noqa: S104  # addresses to be refused
    *("169.254.169.254", "169.254.0.1", "198.18.0.1", "192.0.2.1", "203.0.113.9", "224.0.0.1", "239.1.1.1"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254"),
    *("ff02::1", "2001:db8::1", "100::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1"),
    *(
        "::ffff:0:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
    ),
    *("2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "4000::1", "5f00::1"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not keysets.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"]
)
def test_an_address_of_the_internet_is(address):
    assert keysets.is_public(address)


URLS = [
    *("http://lms.example/keys", "ftp://lms.example/", "file:///etc/passwd", "gopher://lms.example/", "//lms.example/"),
    *(
        "https://",
        "https:///keys",
        "lms.example",
        "javascript:alert(1)",
        "data:application/json,{}",
        "https:lms.example",
    ),
    *(
        "https://user:password@lms.example/",
        "https://user@lms.example/",
        "https://@lms.example/",
        "https://:@lms.example/",
    ),
    *(
        "https://lms.example\\@127.0.0.1/",
        "https://lms.example:99999/",
        "https://lms.example:-1/",
        "https://lms.example:x/",
    ),
    *("https://[::1", "https://[zz]/", "https://" + "x" * 64 + ".example/", "https://lms.example/" + "x" * 500),
    *("http://127.0.0.1.nip.example/", "http://localhost.example/", "http://[::1]/keys"),
]


@pytest.mark.parametrize("url", URLS)
def test_only_https_without_a_password_is_an_address(db, url):
    with pytest.raises(keysets.NotFetched):
        keysets.check_url(url)
    with pytest.raises(clients.ClientError):
        clients.register("LMS", url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/keys", "http://localhost/keys"])
def test_in_production_not_even_this_machine_is_asked_by_http(settings, url):
    assert keysets.check_url(url)
    settings.MOBILITY_HTTPS = True
    with pytest.raises(keysets.NotFetched):
        keysets.check_url(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
    ],
)
def test_by_https_nothing_inside_is_connected_to(server, monkeypatch, host):
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(keysets.NotFetched):
        keysets.fetch(f"https://{host}:{server.port}/keys")
    assert server.asked == 0


class Connected(Exception):
    pass


@pytest.fixture
def resolver(monkeypatch):
    """A resolver that gives its answers in turn, and a network that tells where it is asked to connect to."""
    answers, connections = [], []

    def getaddrinfo(host, port, *_, **__):
        family = socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    def connect(address, *_):
        connections.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", connect)
    return answers, connections


def test_the_address_that_was_checked_is_the_one_connected_to(resolver):
    answers, connections = resolver
    answers += [["93.184.215.14", "1.1.1.1"], ["127.0.0.1"]]  # the second time it leads inside
    with pytest.raises(keysets.NotFetched):
        keysets.fetch("https://rebinding.example/keys")
    assert connections == [("93.184.215.14", 443)]
    assert len(answers) == 1


def test_one_address_inside_among_others_is_enough_to_refuse(resolver):
    answers, connections = resolver
    answers += [["93.184.215.14", "10.0.0.1"]]
    with pytest.raises(keysets.NotFetched):
        keysets.fetch("https://rebinding.example/keys")
    assert connections == []


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server, code):
    moved = answer(b"", b"%d See" % code, f"Location: {server.url}/inside\r\n".encode())
    server.behaviour = lambda line: (moved if server.asked == 1 else answer(keys(PUBLIC)))(line)
    with pytest.raises(keysets.NotFetched):
        keysets.fetch(server.url)
    assert server.asked == 1


def test_no_proxy_of_the_environment_is_used(server, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.behaviour = answer(keys(PUBLIC))
    assert len(keysets.fetch(server.url)) == 1


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_not_taken(server, name):
    server.behaviour = RUBBISH[name]
    with pytest.raises(keysets.NotFetched):
        keysets.fetch(server.url)


SLOW = {
    "silence": silent,
    "a head drop by drop": drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "a body drop by drop": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n"),
    "chunks drop by drop": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}


@pytest.mark.parametrize("name", SLOW)
def test_whoever_answers_drop_by_drop_is_cut_off(server, monkeypatch, name):
    monkeypatch.setattr(keysets, "_SECONDS", 0.3)
    server.behaviour = SLOW[name]
    with pytest.raises(keysets.NotFetched):
        keysets.fetch(server.url)
    server.stop()
    assert server.cut_off == 1


def certificate(name, folder):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize(
    ("host", "trusted", "taken"),
    [("lms.example", True, True), ("lms.example", False, False), ("other.example", True, False)],
)
def test_the_certificate_is_that_of_the_host_in_the_address(server, monkeypatch, tmp_path, host, trusted, taken):
    file = certificate("lms.example", tmp_path)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(file)
    server.behaviour = answer(keys(PUBLIC))
    honest = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda: honest(cafile=file if trusted else None))
    monkeypatch.setattr(keysets, "_address", lambda *_, **__: "127.0.0.1")
    try:
        assert len(keysets.fetch(f"https://{host}:{server.port}/keys")) == 1
        assert f"Host: {host}:{server.port}".encode() in server.heads[-1]
    except keysets.NotFetched:
        assert not taken
    else:
        assert taken


def test_of_a_key_set_only_what_is_safe_is_used(server):
    bad = [
        {"kty": "oct", "k": "AAAA", "kid": "one"},
        {**PUBLIC, "alg": "HS256"},
        KEYS["RS256"].as_dict(private=True),
        1,
        None,
    ]
    server.behaviour = answer(keys(*bad, PUBLIC))
    assert [key["kid"] for key in keysets.fetch(server.url)] == ["one"]
    server.behaviour = answer(keys(*[{**OTHER, "kid": str(number)} for number in range(200)]))
    assert len(keysets.fetch(server.url)) == 20
