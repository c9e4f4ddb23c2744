import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import pytest

from nomen.service.errors import RequestError
from nomen.service.telemetry.snapshots import Family
from nomen.service.workers.messages import Answer, Ask, Deliver, Failed, Loaded, Message, State
from nomen.service.workers.siblings import Siblings
from tests.waiting import until

pytestmark = pytest.mark.anyio
SNAPSHOT = {"nomen_tokens": Family("Tokens.", "counter", {})}


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Run on the event loop of the service: it makes the pipe non-blocking, asyncio's does not."""
    return "asyncio", {"use_uvloop": True}


class Attached:
    """A worker's siblings, the supervisor's end of the pipe, and the signals that came."""

    def __init__(self, siblings: Siblings, link: "Connection[Message, Message]") -> None:
        self.siblings, self.link = siblings, link
        self.signals: list[int] = []

    async def hear(self) -> Message:
        return await asyncio.to_thread(self.link.recv)


@asynccontextmanager
async def attached() -> AsyncIterator[Attached]:
    ours, theirs = Pipe()
    with ours, theirs:
        found = Attached(Siblings(theirs, is_first=True), ours)
        found.siblings.attach(
            state=lambda: State(is_ready=True, is_alive=True),
            snapshot=lambda: SNAPSHOT,
            on_signal=found.signals.append,
        )
        yield found
        asyncio.get_running_loop().remove_reader(theirs.fileno())


async def test_it_answers_the_supervisor() -> None:
    async with attached() as worker:
        worker.link.send(Ask(3, "state"))
        assert await worker.hear() == Answer(3, State(is_ready=True, is_alive=True))
        worker.link.send(Ask(4, "metrics"))
        assert await worker.hear() == Answer(4, SNAPSHOT)


async def test_it_asks_for_the_metrics_of_all() -> None:
    async with attached() as worker:
        found = asyncio.create_task(worker.siblings.metrics())
        asked = await worker.hear()
        assert asked == Ask(1, "metrics")
        worker.link.send(Answer(1, b"nomen_tokens_total 3.0\n"))

        assert await found == b"nomen_tokens_total 3.0\n"


@pytest.mark.parametrize("is_ready", [True, False])
async def test_it_is_ready_when_all_are(*, is_ready: bool) -> None:
    async with attached() as worker:
        found = asyncio.create_task(worker.siblings.check_ready())
        await worker.hear()
        worker.link.send(Answer(1, is_ready))
        (error,) = await asyncio.gather(found, return_exceptions=True)

        assert (error is None) is is_ready
        assert is_ready or isinstance(error, RequestError)


async def test_a_supervisor_that_does_not_answer_is_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nomen.service.workers.siblings.PATIENCE_SECONDS", 0.0)
    async with attached() as worker:
        with pytest.raises(RequestError, match="does not answer"):
            await worker.siblings.check_ready()


async def test_it_tells_the_supervisor_how_loading_went() -> None:
    async with attached() as worker:
        worker.siblings.say_loaded()
        worker.siblings.say_failed("no bundle", has_ended=False)

        assert await worker.hear() == Loaded()
        assert await worker.hear() == Failed("no bundle", has_ended=False)


async def test_a_message_may_be_longer_than_what_the_pipe_holds() -> None:
    long = b"#" * 1_000_000
    async with attached() as worker:
        found = asyncio.create_task(worker.siblings.metrics())
        await worker.hear()
        sending = asyncio.create_task(asyncio.to_thread(worker.link.send, Answer(1, long)))

        assert await found == long
        await sending


async def test_it_has_the_others_do_as_if_they_got_a_signal() -> None:
    async with attached() as worker:
        worker.siblings.tell_others(signal.SIGHUP)

        assert await worker.hear() == Deliver(signal.SIGHUP)


async def test_signals_come_from_the_supervisor_and_its_end_is_one() -> None:
    async with attached() as worker:
        worker.link.send(Deliver(signal.SIGTERM))
        await until(lambda: worker.signals == [signal.SIGTERM])
        worker.link.close()
        await until(lambda: worker.signals == [signal.SIGTERM, signal.SIGINT])
        worker.siblings.say_loaded()
