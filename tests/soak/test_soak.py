"""A few hundred messages under fire, on each database; `make soak` has the full run."""

import pytest

from tests.mobility_record import postgresql_server
from tests.soak.run import Size, soak

SMALL = Size(messages=400, server_kills=2, postgresql_kills=1, seed=3)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_is_answered_is_there_once_and_counts_as_the_model_says(engine: str) -> None:
    if engine == "postgresql" and postgresql_server.programs() is None:
        pytest.skip("PostgreSQL's server programs (initdb, postgres) are not installed")
    outcome = soak(engine, SMALL)
    assert outcome.faults == []
    assert outcome.checks["none lost"] > 300
    assert outcome.counts["kills of the server"] == 2
    assert outcome.counts["  answered: known already"] > 0
