import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from nomen.service.engine.framing import read_frame, write_frame
from nomen.service.engine.process import send_connection
from nomen.service.engine.turns import Answer, Turns


class Engine:
    """Turns in a thread, and the outer end of the door."""

    def __init__(self, answer: Answer) -> None:
        self.door, self.inner = socket.socketpair()
        self._turns = Turns(self.inner, greeting="hello", answer=answer)
        self.thread = threading.Thread(target=self._turns.run, daemon=True)

    def connect(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            send_connection(self.door, theirs)
        return ours

    def has_ended(self) -> bool:
        self.thread.join(timeout=20)
        return not self.thread.is_alive()


@contextmanager
def engine(answer: Answer = str) -> Iterator[Engine]:
    found = Engine(answer)
    found.thread.start()
    with found.inner:
        yield found
        found.door.close()
        assert found.has_ended()


def ask(connection: socket.socket, *values: object) -> None:
    connection.sendall(b"".join(map(write_frame, values)))


def hear(connection: socket.socket, count: int) -> list[Any]:
    return [read_frame(connection) for _ in range(count)]


def test_each_connection_is_greeted_and_gets_its_own_answers() -> None:
    with engine() as running, running.connect() as first, running.connect() as second:
        ask(first, 1, 2)
        ask(second, 3)

        assert hear(first, 3) == ["hello", "1", "2"]
        assert hear(second, 2) == ["hello", "3"]


def test_l4_those_who_ask_take_turns_however_much_one_asks() -> None:
    order: list[int] = []
    begun, both_asked = threading.Event(), threading.Event()

    def answer(value: int) -> None:
        begun.set()
        both_asked.wait(20)
        order.append(value)

    with engine(answer) as running, running.connect() as greedy, running.connect() as modest:
        ask(greedy, *range(100, 120))
        assert begun.wait(20)
        ask(modest, 1, 2)
        both_asked.set()
        hear(greedy, 21)

    assert order.index(1) <= 2
    assert order.index(2) <= 4


def test_one_that_reads_nothing_holds_up_nobody_and_loses_nothing() -> None:
    long = "#" * 1_000_000
    with (
        engine(lambda _: long) as running,
        running.connect() as stopped,
        running.connect() as other,
    ):
        ask(stopped, 1, 2)
        ask(other, 3)

        assert hear(other, 2) == ["hello", long]
        assert hear(stopped, 3) == ["hello", long, long]


def test_one_that_stops_in_the_midst_of_a_frame_holds_up_nobody() -> None:
    with engine() as running, running.connect() as stopped, running.connect() as other:
        stopped.sendall(write_frame("Harry")[:6])
        ask(other, 3)

        assert hear(other, 2) == ["hello", "3"]


@pytest.mark.parametrize("asked", [b"", write_frame("Harry"), write_frame("Harry")[:6]])
def test_one_that_leaves_ends_nothing(asked: bytes) -> None:
    with engine() as running, running.connect() as other:
        with running.connect() as leaving:
            leaving.sendall(asked)
        ask(other, 3)

        assert hear(other, 2) == ["hello", "3"]


def test_the_last_connection_ends_it_once_the_door_is_closed() -> None:
    with engine() as running, running.connect() as last:
        running.door.close()
        ask(last, 1)
        assert hear(last, 2) == ["hello", "1"]
        last.close()

        assert running.has_ended()


def test_an_open_door_keeps_it_without_connections() -> None:
    with engine() as running:
        running.connect().close()
        with running.connect() as later:
            assert hear(later, 1) == ["hello"]
