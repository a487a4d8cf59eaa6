"""The server that stands in for Zalo's hosts."""

from collections.abc import Iterator

import pytest

from tests.bot.wire_server import WireServer, running_server


@pytest.fixture
def server() -> Iterator[WireServer]:
    with running_server() as running:
        yield running
