"""A connection as bad networks make it: answers that get lost, requests that break off in the middle."""

import http.client
import json
import time
from random import Random
from typing import Any
from urllib.parse import urlsplit


class NoAnswer(Exception):
    """Nobody knows what became of the request."""


class Wire:
    """One sender's connection, kept open from request to request. `badly`: how many of 100 requests fail by dice."""

    def __init__(self, port: int, dice: Random, badly: int = 8) -> None:
        self.port, self.dice, self.badly = port, dice, badly
        self.lost = self.half = 0
        self.next_page = ""  # path of the last answer's Link header, if it had one
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        """Status and decoded answer; raises `NoAnswer`."""
        fate = self.dice.randrange(100)
        try:
            connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self._connection = connection
            if fate < self.badly // 2:
                self._half(connection, method, path, body, headers)
            connection.request(method, path, body, headers)
            if fate < self.badly:
                self.lost += 1
                self._lose()
            answer = connection.getresponse()
            read = answer.read()
            self.next_page = _path(answer.headers.get("Link", ""))
            if answer.will_close:
                self.hang_up()
            return answer.status, json.loads(read) if read.startswith((b"{", b"[")) else None
        except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
            self.hang_up()
            raise NoAnswer from error

    def hang_up(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _half(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> None:
        """Send a part of it and hang up."""
        connection.putrequest(method, path)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders(body[: self.dice.randrange(len(body) or 1)])
        self.half += 1
        self._lose()

    def _lose(self) -> None:
        """Hang up without having read the answer: before it, while it is made, or after it was sent."""
        time.sleep(self.dice.choice((0, self.dice.random() / 20)))
        self.hang_up()
        raise NoAnswer


def _path(link: str) -> str:
    address = urlsplit(link.partition(">")[0].lstrip("<"))
    return f"{address.path}?{address.query}" if link else ""
