"""A guard around a block: whatever asks for a connection is turned away and written down."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

# All ways out of Python's sockets: names of hosts, connections, datagrams.
WAYS_OUT: tuple[tuple[object, str], ...] = (
    (socket.socket, "connect"),
    (socket.socket, "connect_ex"),
    (socket.socket, "sendto"),
    (socket, "create_connection"),
    (socket, "getaddrinfo"),
    (socket, "gethostbyname"),
)


@contextmanager
def no_network() -> Iterator[list[str]]:
    """Sockets fail as on a machine without a network.

    Yields the list of what was asked for: a library may take the failure in silence, so the list is to be looked at.
    """
    attempts: list[str] = []

    def refusing(way: str) -> Callable[..., None]:
        def refuse(*arguments: object, **_named: object) -> None:
            attempts.append(f"{way}{arguments[-2:]}")
            raise OSError("the network is unreachable")

        return refuse

    with pytest.MonkeyPatch.context() as patch:
        for where, way in WAYS_OUT:
            patch.setattr(where, way, refusing(way))
        yield attempts
