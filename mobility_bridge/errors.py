"""What the sending side raises: one family, `ClientError`. No message holds a secret or a platform's own words."""

from mobility_bridge.outcomes import Reason


class ClientError(Exception):
    """Something went wrong; `reason` says what, `status` is the HTTP status behind it, if any."""

    def __init__(self, reason: Reason, status: int | None = None) -> None:
        super().__init__(reason.value if status is None else f"{reason.value} (HTTP {status})")
        self.reason = reason
        self.status = status


class ConfigurationError(ClientError):
    """A platform, key or deadline that can't be used; the message says which and why."""

    def __init__(self, what: str) -> None:
        super().__init__(Reason.SETTINGS)
        self.args = (what,)


class TryLater(ClientError):
    """It may work later; `after` is how many seconds the platform asked to wait, if it did."""

    def __init__(self, reason: Reason, status: int | None = None, after: float | None = None) -> None:
        super().__init__(reason, status)
        self.after = after


class GiveUp(ClientError):
    """What was asked for will not work, however often."""


class StopSending(ClientError):
    """Nothing will work with this platform until someone acts."""
