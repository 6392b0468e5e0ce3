"""Why the AGS platform refuses: status, a word for programs and a sentence for people; never a secret in either."""


class Refused(Exception):
    """The platform will not do this. `error` is OAuth 2.0's word where there is one (RFC 6749 5.2, RFC 6750 3.1)."""

    def __init__(self, status: int, error: str, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.message = message
        self.more = more


def invalid_client(why: str) -> Refused:
    """The client could not prove who it is."""
    return Refused(401, "invalid_client", why)


def invalid_token() -> Refused:
    """The same answer for a token that is unknown, expired or of a revoked client."""
    return Refused(401, "invalid_token", "The access token is missing, unknown or has expired.")


def not_found() -> Refused:
    """The same answer for what does not exist and what is another client's."""
    return Refused(404, "not_found", "There is no such line item.")
