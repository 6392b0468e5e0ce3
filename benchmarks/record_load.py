"""Scores as packages and platforms send them: 16 connections that are kept open, each with one request under way."""

import asyncio
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.record_fill import ACCESS_TOKEN, LINE_ITEM
from mobility_bridge import instants

CONNECTIONS = 16
#: In place of a batch's size: one score at the door of learning platforms.
AGS = 0


@dataclass(frozen=True)
class Load:
    """Requests answered with 200, in seconds, and each one's own seconds, sorted."""

    requests: int
    seconds: float
    each: list[float]

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds

    def percentile(self, per_cent: int) -> float:
        """Milliseconds within which so many of a hundred were answered."""
        return self.each[min(len(self.each) - 1, len(self.each) * per_cent // 100)] * 1000


def send(port: int, requests: int, batch: int, sources: int) -> Load:
    """Send `requests` of `batch` new events each (or `AGS`), about sources at random."""
    return asyncio.run(_send(port, requests, batch, sources))


async def _send(port: int, requests: int, batch: int, sources: int) -> Load:
    left, each = iter(range(requests)), list[float]()
    start = time.perf_counter()
    await asyncio.gather(*(_one_connection(port, left, each, batch, sources) for _ in range(CONNECTIONS)))
    return Load(len(each), time.perf_counter() - start, sorted(each))


async def _one_connection(port: int, left: Iterator[int], each: list[float], batch: int, sources: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in left:
        request = _request(batch, random.randrange(1, sources + 1))  # noqa: S311  # a load, no secret
        start = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head)) if b"hunked" not in head else await _chunks(reader)
        each.append(time.perf_counter() - start)
        late = batch == AGS and b"stale_timestamp" in body  # two connections spoke of one person: as much work
        assert late or head.startswith(b"HTTP/1.1 200"), head + body
        assert late or (body.count(b"-") >= batch * 4 if batch else b'"resultMoved": true' in body), body
        if b"onnection: close" in head:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


def _request(batch: int, source: int) -> bytes:
    seq = time.time_ns() // 1000
    if batch == AGS:
        return _score(seq, source)
    events = ",".join(_event(seq + index) for index in range(batch))
    body = f'{{"token":"bench-{source}","events":[{events}]}}'
    head = (
        "POST /bridge/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://lms.example\r\nContent-Type: text/plain"
    )
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def _score(at_us: int, person: int) -> bytes:
    told = {
        "userId": f"p_{person}",
        "timestamp": instants.text(at_us),
        "activityProgress": "InProgress",
        "gradingProgress": "FullyGraded",
        "scoreGiven": at_us % 1001,
        "scoreMaximum": 1000,
    }
    body = json.dumps(told)
    head = f"POST /lti/lineitems/{LINE_ITEM}/scores HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {ACCESS_TOKEN}"
    head += "\r\nContent-Type: application/vnd.ims.lis.v1.score+json"
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def _event(seq: int) -> str:
    score = '"timestamp":"2026-02-11T18:04:31.250Z","activityProgress":"InProgress","gradingProgress":"FullyGraded"'
    points = f'"scoreGiven":{seq % 1001},"scoreMaximum":1000'
    return f'{{"id":"{uuid4()}","seq":{seq},"lineitem":"progress","score":{{{score},{points}}}}}'


def _length(head: bytes) -> int:
    return int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body
