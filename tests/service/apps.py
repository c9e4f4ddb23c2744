"""Ways to talk to an app in the test's own event loop, and a tagger that waits."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from starlette.applications import Starlette

from nomen.model.tagger import Tagger
from nomen.model.windows import WindowProbabilities
from nomen.service.documents.served import Served
from tests.waiting import turns


def served_of(tagger: Tagger) -> Served:
    """Give the bundles of a tagger as documents know them."""
    manifests = [each.bundle.manifest for each in tagger.bundles]
    return Served(manifests, tagger.router.readers)


class GatedTagger(Tagger):
    """A real tagger whose forward passes wait to be let through."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__(tagger.bundle, tagger.engine)
        self.num_windows = 0
        self._entered = threading.Event()
        self._open = threading.Event()

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        self.num_windows += len(sentences)
        self._entered.set()
        assert self._open.wait(10)
        return super().forward(sentences)

    async def until_entered(self) -> None:
        assert await asyncio.to_thread(self._entered.wait, 10)

    def let_through(self) -> None:
        self._open.set()


@asynccontextmanager
async def asgi_client(app: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    """Run an app, wait until it has loaded, and give a client for it."""
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        await app.state.lifecycle.loading
        yield client


async def until_metric(client: httpx2.AsyncClient, line: str) -> None:
    """Wait until a line stands in the metrics."""
    async with asyncio.timeout(10):
        while f"\n{line}\n" not in (await client.get("/metrics")).text:
            await turns()


async def call_and_leave(app: Starlette, path: str, body: bytes) -> list[Any]:
    """Send a request and go away at once; give what was sent back."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": body},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await turns()
        return messages.pop(0)

    async def send(message: Any) -> None:  # noqa: ANN401  # as ASGI has it
        sent.append(message)

    await app(scope, receive, send)
    return sent
