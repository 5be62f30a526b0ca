"""What the guides stand on, besides a folder and a PostgreSQL of their own."""

import pytest

from fixtures import scratch, server  # noqa: F401 (pytest finds them here)
from installation import World


@pytest.fixture(scope="session")
def world(scratch):  # noqa: F811
    """The data of weeks of work, sealed."""
    return World(scratch / "world").build().folder / "demonstration"
