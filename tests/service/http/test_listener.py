"""Covers what `test_draining.py` does not show of `service/http/listener.py`."""

import asyncio
import socket

import pytest

from nomen.service.http.listener import NUM_QUIET_LOOKS, listen, num_waiting, settle
from tests.waiting import wait_until

pytestmark = pytest.mark.anyio


def test_it_counts_the_connections_that_nobody_has_accepted() -> None:
    with listen("127.0.0.1", 0) as listener:
        place = listener.getsockname()
        with socket.create_connection(place), socket.create_connection(place):
            wait_until(lambda: num_waiting(listener) == 2)

            listener.accept()[0].close()

            assert num_waiting(listener) == 1


async def test_connections_that_have_begun_are_accepted_and_later_ones_do_not_begin() -> None:
    accepted: list[object] = []
    loop = asyncio.get_running_loop()
    listener = listen("127.0.0.1", 0)
    place = listener.getsockname()
    with socket.create_connection(place), socket.create_connection(place):

        def accept() -> asyncio.Protocol:
            accepted.append(None)
            return asyncio.Protocol()

        async with await loop.create_server(accept, sock=listener):
            await settle([listener], lambda: False)

            assert len(accepted) == 2
            with pytest.raises(TimeoutError):
                socket.create_connection(place, timeout=0.1)


async def test_a_connection_without_a_request_is_waited_for() -> None:
    looks: list[bool] = []

    def has_fresh() -> bool:
        looks.append(len(looks) < 20)
        return looks[-1]

    with listen("127.0.0.1", 0) as listener:
        await settle([listener], has_fresh)

    assert looks[20:] == [False] * NUM_QUIET_LOOKS


async def test_one_that_stays_silent_is_not_waited_for_longer_than_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nomen.service.http.listener.MOST_SECONDS", 0.05)
    with listen("127.0.0.1", 0) as listener:
        async with asyncio.timeout(10):
            await settle([listener], lambda: True)


async def test_where_packets_cannot_be_dropped_it_ends_once_nobody_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nomen.service.http.listener._SO_ATTACH_FILTER", -1)
    with listen("127.0.0.1", 0) as listener:
        started = asyncio.get_running_loop().time()
        await settle([listener], lambda: False)

        assert asyncio.get_running_loop().time() - started < 0.3
        socket.create_connection(listener.getsockname(), timeout=1).close()
