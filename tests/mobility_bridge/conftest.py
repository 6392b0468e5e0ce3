"""Fixtures of the bridge's tests: keys made once, platforms and clients made anew."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from mobility_bridge.client import Client, Signer
from tests.mobility_bridge.lying_platform import LyingPlatform


@pytest.fixture(scope="session")
def rsa_key() -> RSAKey:
    return RSAKey.generate_key(2048)


@pytest.fixture(scope="session")
def signer(rsa_key: RSAKey) -> Signer:
    return Signer.from_pem(rsa_key.as_pem(private=True), "key-1")


@pytest.fixture
def platforms(rsa_key: RSAKey) -> Iterator[Callable[[str], LyingPlatform]]:
    """Starts a platform of a style: `platforms("moodle")`."""
    with ExitStack() as stack:
        yield lambda style: stack.enter_context(LyingPlatform(rsa_key, style).running())


@pytest.fixture
def record(platforms: Callable[[str], LyingPlatform]) -> LyingPlatform:
    return platforms("record")


@pytest.fixture
def clients(signer: Signer) -> Iterator[Callable[..., Client]]:
    """Makes a client of a platform: `clients(record, deadline=1)`."""
    with ExitStack() as stack:

        def make(platform: LyingPlatform, **more: Any) -> Client:
            return stack.enter_context(Client(platform.registration(), signer, **{"deadline": 20, **more}))

        yield make
