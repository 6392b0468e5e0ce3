"""Six runs of the loss test per format, on a small course; `make loss` has the full ones."""

from pathlib import Path

import chromium
import pytest

from tests.loss.formats import FORMATS
from tests.loss.series import in_parallel
from tests.loss.small import small_course

pytestmark = pytest.mark.browser
FAULTS = ("lost", "status", "illegal", "record", "errors")


@pytest.mark.parametrize("name", list(FORMATS))
def test_six_learners_with_bad_luck_lose_nothing(name: str, tmp_path: Path) -> None:
    if chromium.find() is None:
        pytest.skip("no Chromium: run `make test`, which looks for one and says what to do")
    outcomes = in_parallel(name, range(6), course=small_course(tmp_path / "course"), pace=0.2)
    assert len(outcomes) == 6
    assert sum(outcome.shown for outcome in outcomes) > 0
    found = {o.seed: [line for kind in FAULTS for line in getattr(o, kind)] for o in outcomes if not o.good}
    assert found == {}
