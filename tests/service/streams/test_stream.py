import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
import pytest

from nomen.service.errors import INVALID_VALUE, AbandonedError, ClosedError, RequestError
from nomen.service.streams import stream as module
from nomen.service.streams.lines import GROUP_LINES, Line
from nomen.service.streams.stream import GROUPS_IN_FLIGHT, EndError, LeftError, Stream
from tests.waiting import turns, until

pytestmark = pytest.mark.anyio


class Client:
    """The other end of a stream, in memory: `sent` goes in, `got` comes out."""

    def __init__(self, *sent: bytes | None) -> None:
        self.sent: asyncio.Queue[bytes | None] = asyncio.Queue()
        for each in sent:
            self.sent.put_nowait(each)
        self.got: list[bytes] = []
        self.has_started = self.has_left = False
        self.reads = asyncio.Event()
        self.reads.set()

    async def start(self) -> None:
        self.has_started = True

    async def read(self) -> bytes | None:
        data = await self.sent.get()
        if self.has_left:
            raise LeftError
        return data

    async def write(self, data: bytes) -> None:
        await self.reads.wait()
        self.got.append(data)

    @property
    def answers(self) -> list[bytes]:
        return b"".join(self.got).splitlines()


class Answers:
    """Answers a line with itself, once it may."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.may.set()
        self.groups: list[list[int]] = []
        self.num_waiting = 0
        self.error: Exception | None = None

    def begin(self, line: Line) -> bool:
        if line.content == b"wrong":
            error = RequestError(INVALID_VALUE, "expected another")
            raise EndError(error, number=line.number)
        return line.content == b"options"

    async def answer(self, lines: list[Line]) -> bytes:
        self.groups.append([line.number for line in lines])
        self.num_waiting += 1
        await self.may.wait()
        self.num_waiting -= 1
        if self.error is not None:
            raise self.error
        return b"".join((line.content or b"?") + b"\n" for line in lines)


def make(client: Client, answers: Answers, *, idle_seconds: float = 30.0) -> Stream:
    return Stream(
        client,
        answers,
        max_line_bytes=100,
        max_group_bytes=20,
        idle_seconds=idle_seconds,
        stopping=asyncio.Event(),
    )


@asynccontextmanager
async def running(stream: Stream) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(stream.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_answers_come_in_the_order_of_the_lines() -> None:
    client = Client(b"a\nb", b"b\n\nc", b"\n", None)
    await make(client, Answers()).run()

    assert client.has_started
    assert client.answers == [b"a", b"bb", b"c"]


async def test_an_empty_stream_has_no_answers() -> None:
    client = Client(None)
    await make(client, Answers()).run()

    assert client.answers == []


async def test_only_the_first_line_may_be_for_the_stream() -> None:
    client = Client(b"\noptions\noptions\n", None)
    await make(client, Answers()).run()

    assert client.answers == [b"options"]


async def test_answers_flow_while_lines_still_come() -> None:
    client = Client()
    async with running(make(client, Answers())):
        for i in range(1, 4):
            client.sent.put_nowait(b"a\n")
            await until(lambda i=i: len(client.answers) == i)  # type: ignore[misc]  # mypy knows no default


async def test_lines_that_came_together_are_answered_together() -> None:
    answers = Answers()
    await make(Client(b"a\n" * (GROUP_LINES + 1), None), answers).run()

    assert [len(group) for group in answers.groups][:2] == [20, 20]


async def test_what_is_in_flight_is_bounded() -> None:
    client, answers = Client(*[b"0123456789\n"] * 50, None), Answers()
    answers.may.clear()
    async with running(make(client, answers)) as task:
        await until(lambda: answers.num_waiting == GROUPS_IN_FLIGHT)
        answers.may.set()
        client.reads.clear()
        await until(lambda: answers.num_waiting == 0)
        num_unread = client.sent.qsize()
        client.reads.set()
        await task

    assert num_unread >= 40
    assert len(client.answers) == 50


async def test_a_long_line_is_alone_in_flight() -> None:
    client, answers = Client(b"x" * 50 + b"\na\n", None), Answers()
    answers.may.clear()
    async with running(make(client, answers)) as task:
        await until(lambda: answers.num_waiting == 1)
        await turns(5)
        assert answers.groups == [[1]]
        answers.may.set()
        await task

    assert answers.groups == [[1], [2]]


async def test_a_wrong_first_line_ends_the_stream() -> None:
    client = Client(b"wrong\na\n")
    with pytest.raises(EndError):
        await make(client, Answers()).run()

    (answer,) = client.answers
    assert orjson.loads(answer)["line"] == 1


async def test_a_client_that_sends_nothing_is_idle() -> None:
    client = Client(b"a\n")
    with pytest.raises(EndError):
        await make(client, Answers(), idle_seconds=0.01).run()

    assert client.answers[0] == b"a"
    assert orjson.loads(client.answers[1])["error"]["type"] == "/problems/stream-idle"


async def test_a_client_is_not_idle_while_its_lines_are_in_flight() -> None:
    client, answers = Client(b"a\n"), Answers()
    answers.may.clear()
    stream = make(client, answers, idle_seconds=0.01)
    async with running(stream) as task:
        await until(lambda: answers.num_waiting == 1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await asyncio.shield(task)
        answers.may.set()
        with pytest.raises(EndError):
            await task

    assert client.answers[0] == b"a"


async def test_a_client_that_does_not_read_is_left() -> None:
    client = Client(b"a\n")
    client.reads.clear()
    with pytest.raises(LeftError):
        await make(client, Answers(), idle_seconds=0.01).run()


async def test_stopping_answers_what_is_in_flight_and_reads_no_further() -> None:
    client, answers = Client(b"a\n"), Answers()
    answers.may.clear()
    stream = make(client, answers)
    async with running(stream) as task:
        await until(lambda: answers.num_waiting == 1)
        stream.stopping.set()
        answers.may.set()
        with pytest.raises(EndError):
            await task

    assert client.answers[0] == b"a"
    assert orjson.loads(client.answers[1])["error"]["type"] == "/problems/draining"
    assert len(client.answers) == 2


async def test_stopping_does_not_disturb_a_stream_that_was_read_to_its_end() -> None:
    client, answers = Client(b"a\n", None), Answers()
    answers.may.clear()
    stream = make(client, answers)
    async with running(stream) as task:
        await until(lambda: answers.num_waiting == 1 and client.sent.empty())
        stream.stopping.set()
        answers.may.set()
        await task

    assert client.answers == [b"a"]


async def test_stopping_leaves_a_client_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOPPING_SECONDS", 0.01)
    client, answers = Client(b"a\n"), Answers()
    client.reads.clear()
    stream = make(client, answers)
    async with running(stream) as task:
        await until(lambda: bool(answers.groups))
        stream.stopping.set()
        with pytest.raises(LeftError):
            await task


async def test_a_client_that_leaves_ends_the_stream() -> None:
    client, answers = Client(b"a\n"), Answers()
    answers.may.clear()
    async with running(make(client, answers)) as task:
        await until(lambda: answers.num_waiting == 1)
        client.has_left = True
        client.sent.put_nowait(None)
        answers.may.set()
        with pytest.raises(LeftError):
            await task


async def test_a_group_of_a_client_that_has_left_ends_the_stream() -> None:
    answers = Answers()
    answers.error = AbandonedError()
    with pytest.raises(LeftError):
        await make(Client(b"a\n"), answers).run()


async def test_a_service_that_closes_says_so_in_the_last_line() -> None:
    client, answers = Client(b"a\n"), Answers()
    answers.error = ClosedError()
    with pytest.raises(EndError):
        await make(client, answers).run()

    (answer,) = client.answers
    assert orjson.loads(answer)["error"]["type"] == "/problems/draining"
