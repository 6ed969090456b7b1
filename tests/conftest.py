"""Options and fixtures for every floor's tests."""

import os

import pytest
from hypothesis import settings

# No time is ever asserted: a busy machine is no failure.
# In CI the examples are the same each time: a new one that fails is found, and mended, by whoever
# runs the tests, and does not hold up somebody else's change.
settings.register_profile("samizdat", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("samizdat")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Rewrite the golden files; the diff is the review.",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """True if golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))
