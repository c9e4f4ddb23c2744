"""The clients against a real service.

`service/client/client.py`, `service/client/async_client.py`, `service/client/addresses.py`,
`service/client/results.py`.
"""

import asyncio
import json
import queue
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from nomen import AsyncClient, Client, Number, Replace
from nomen.model.errors import DocumentError
from nomen.service.client.errors import (
    BusyError,
    ClientError,
    ConnectionFailedError,
    RequestRefusedError,
)
from nomen.service.client.results import Redacted, Refused, Tagged
from tests.service.http.test_server import ready

TEXT = "é Harry Potter waved."
NUMBER = 3_000


def problem(status: int) -> dict[str, object]:
    return {"type": "/problems/x", "title": "X", "status": status, "detail": "expected y"}


class Busy:
    """An app that refuses twice, and remembers what it was sent."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        if len(self.requests) < 3:
            return httpx2.Response(429, headers={"Retry-After": "0"}, json=problem(429))
        return httpx2.Response(200, json={"names": [], "tokens": ["a"]})


def test_a_busy_service_is_asked_again() -> None:
    busy = Busy()
    with Client(transport=httpx2.MockTransport(busy), api_key="k-1") as client:
        assert client.tag("a").tokens == ("a",)

    assert len(busy.requests) == 3
    assert busy.requests[0].headers["Authorization"] == "Bearer k-1"
    assert "k-1" not in repr(client._address)  # noqa: SLF001  # what a traceback would show


@pytest.mark.anyio
async def test_a_busy_service_is_asked_again_by_asyncio() -> None:
    busy = Busy()
    async with AsyncClient(transport=httpx2.MockTransport(busy)) as client:
        assert (await client.tag("a")).tokens == ("a",)

    assert len(busy.requests) == 3


def test_a_timeout_ends_the_tries() -> None:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(503, json=problem(503)))
    with Client(transport=transport) as client, pytest.raises(BusyError):
        client.tag("a", timeout=0.1)


@pytest.mark.slow
def test_nobody_at_the_address_is_an_error() -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(ConnectionFailedError):
        client.tag("a", timeout=5)
    with Client("http://127.0.0.1:9") as client, pytest.raises(ConnectionFailedError):
        next(client.stream(["a"], timeout=5))
    with Client("nowhere") as client, pytest.raises(ConnectionFailedError):
        next(client.stream(["a"]))


@pytest.mark.slow
@pytest.mark.anyio
async def test_nobody_at_the_address_is_an_error_for_asyncio() -> None:
    async with AsyncClient("http://127.0.0.1:9") as client:
        with pytest.raises(ConnectionFailedError):
            await client.tag("a", timeout=5)
        with pytest.raises(ConnectionFailedError):
            await anext(client.stream(["a"], timeout=5))


@pytest.fixture(scope="module")
def url(tiny_bundle: Path) -> Iterator[str]:
    with ready(tiny_bundle, NOMEN_MAX_DOCUMENTS="100") as (_, client):
        yield str(client.base_url)


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with Client(url) as client:
        yield client


@pytest.mark.slow
def test_a_document_is_tagged_as_the_service_says(client: Client, url: str) -> None:
    answer = httpx2.post(f"{url}/v1/tag", json={"text": TEXT, "offset_unit": "utf16"}).json()
    tagged = client.tag(TEXT, offset_unit="utf16")

    assert list(tagged.starts or ()) == answer["starts"]
    assert list(tagged.name_probabilities or ()) == answer["name_probabilities"]
    assert [name.text for name in tagged.names] == [name["text"] for name in answer["names"]]
    assert client.tag(["Harry", "waved"], fields=["names"]).tokens is None
    assert client.model().limits.max_documents == 100


@pytest.mark.slow
def test_batches_of_any_length_keep_their_order(client: Client) -> None:
    documents = ({"id": i, "text": f"Harry {i}"} for i in range(NUMBER))
    answers = list(client.tag_batch(documents, fields=["tokens"]))

    assert [(each.id, each.tokens) for each in answers if isinstance(each, Tagged)] == [
        (i, ("Harry", str(i))) for i in range(NUMBER)
    ]


@pytest.mark.slow
def test_texts_are_redacted(client: Client) -> None:
    redacted = client.redact("Zed waved", deny=["Zed"], operator=Replace(with_="X"))
    assert (redacted.text[:1], redacted.names[0].replacement) == ("X", "X")

    answers = list(client.redact_batch(["Zed", {"id": 7, "tokens": ["a"]}], deny=["Zed"]))
    assert isinstance(answers[0], Redacted)
    assert isinstance(answers[1], Refused)
    assert (answers[1].id, answers[1].problem.type) == (7, "/problems/tokens-refused")

    number = Number(scope="batch")
    with pytest.raises(ClientError, match="redact_stream"):
        list(client.redact_batch(["Zed"] * 200, operator=number))
    streamed = list(
        client.redact_stream(["Zed", "Tim", "Zed"], operator=number, deny=["Zed", "Tim"])
    )
    assert [each.text for each in streamed if isinstance(each, Redacted)] == [
        "[NAME_1]",
        "[NAME_2]",
        "[NAME_1]",
    ]


@pytest.mark.slow
def test_a_wrong_option_is_an_error_with_its_place(client: Client) -> None:
    with pytest.raises(RequestRefusedError) as caught:
        client.tag("a", threshold=2)
    assert caught.value.problem.pointer == "/threshold"
    with pytest.raises(RequestRefusedError) as caught:
        next(client.stream(["a"], threshold=2))
    assert caught.value.problem.pointer == "/options/threshold"


@pytest.mark.slow
def test_a_stream_keeps_order_ids_and_records(client: Client) -> None:
    documents = ({"id": i, "tokens": ["Harry"], "n": {"x": i}} for i in range(NUMBER))
    answers = list(client.stream(documents, fields=["names"]))

    assert [(each.id, each.record) for each in answers if isinstance(each, Tagged)] == [
        (i, {"n": {"x": i}}) for i in range(NUMBER)
    ]


@pytest.mark.slow
def test_answers_come_while_the_next_document_is_awaited(client: Client) -> None:
    documents: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    answers = client.stream(iter(documents.get, None))
    for text in ("Harry", "Ron", "Tim"):
        documents.put(text)
        answer = next(answers)
        assert isinstance(answer, Tagged)
        assert answer.tokens == (text,)
    documents.put(None)

    assert list(answers) == []


@pytest.mark.slow
def test_a_stream_may_be_left(client: Client) -> None:
    answers = client.stream(f"Harry {i}" for i in range(10_000_000))
    assert isinstance(next(answers), Tagged)
    answers.close()


@pytest.mark.slow
def test_a_bad_document_ends_a_stream_after_the_answers_before_it(client: Client) -> None:
    answers = client.stream(["a", 7])  # type: ignore[list-item]  # that is the point
    assert isinstance(next(answers), Tagged)
    with pytest.raises(DocumentError):
        next(answers)


@pytest.mark.slow
@pytest.mark.anyio
async def test_asyncio_does_the_same(url: str) -> None:
    async def documents() -> AsyncIterator[str]:
        for i in range(NUMBER):
            yield f"Harry {i}"

    async with AsyncClient(url) as client:
        assert (await client.model()).name == "tiny"
        assert (await client.tag("Harry")).tokens == ("Harry",)
        assert (await client.redact("Zed", deny=["Zed"])).text == "[NAME]"
        batch = [each async for each in client.tag_batch(documents())]
        redacted = [each async for each in client.redact_batch(["Zed"], deny=["Zed"])]
        streamed = [each async for each in client.stream(documents())]
        numbered = [each async for each in client.redact_stream(["Zed"], deny=["Zed"])]
        several = await asyncio.gather(*(client.tag(str(i)) for i in range(20)))

    assert len(batch) == len(streamed) == NUMBER
    assert isinstance(streamed[-1], Tagged)
    assert streamed[-1].tokens == ("Harry", str(NUMBER - 1))
    assert [each.text for each in [*redacted, *numbered] if isinstance(each, Redacted)] == [
        "[NAME]"
    ] * 2
    assert [each.tokens for each in several] == [(str(i),) for i in range(20)]


@pytest.mark.slow
def test_a_stream_goes_on_with_the_next_service(tiny_bundle: Path) -> None:
    documents: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    with ready(tiny_bundle) as (first, http):
        port = str(http.base_url.port)
        with Client(str(http.base_url), timeout=60) as client:
            answers = client.stream(iter(documents.get, None))
            documents.put("Harry")
            assert isinstance(next(answers), Tagged)
            assert first.end(signal.SIGTERM) == 0
            for text in ("Ron", "Tim", None):
                documents.put(text)
            with ready(tiny_bundle, NOMEN_PORT=port) as (second, _):
                found = [each.tokens for each in answers if isinstance(each, Tagged)]
                assert "Ron" not in json.dumps(second.lines)

    assert found == [("Ron",), ("Tim",)]
