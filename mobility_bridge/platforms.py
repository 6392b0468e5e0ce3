"""Platforms that scores are sent to, and how each kind of them differs from AGS 2.0, as data.

| profile | two scores in one second | not fully graded | too old is said by | evidence |
|---|---|---|---|---|
| `RECORD` | both count | kept | 409, and the message is kept all the same | sent |
| `MOODLE` | the second is refused | clears a grade | 409 | left out |
| `CANVAS` | both count | clears a grade, but for PendingManual | 400 with its own sentence | left out |
| `OPEN_EDX` | both count | kept aside | 400 with its own sentences | left out |
"""

from dataclasses import dataclass

from mobility_bridge import addresses
from mobility_bridge.errors import ConfigurationError
from mobility_bridge.messages import GradingProgress

_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEMS = _AGS + "lineitem.readonly"
SCORES = _AGS + "score"
RESULTS = _AGS + "result.readonly"
#: Of these scopes the second includes the first.
_WIDER = {LINE_ITEMS: _AGS + "lineitem"}


@dataclass(frozen=True)
class Sign:
    """How a platform says something: an HTTP status and a phrase of the body, in lower case ("": any body)."""

    status: int
    phrase: str = ""

    def fits(self, status: int, body: bytes) -> bool:
        """Whether an answer says it."""
        return status == self.status and self.phrase in body.decode("utf-8", "replace").lower()


@dataclass(frozen=True)
class Profile:
    """What one kind of platform does beside the letter of AGS 2.0. Only data: no profile has code of its own."""

    name: str
    step_us: int = 1
    """Least distance of two timestamps for one person and line item, in microseconds."""
    sends_evidence: bool = False
    keeps_late: bool = False
    """It keeps a message that comes after a newer one, and it must have it: evidence is never lost."""
    grades: frozenset[GradingProgress] = frozenset(GradingProgress)
    """With these it takes the points; with any other it clears a grade that stands."""
    zero_is_silent: bool = False
    """Its results name no points when they are 0."""
    stale: tuple[Sign, ...] = (Sign(409),)
    """How it says that it holds a result as new or newer."""
    busy: tuple[Sign, ...] = ()
    """How it asks to wait, beside 429."""
    audience_is_issuer: bool = False
    """The assertion is addressed to the issuer, not to the token URL."""


RECORD = Profile(
    "record",
    sends_evidence=True,
    keeps_late=True,
    busy=(Sign(400, "future_timestamp"),),  # one of the two clocks is wrong: the message is not
    audience_is_issuer=True,
)
MOODLE = Profile("moodle", step_us=1_000_000, grades=frozenset({GradingProgress.FULLY_GRADED}), zero_is_silent=True)
CANVAS = Profile(
    "canvas",
    grades=frozenset({GradingProgress.FULLY_GRADED, GradingProgress.PENDING_MANUAL}),
    stale=(Sign(409), Sign(400, "before last updated timestamp")),
    busy=(Sign(403, "rate limit exceeded"),),
)
OPEN_EDX = Profile(
    "open_edx",
    stale=(
        Sign(409),
        Sign(400, "score timestamp can only be updated to a later point in time"),
        Sign(400, "score already exists for the provided timestamp"),
    ),
)
PROFILES = {profile.name: profile for profile in (RECORD, MOODLE, CANVAS, OPEN_EDX)}


@dataclass(frozen=True)
class Platform:
    """One platform as its administrator registered us there; `ConfigurationError` when an address can't be used.

    `line_items_url` pins the origin of every address that the platform names; `token_url` may be at another one.
    """

    profile: Profile
    client_id: str
    token_url: str
    line_items_url: str
    issuer: str = ""
    scopes: frozenset[str] = frozenset({LINE_ITEMS, SCORES, RESULTS})

    def __post_init__(self) -> None:
        for name in ("token_url", "line_items_url"):
            try:
                addresses.origin(getattr(self, name))
            except ValueError as error:
                raise ConfigurationError(f"{name} can't be used: {error}") from None
        if not self.client_id or not self.scopes:
            raise ConfigurationError("client_id and scopes must not be empty")
        if self.profile.audience_is_issuer and not self.issuer:
            raise ConfigurationError(f"a platform of profile {self.profile.name!r} needs its issuer")

    @property
    def audience(self) -> str:
        """Whom an assertion is addressed to, one string (RFC 7523bis: never a list)."""
        return self.issuer if self.profile.audience_is_issuer else self.token_url


def covers(granted: frozenset[str], scope: str) -> bool:
    """Whether `granted` allows what needs `scope`."""
    return scope in granted or _WIDER.get(scope) in granted
