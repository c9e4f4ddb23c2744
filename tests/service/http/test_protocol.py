import asyncio
from collections.abc import Iterable
from typing import cast

import pytest

from nomen.service.http.protocol import JoinedWrites, is_client_connected
from tests.waiting import turns


class Recorder:
    """A transport that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def write(self, data: bytes) -> None:
        self.told.append(data)

    def writelines(self, pieces: Iterable[bytes]) -> None:
        self.told.append(b"".join(pieces))

    def write_eof(self) -> None:
        self.told.append("eof")

    def close(self) -> None:
        self.told.append("close")

    def abort(self) -> None:
        self.told.append("abort")

    def is_closing(self) -> bool:
        return "close" in self.told


def joined(recorder: Recorder) -> JoinedWrites:
    return JoinedWrites(cast("asyncio.Transport", recorder), asyncio.get_running_loop())


@pytest.mark.anyio
async def test_what_one_turn_writes_is_sent_at_once() -> None:
    recorder = Recorder()
    transport = joined(recorder)

    for turn in (b"1", b"2"):
        transport.write(b"head")
        transport.write(turn)
        await turns()

    assert recorder.told == [b"head1", b"head2"]


@pytest.mark.anyio
async def test_closing_sends_what_waits_first() -> None:
    recorder = Recorder()
    transport = joined(recorder)

    transport.write(b"last")
    assert not transport.is_closing()
    transport.close()
    await turns()

    assert recorder.told == [b"last", "close"]
    assert transport.is_closing()


@pytest.mark.anyio
async def test_all_ways_to_write_keep_their_order() -> None:
    recorder = Recorder()
    transport = joined(recorder)

    reused = bytearray(b"1")
    transport.write(reused)
    reused[:] = b"X"
    transport.writelines([b"2", memoryview(b"3")])
    transport.write(b"4")
    transport.write_eof()
    await turns()

    assert recorder.told == [b"1234", "eof"]


@pytest.mark.anyio
async def test_what_is_aborted_sends_nothing_more() -> None:
    recorder = Recorder()
    transport = joined(recorder)

    transport.write(b"lost")
    transport.abort()
    await turns()

    assert recorder.told == ["abort"]


@pytest.mark.anyio
async def test_a_client_is_there_until_its_connection_closes() -> None:
    transport = joined(Recorder())
    scope = {"extensions": {"nomen.connection": {"transport": transport}}}

    assert is_client_connected({})
    assert is_client_connected(scope)
    transport.close()
    assert not is_client_connected(scope)
