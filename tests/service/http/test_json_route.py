"""Covers bodies that are never read to their end; `test_routes.py` covers the others."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Scope

from nomen.model.tagger import Tagger
from nomen.service.errors import RequestError
from nomen.service.http.app import create_app
from nomen.service.http.json_route import JsonEndpoint, JsonResponse
from nomen.service.settings import Settings


async def echo(_request: Request, body: dict[str, int]) -> JsonResponse:
    return JsonResponse(b"%d" % body["number"], server_timing="a;dur=1", nomen_model="m")


@dataclass
class Connection:
    """A client that sends these messages, and keeps what it is sent."""

    messages: list[Message]
    sent: list[Any] = field(default_factory=list)

    async def receive(self) -> Message:
        return self.messages.pop(0)

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def call(self, app: Starlette, **headers: str) -> None:
        given = {"content-type": "application/json", **headers}
        encoded = [(key.replace("_", "-").encode(), value.encode()) for key, value in given.items()]
        scope: Scope = {"type": "http", "method": "POST", "app": app, "headers": encoded}
        await JsonEndpoint(echo, needs_engine=False)(scope, self.receive, self.send)


@pytest.fixture
def app(tagger: Tagger) -> Starlette:
    return create_app(Settings(max_body_bytes=20), tagger)


@pytest.mark.anyio
async def test_a_body_in_pieces_is_joined_and_answered(app: Starlette) -> None:
    pieces = [(b'{"num', True), (b'ber": 7', True), (b"}", False)]
    client = Connection(
        [{"type": "http.request", "body": body, "more_body": more} for body, more in pieces]
    )

    await client.call(app)

    start, body = client.sent
    assert (start["status"], body["body"]) == (200, b"7")
    assert dict(start["headers"])[b"content-length"] == b"1"


@pytest.mark.anyio
async def test_a_client_that_leaves_while_it_sends_is_not_answered(app: Starlette) -> None:
    client = Connection(
        [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    )

    with pytest.raises(ClientDisconnect):
        await client.call(app)
    assert client.sent == []


@pytest.mark.anyio
async def test_a_body_announced_as_too_large_is_not_read(app: Starlette) -> None:
    client = Connection([])

    with pytest.raises(RequestError, match="expected at most 20 bytes") as caught:
        await client.call(app, content_length="21")
    assert caught.value.headers == {"Connection": "close"}
