"""Addresses a client may call: HTTPS, and never outside the origin that its administrator configured.

What a platform names (a line item's id, the next page) is data of a stranger: it may lead to another host, to `http`,
into the local network. So an address is taken apart, compared, and put together again behind the configured origin.
"""

import re
from urllib.parse import quote, urlencode, urljoin, urlsplit

LONGEST = 4096
_PLAIN = re.compile(r"[!#-;=?-\[\]_a-z~]+")  # printable ASCII without space " < > \ ^ ` { | }
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"https": 443, "http": 80}


def origin(url: str) -> str:
    """`https://host` or `https://host:port`, in lower case; `ValueError` when `url` may not be called.

    Plain HTTP is for this machine alone (development, tests): nothing leaves it.
    """
    if len(url) > LONGEST or not _PLAIN.fullmatch(url):
        raise ValueError("it is too long or has characters that no address has")
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port
    if not host or "@" in parts.netloc or parts.fragment or "#" in url:
        raise ValueError("it needs a host, and may have no user, password or fragment")
    if parts.scheme != "https" and (parts.scheme != "http" or host not in _LOOPBACK):
        raise ValueError("it must begin with https://")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def pinned(url: str, base: str) -> str:
    """`url`, absolute or relative to `base`, as an address at `base`'s origin; `ValueError` when it leads elsewhere."""
    home = origin(base)
    whole = urljoin(base, url)
    if origin(whole) != home:
        raise ValueError("it leads to another origin")
    parts = urlsplit(whole)
    return home + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def below(url: str, name: str) -> str:
    """`url` with `/name` appended to its path, before the query string (AGS 3.3.5, 3.4.1)."""
    path, mark, query = url.partition("?")
    return f"{path.removesuffix('/')}/{name}{mark}{query}"


def with_query(url: str, **values: str | None) -> str:
    """`url` with `values` added to what its query says already; None is left out."""
    more = urlencode({name: value for name, value in values.items() if value is not None}, quote_via=quote)
    return f"{url}{'&' if '?' in url else '?'}{more}" if more else url


def next_page(link: str) -> str | None:
    """The target of `rel="next"` in a Link header (RFC 8288); None when there is none.

    Moodle writes typographic quotation marks around the relation, in UTF-8.
    """
    try:
        text = link.encode("latin-1").decode("utf-8")
    except UnicodeError:
        text = link
    for piece in text.split("<")[1:]:
        target, closed, parameters = piece.partition(">")
        if closed and any(_is_next(parameter) for parameter in parameters.split(";")[1:]):
            return target.strip()
    return None


def _is_next(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip().lower() == "rel" and "next" in value.strip(" ,\t\"'“”").lower().split()
