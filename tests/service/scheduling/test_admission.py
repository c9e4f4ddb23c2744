import asyncio

import pytest

from nomen.service.errors import QueueFullError
from nomen.service.scheduling.admission import PAUSE_SECONDS, Admission, ToldClients
from nomen.service.scheduling.delivery import DeliveryRate
from nomen.service.scheduling.queue import JobQueue
from nomen.service.scheduling.room import QueueRoom

CLIENT = ("192.0.2.1", 50_000)


@pytest.fixture
def room() -> QueueRoom:
    return QueueRoom(JobQueue(), limit_tokens=1000, timeout_seconds=30, rate=DeliveryRate())


@pytest.mark.anyio
async def test_a_body_is_admitted_by_its_announced_length(room: QueueRoom) -> None:
    admission = Admission(room)
    with room.reserve(900):
        await admission.admit(800, client=CLIENT)
        with pytest.raises(QueueFullError):
            await admission.admit(900, client=CLIENT)


@pytest.mark.anyio
async def test_an_empty_queue_admits_a_body_of_any_length(room: QueueRoom) -> None:
    await Admission(room).admit(10_000_000, client=CLIENT)


@pytest.mark.anyio
async def test_admitting_holds_no_room_of_others(room: QueueRoom) -> None:
    await Admission(room).admit(8000, client=CLIENT)
    assert room.has(1000)


@pytest.mark.anyio
async def test_the_tokens_of_a_byte_are_learned_from_answers(room: QueueRoom) -> None:
    admission = Admission(room)
    for _ in range(500):
        admission.observe(num_bytes=1000, num_tokens=250)
    with room.reserve(800), pytest.raises(QueueFullError):
        await admission.admit(900, client=CLIENT)


@pytest.mark.anyio
async def test_who_ignores_retry_after_waits_for_the_next_refusal(room: QueueRoom) -> None:
    admission, loop = Admission(room), asyncio.get_running_loop()
    waited = []
    with room.reserve(1000):
        for client in (CLIENT, CLIENT, ("192.0.2.2", 1)):
            started = loop.time()
            with pytest.raises(QueueFullError):
                await admission.admit(8, client=client)
            waited.append(loop.time() - started)
    assert waited[1] >= PAUSE_SECONDS * 0.99
    assert max(waited[0], waited[2]) < PAUSE_SECONDS


@pytest.mark.anyio
async def test_who_waits_for_a_refusal_may_find_room(room: QueueRoom) -> None:
    admission = Admission(room)
    with room.reserve(1000):
        with pytest.raises(QueueFullError):
            await admission.admit(8, client=CLIENT)
        early = asyncio.create_task(admission.admit(8, client=CLIENT))
        await asyncio.sleep(0)  # noqa: TID251  # no time passes
    await early


def test_a_client_that_waited_is_not_early() -> None:
    told = ToldClients()
    told.tell(CLIENT, seconds=60)
    told.tell(("192.0.2.2", 1), seconds=0)
    assert told.is_early(CLIENT)
    assert not told.is_early(("192.0.2.2", 1))
    assert not told.is_early(("192.0.2.3", 1))
