"""Key sets that clients publish (`jwks_url`): fetched with suspicion, kept, and used while they can't be reached.

Only HTTPS to public addresses: the name is resolved once, every address must be global, and the connection goes to the
address that was checked, so that no second answer of a name server leads inside (DNS rebinding). No redirect is
followed, no proxy used, 5 seconds and 64 KiB at most.
"""

import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

from mobility_bridge import strictjson
from mobility_record import clock
from mobility_record.lti.keys import KeyRefused, public_jwk
from mobility_record.lti.models import Client, KeySet

FRESH = 24 * clock.HOUR
BETWEEN_TRIES = clock.MINUTE
_TIMEOUT = urllib3.Timeout(total=5)
_MOST_BYTES = 64 * 1024
_MOST_KEYS = 20

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
    except ValueError as error:
        raise NotFetched("The address can't be read.") from error
    local = parts.scheme == "http" and not settings.MOBILITY_HTTPS and parts.hostname in ("127.0.0.1", "localhost")
    if (parts.scheme != "https" and not local) or not parts.hostname or parts.username or parts.password:
        raise NotFetched("The address must be https://host/path, without a name or password in it.")
    return parts.hostname, port, parts.path + (f"?{parts.query}" if parts.query else "") or "/"


def fetch(url: str) -> Keys:
    """The usable public keys at `url`, with what can't be used left out; raises `NotFetched`."""
    host, port, path = check_url(url)
    secure = url.lower().startswith("https:")
    address = _address(host, port, public=secure)
    pool: urllib3.HTTPConnectionPool
    if secure:
        pool = urllib3.HTTPSConnectionPool(address, port, server_hostname=host, assert_hostname=host)
    else:
        pool = urllib3.HTTPConnectionPool(address, port)
    try:
        return _usable(_body(pool, path, host if port in (80, 443) else f"{host}:{port}"))
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise NotFetched("The key set could not be fetched.") from error
    finally:
        pool.close()


def _body(pool: urllib3.HTTPConnectionPool, path: str, host: str) -> bytes:
    headers = {"Host": host, "Accept": "application/json", "Accept-Encoding": "identity"}
    answer = pool.urlopen(
        "GET", path, headers=headers, redirect=False, retries=False, timeout=_TIMEOUT, preload_content=False
    )
    try:
        if answer.status != 200:
            raise NotFetched(f"The key set's address answered {answer.status}.")
        body = answer.read(_MOST_BYTES + 1, decode_content=False)
    finally:
        answer.release_conn()
    if len(body) > _MOST_BYTES:
        raise NotFetched("The key set is too large.")
    return bytes(body)


def _address(host: str, port: int, *, public: bool) -> str:
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetched("The host of the key set is not known.") from error
    if public and not all(is_public(address) for address in found):
        raise NotFetched("The key set's host is not on the public internet.")
    return sorted(found)[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also behind IPv4-mapped, 6to4 and NAT64 forms."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not inner.is_global:
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
