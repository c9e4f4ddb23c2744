from collections.abc import Awaitable, Callable
from typing import cast

import pytest
from starlette.types import Message

from nomen.service.edge.exchange import (
    Exchange,
    HeldBytes,
    abort_connection,
    begin_stream,
    close_connection,
    is_client_connected,
)
from nomen.service.edge.joined_writes import JoinedWrites
from nomen.service.edge.reception import Phase, Reception
from nomen.service.errors import MALFORMED_REQUEST, RequestError


class Transport:
    def __init__(self) -> None:
        self.told: list[str] = []

    def is_closing(self) -> bool:
        return bool(self.told)

    def close(self) -> None:
        self.told.append("close")

    def abort(self) -> None:
        self.told.append("abort")


def begun(transport: Transport | None = None) -> tuple[Exchange, Reception, HeldBytes]:
    reception, held = Reception(), HeldBytes()
    reception.enter(Phase.BODY)
    made = cast("JoinedWrites", transport or Transport())
    return Exchange(made, reception=reception, held=held), reception, held


@pytest.mark.parametrize(
    ("end", "word"), [(close_connection, "close"), (abort_connection, "abort")]
)
def test_a_client_is_there_until_its_connection_ends(
    end: Callable[[dict[str, object]], None], word: str
) -> None:
    transport = Transport()
    exchange, _, _ = begun(transport)
    scope: dict[str, object] = {"extensions": exchange.extensions}

    assert is_client_connected(scope)
    end(scope)
    assert not is_client_connected(scope)
    assert transport.told == [word]


def test_an_app_without_an_edge_has_its_client() -> None:
    begin_stream({})
    close_connection({})
    abort_connection({"extensions": None})
    assert is_client_connected({})


def test_a_body_is_held_until_its_request_is_done() -> None:
    exchange, _, held = begun()
    exchange.hold(5)
    exchange.hold(6)
    assert held.num_bytes == 11
    exchange.release()
    exchange.hold(7)
    exchange.release()

    assert held.num_bytes == 0


def test_a_stream_is_not_held() -> None:
    exchange, reception, held = begun()
    exchange.hold(5)
    exchange.begin_stream()
    exchange.hold(6)

    assert (reception.phase, held.num_bytes) == (Phase.STREAM, 0)


def test_a_stream_whose_request_has_ended_stays_ended() -> None:
    exchange, reception, _ = begun()
    reception.enter(Phase.NOTHING)
    exchange.begin_stream()

    assert reception.phase is Phase.NOTHING


async def receive() -> Message:
    return {"type": "http.request"}


async def gone() -> Message:
    return {"type": "http.disconnect"}


@pytest.mark.anyio
@pytest.mark.parametrize(("is_stream", "has_begun"), [(False, False), (True, False), (True, True)])
async def test_a_refusal_is_raised_once(*, is_stream: bool, has_begun: bool) -> None:
    exchange, _, _ = begun()
    if is_stream:
        exchange.begin_stream()
    exchange.refusal = RequestError(MALFORMED_REQUEST, "expected better")
    checked = exchange.checked(receive, has_begun=lambda: has_begun)

    with pytest.raises(RequestError, match="expected better"):
        await checked()
    assert await checked() == {"type": "http.request"}


@pytest.mark.anyio
@pytest.mark.parametrize(("source", "has_begun"), [(receive, True), (gone, False)])
async def test_a_refusal_that_nobody_can_be_told_is_dropped(
    *, source: Callable[[], Awaitable[Message]], has_begun: bool
) -> None:
    exchange, _, _ = begun()
    exchange.refusal = RequestError(MALFORMED_REQUEST, "expected better")

    assert await exchange.checked(source, has_begun=lambda: has_begun)() == await source()
