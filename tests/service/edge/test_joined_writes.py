import asyncio
from collections.abc import Iterable
from typing import cast

import pytest

from nomen.service.edge.joined_writes import JoinedWrites
from tests.waiting import turns


class Recorder:
    """A transport that remembers what it was told."""

    def __init__(self, *, can_write_eof: bool = True) -> None:
        self.told: list[object] = []
        self._can_write_eof = can_write_eof

    def can_write_eof(self) -> bool:
        return self._can_write_eof

    def resume_reading(self) -> None:
        self.told.append("resume")

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
@pytest.mark.parametrize(
    ("can_write_eof", "told"), [(True, ["eof", "resume"]), (False, ["resume"])]
)
async def test_what_lingers_ends_writing_and_is_read_on(
    *, can_write_eof: bool, told: list[str]
) -> None:
    recorder = Recorder(can_write_eof=can_write_eof)
    transport = joined(recorder)

    transport.lingers = True
    transport.write(b"last")
    transport.close()
    transport.close()
    transport.write(b"too late")
    await turns()

    assert recorder.told == [b"last", *told]
    assert transport.is_ending
    assert transport.is_closing()
