"""What every test stands on: no network, and no deadline that a busy machine could miss."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# In CI the same examples each time: a submission must not fail for what it did not touch.
settings.register_profile("deident", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("deident")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection and every look-up of a name, whoever asks."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something reached for the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield
