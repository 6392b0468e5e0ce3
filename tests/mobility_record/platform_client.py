"""A learning platform as the tests play it: it signs assertions, and lies in them when it is asked to."""

import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from joserfc import jwk, jws

from mobility_record.lti import clients, scopes
from mobility_record.lti.models import Client

ORIGIN = "http://127.0.0.1:8400"
TOKEN_URL = f"{ORIGIN}/lti/token"
SCORE = "application/vnd.ims.lis.v1.score+json"
ITEM = "application/vnd.ims.lis.v2.lineitem+json"
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
KEYS = {
    "RS256": jwk.RSAKey.generate_key(2048),
    "ES256": jwk.ECKey.generate_key("P-256"),
}


class Platform:
    """One registered client with a key, its Django test client and its token."""

    def __init__(
        self, web: Any, package: str | None, name: str = "LMS of the school", algorithm: str = "ES256"
    ) -> None:
        self.web = web
        self.algorithm = algorithm
        self.key = KEYS[algorithm]
        self.client: Client = clients.register(name)
        self.client_id = str(self.client.public_id)
        self.kid = clients.add_key(self.client, json.dumps(self.key.as_dict(private=False)).encode()).kid
        if package is not None:
            clients.allow(self.client, package)

    def claims(self, **change: Any) -> dict[str, Any]:
        """What an honest assertion says; a change of None leaves a claim out."""
        now = int(time.time())
        honest = {"iss": self.client_id, "sub": self.client_id, "aud": TOKEN_URL, "iat": now, "exp": now + 60}
        claims = {**honest, "jti": secrets.token_hex(16), **change}
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, claims: dict[str, Any], key: Any = None, **header: Any) -> str:
        """A signed assertion."""
        head = {"alg": self.algorithm, "kid": self.kid, "typ": "JWT", **header}
        signed: str = jws.serialize_compact(
            {name: value for name, value in head.items() if value is not None},
            json.dumps(claims).encode(),
            key or self.key,
            algorithms=[head["alg"]],
        )
        return signed

    def ask(self, assertion: str, scope: str = " ".join(scopes.ALL), **form: str) -> Any:
        """The token endpoint's answer to an assertion; `form` changes the other fields."""
        fields = {
            "grant_type": "client_credentials",
            "client_assertion_type": BEARER,
            "client_assertion": assertion,
            "scope": scope,
            **form,
        }
        return self.web.post("/lti/token", urlencode(fields), content_type="application/x-www-form-urlencoded")

    def token(self, *wanted: str) -> str:
        """A fresh access token."""
        answer = self.ask(self.sign(self.claims()), " ".join(wanted or scopes.ALL))
        assert answer.status_code == 200, answer.content
        return str(answer.json()["access_token"])

    def call(self, method: str, path: str, body: object = None, *, media_type: str = SCORE, token: str = "") -> Any:
        """The answer to a request with a token (a fresh one unless given); `path` may be a whole URL of the record."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        path = path.removeprefix(ORIGIN)
        headers = {"Authorization": f"Bearer {token or self.token()}"}
        return self.web.generic(method, path, data, content_type=media_type, headers=headers)

    def items(self, **asked: object) -> list[dict[str, Any]]:
        """The line items of one page."""
        return list(self.call("GET", f"/lti/lineitems?{urlencode(asked)}").json())

    def item(self, tag: str) -> str:
        """The address of the line item with this tag."""
        return str(self.items(tag=tag)[0]["id"])

    def score(self, item: str, user: str, given: object, at: str, *, token: str = "", **more: object) -> Any:
        """The answer to a score out of 1000 (no score when `given` is None) at a time."""
        told = {"userId": user, "timestamp": at, "activityProgress": "InProgress", "gradingProgress": "FullyGraded"}
        points = {} if given is None else {"scoreGiven": given, "scoreMaximum": 1000}
        return self.call("POST", f"{item}/scores", {**told, **points, **more}, token=token)

    def results(self, item: str, **asked: object) -> list[dict[str, Any]]:
        """The results of one line item."""
        return list(self.call("GET", f"{item}/results?{urlencode(asked)}").json())
