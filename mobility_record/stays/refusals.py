"""Why the bridge refuses: each refusal has a status, a word for programs and a sentence (schema `error-answer`)."""


class Refused(Exception):
    """The bridge will not do this. `status` is the HTTP status, `error` the word in the answer."""

    status = 400
    error = "malformed"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CodeRefused(Refused):
    """Unknown, expired, revoked: always the same answer, so that nobody learns which."""

    status, error = 403, "code_refused"

    def __init__(self) -> None:
        super().__init__("This code is not valid.")


class NotEnrolled(Refused):
    """The package is not registered here, or this mobility does not take it."""

    status, error = 403, "not_enrolled"

    def __init__(self) -> None:
        super().__init__("The code is right, but its mobility is not enrolled in this package.")


class TokenUnknown(Refused):
    """No such token or refresh secret."""

    status, error = 401, "token_unknown"

    def __init__(self) -> None:
        super().__init__("This token is not known; claim again.")


class TokenExpired(Refused):
    """The eight hours are over."""

    status, error = 401, "token_expired"

    def __init__(self) -> None:
        super().__init__("This token has expired; ask /bridge/v1/refresh for a new one.")


class ReportingEnded(Refused):
    """The source was stopped, revoked or replaced."""

    status, error = 403, "reporting_ended"

    def __init__(self) -> None:
        super().__init__("Reporting from this source has ended.")


class Gone(Refused):
    """The person was erased; nothing recreates them."""

    status, error = 410, "gone"

    def __init__(self) -> None:
        super().__init__("This person's record was erased.")


class TooMany(Refused):
    """Too many wrong codes from one address."""

    status, error = 429, "too_many"

    def __init__(self) -> None:
        super().__init__("Too many wrong codes from this address; try again in 15 minutes.")
