"""Key sets that clients publish (`jwks_url`): fetched with suspicion, kept, and used while they can't be reached.

Only HTTPS to public addresses: the name is resolved once, every address must be global, and the connection goes to the
address that was checked, so that no second answer of a name server leads inside (DNS rebinding). No redirect is
followed, no proxy used, 64 KiB at most; 5 seconds after it was made the connection is cut,
however busily the other side drips.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from mobility_bridge import strictjson
from mobility_record import clock
from mobility_record.lti.keys import KeyRefused, public_jwk
from mobility_record.lti.models import Client, KeySet

FRESH = 24 * clock.HOUR
BETWEEN_TRIES = clock.MINUTE
_SECONDS = 5.0
_MOST_BYTES = 64 * 1024
_MOST_KEYS = 20
LONGEST_URL = 500
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Keys = list[Mapping[str, Any]]


class NotFetched(Exception):
    """The key set could not be had; the message says why."""


def keys_of(client: Client, kid: object, now_us: int) -> Keys:
    """The client's published keys: asked for again when they are a day old or `kid` is unknown, at most once a minute.

    While the address can't be reached the keys of the last answer stay: a client does not lose its access because its
    web server is down.
    """
    known, _made = KeySet.objects.get_or_create(client=client)
    fresh = known.fetched_us + FRESH > now_us
    if fresh and any(key.get("kid") == kid for key in known.keys):
        return list(known.keys)
    if not KeySet.objects.filter(pk=known.pk, tried_us__lte=now_us - BETWEEN_TRIES).update(tried_us=now_us):
        return list(known.keys)
    try:
        keys = fetch(client.jwks_url)
    except NotFetched:
        return list(known.keys)
    KeySet.objects.filter(pk=known.pk).update(keys=keys, fetched_us=now_us)
    return keys


def check_url(url: str) -> tuple[str, int, str]:
    """Host, port and path of a `jwks_url`; raises `NotFetched` for anything but plain HTTPS."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise NotFetched("The address can't be read.") from error
    local = parts.scheme == "http" and not settings.MOBILITY_HTTPS and host in ("127.0.0.1", "localhost")
    if (parts.scheme != "https" and not local) or not host or "@" in parts.netloc or len(url) > LONGEST_URL:
        raise NotFetched("The address must be https://host/path, without a name or password in it.")
    return host, port, parts.path + (f"?{parts.query}" if parts.query else "") or "/"


def fetch(url: str) -> Keys:
    """The usable public keys at `url`, with what can't be used left out; raises `NotFetched`."""
    host, port, path = check_url(url)
    secure = url.lower().startswith("https:")
    address = _address(host, port, public=secure)
    try:
        with _line(address, port, host if secure else "") as line:
            return _usable(_body(line, path, host if port in (80, 443) else f"{host}:{port}"))
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise NotFetched("The key set could not be fetched.") from error


@contextmanager
def _line(address: str, port: int, secure_host: str) -> Iterator[socket.socket]:
    """A connection to `address`, TLS with the certificate of `secure_host` unless that is empty; cut when time is up.

    A socket's own timeout begins anew with each byte that arrives.
    """
    with socket.create_connection((address, port), _SECONDS) as opened, opened.dup() as same:
        cut = Timer(_SECONDS, _cut, (same,))
        cut.daemon = True
        cut.start()
        try:
            if not secure_host:
                yield opened
            else:
                with ssl.create_default_context().wrap_socket(opened, server_hostname=secure_host) as line:
                    yield line
        finally:
            cut.cancel()
            cut.join()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        line.shutdown(socket.SHUT_RDWR)


def _body(line: socket.socket, path: str, host: str) -> bytes:
    asked = http.client.HTTPConnection(host)
    asked.sock = line
    asked.request("GET", path, headers={"Host": host, "Accept": "application/json", "Connection": "close"})
    with asked.getresponse() as answer:
        if answer.status != 200:
            raise NotFetched(f"The key set's address answered {answer.status}.")
        body = answer.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        raise NotFetched("The key set is too large.")
    return body


def _address(host: str, port: int, *, public: bool) -> str:
    """The address of `host` that this machine prefers, once all of them are seen to be public."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotFetched("The host of the key set is not known.") from error
    if public and not all(is_public(address) for address in found):
        raise NotFetched("The key set's host is not on the public internet.")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also behind IPv4-mapped, 6to4 and NAT64 forms.

    Of IPv6 only what is given out (2000::/3): `is_global` holds for ways to IPv4 of old, such as ::127.0.0.1.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _GIVEN_OUT:
            return False
    return ip.is_global and not ip.is_multicast


def _usable(body: bytes) -> Keys:
    value = strictjson.loads(body, max_bytes=_MOST_BYTES)
    listed = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise NotFetched("The key set has no list of keys.")
    keys: Keys = []
    for each in listed[:_MOST_KEYS]:
        try:
            keys.append(public_jwk(each))
        except KeyRefused:
            continue
    return keys
