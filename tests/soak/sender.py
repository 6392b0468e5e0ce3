"""One of the sixteen senders: delivers its share of the plan through one door, again and again until it has an answer."""

import json
import secrets
import time
from collections import Counter
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from joserfc import jws

from tests.soak import dice
from tests.soak.bench import Bench
from tests.soak.journal import Attempt, Journal, ServerError
from tests.soak.messages import Delivery, Said, SourceKey
from tests.soak.wire import NoAnswer, Wire

_DEVICES = UUID("5b0c3f1e-2d7a-4a39-9a63-0f6a4b7c2d19")
_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SCOPES = " ".join(f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}" for name in ("score", "result.readonly"))
_PATIENCE = 300  # attempts per delivery


def device_of(source: SourceKey) -> str:
    """A device's UUID, the same for both packages on it."""
    return str(uuid5(_DEVICES, f"{source[0]} {source[3]}"))


class Sender:
    """What both doors have in common. `secrets_of`: tokens, shared with the other senders of the door."""

    def __init__(self, bench: Bench, plan: dice.Plan, journal: Journal, share: int, secrets_of: dict[Any, Any]) -> None:
        self.bench, self.plan, self.journal, self.share = bench, plan, journal, share
        self.dice = Random(plan.seed * 1000 + share)
        self.wire = Wire(bench.record.port, self.dice)
        self.secrets_of = secrets_of

    def run(self, deliveries: list[Delivery]) -> None:
        """Deliver everything, unless the run is stopped."""
        for delivery in deliveries:
            if self.journal.stop.is_set():
                break
            try:
                self._until_answered(delivery)
            except Exception as error:
                self.journal.fault(f"sender {self.share}: {type(error).__name__}: {error}")
            self.journal.done.append(len(delivery.messages))
        self.wire.hang_up()

    def _until_answered(self, delivery: Delivery) -> None:
        for _ in range(_PATIENCE):
            if self.journal.stop.is_set():
                return
            try:
                if self.deliver(delivery):
                    return
            except NoAnswer:
                time.sleep(self.dice.random() / 5)
                self.journal.quiet.wait(30)
        self.journal.fault(f"{delivery.messages[:3]} got no answer in {_PATIENCE} attempts")

    def deliver(self, delivery: Delivery) -> bool:
        """Send it once; whether it was answered for good."""
        raise NotImplementedError

    def ask(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        """POST; an error of the server is noted, and no answer."""
        sent = time.monotonic()
        status, answer = self.wire.ask("POST", path, body, headers)
        got = time.monotonic()
        self.journal.requests.append(got - sent)
        if status >= 500:
            self.journal.errors.append(ServerError(sent, got, status, path))
            if status != 503:
                self.journal.fault(f"{path} answered {status}")
            raise NoAnswer
        return status, answer

    def told(self, number: int, reworded: bool) -> dict[str, Any]:
        """The body of a message."""
        raise NotImplementedError


class Platform(Sender):
    """A learning platform's worker: scores over AGS."""

    def deliver(self, delivery: Delivery) -> bool:
        (number,) = delivery.messages
        said = self.plan.said[number]
        _stay, package, _kind, client = said.source
        path = f"/lti/lineitems/{self.bench.items[package, said.tag]}/scores"
        headers = {
            "Authorization": f"Bearer {self.token(client)}",
            "Content-Type": "application/vnd.ims.lis.v1.score+json",
        }
        sent, outcome, last = time.monotonic(), "", ""
        try:
            status, answer = self.ask(path, json.dumps(self.told(number, delivery.reworded)).encode(), headers)
            if status == 401:
                self.secrets_of.pop(client, None)
                return False
            outcome, last = self._outcome(said, status, answer)
        finally:
            self.journal.attempts.append(Attempt(number, sent, time.monotonic(), outcome, last))
        return True

    def told(self, number: int, reworded: bool) -> dict[str, Any]:
        said = self.plan.said[number]
        body = {"userId": self.bench.world["stays"][said.source[0]]["users"][said.source[3]], **said.body}
        return dice.reworded(body, said.claimed_us, ags=True) if reworded else body

    def _outcome(self, said: Said, status: int, answer: Any) -> tuple[str, str]:
        if status == 200 and (answer["known"] or answer["resultMoved"]) and not said.refused:
            return ("known" if answer["known"] else "moved"), ""
        if status == 409 and not said.refused:
            return "late", answer["last"]
        if said.refused and status == 400 and answer["error"] == said.refused:
            return "refused", ""
        self.journal.fault(f"AGS answered {status} {answer} to {said}")
        return "", ""

    def token(self, client: int) -> str:
        """An access token, mostly one that was got before."""
        if client not in self.secrets_of or self.dice.random() < 0.005:
            now = int(time.time())
            name = self.bench.world["clients"][client]
            claims = {"iss": name, "sub": name, "aud": f"{self.bench.record.url}/lti/token", "iat": now}
            claims |= {"exp": now + 60, "jti": secrets.token_hex(16)}
            key = self.bench.keys[client]
            signed = jws.serialize_compact({"alg": "ES256", "kid": key.kid}, json.dumps(claims).encode(), key)
            form = {"grant_type": "client_credentials", "client_assertion_type": _BEARER}
            form |= {"client_assertion": signed, "scope": _SCOPES}
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            status, answer = self.ask("/lti/token", urlencode(form).encode(), headers)
            if status != 200:
                raise RuntimeError(f"no token: {status} {answer}")
            self.journal.tokens.append("assertion")
            self.secrets_of[client] = answer["access_token"]
        return str(self.secrets_of[client])


class Package(Sender):
    """A browser: batches of events over the bridge."""

    def deliver(self, delivery: Delivery) -> bool:
        source = self.plan.said[delivery.messages[0]].source
        token, _refresh = self._secrets(source)
        events = [self.told(number, delivery.reworded) for number in delivery.messages]
        sent, outcomes = time.monotonic(), [(number, "") for number in delivery.messages]
        try:
            status, answer = self.bridge("events", {"token": token, "events": events})
            if status == 401:
                self._renew(source, answer["error"])
                return False
            if status != 200:
                self.journal.fault(f"the bridge answered {status} {answer}")
                return True
            outcomes = self._outcomes(delivery, answer)
        finally:
            got = time.monotonic()
            self.journal.attempts += [Attempt(number, sent, got, outcome) for number, outcome in outcomes]
        return True

    def told(self, number: int, reworded: bool) -> dict[str, Any]:
        event = self.plan.said[number].body
        if not reworded:
            return event
        score = dice.reworded(event["score"], 0, ags=False)
        return {**dict(reversed(event.items())), "seq": float(event["seq"]), "score": score}

    def _outcomes(self, delivery: Delivery, answer: Any) -> list[tuple[int, str]]:
        """What became of each message; each of the batch stands in the answer exactly once."""
        numbers = {self.plan.said[number].body["id"]: number for number in delivery.messages}
        found = [(numbers[each], kind) for kind in ("accepted", "duplicate") for each in answer[kind]]
        found += [(numbers[each["id"]], "rejected") for each in answer["rejected"]]
        if Counter(number for number, _ in found) != Counter(delivery.messages):
            self.journal.fault(f"not every event of a batch is answered once: {answer}")
        return found

    def _secrets(self, source: SourceKey) -> tuple[str, str]:
        if source not in self.secrets_of or self.dice.random() < 0.005:
            self.claim(source)
        elif self.dice.random() < 0.01:
            self._renew(source, "token_expired")
        return self.secrets_of[source]  # type: ignore[no-any-return]  # JSON of our own

    def _renew(self, source: SourceKey, error: str) -> None:
        if error == "token_expired":
            known = self.secrets_of[source]
            status, answer = self.bridge("refresh", {"refresh": known[1]})
            if status == 200:
                self.journal.tokens.append("refresh")
                self.secrets_of[source] = answer["token"], known[1]
                return
        self.claim(source)

    def claim(self, source: SourceKey) -> None:
        """Get token and refresh secret for the claim code."""
        code = self.bench.world["stays"][source[0]]["code"]
        asked = {"code": code, "device": device_of(source), "package": dice.PACKAGES[source[1]]}
        status, answer = self.bridge("claim", asked | {"package_version": "0a1b2c3d4e5f"})
        if status != 200:
            raise RuntimeError(f"no claim: {status} {answer}")
        self.journal.tokens.append("claim")
        self.journal.sources.append((source, answer["source"]))
        self.secrets_of[source] = answer["token"], answer["refresh"]

    def bridge(self, endpoint: str, body: object) -> tuple[int, Any]:
        """Ask one of the bridge's endpoints."""
        return self.ask(f"/bridge/v1/{endpoint}", json.dumps(body).encode(), {"Content-Type": "text/plain"})
