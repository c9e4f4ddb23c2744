import orjson
import pytest

from nomen.service.client.batches import Batches
from nomen.service.client.calls import Call, tag_batch_call
from nomen.service.client.errors import ClientError
from nomen.service.client.results import Limits, Refused, Tagged


def batches(*, max_documents: int, max_bytes: int, is_whole: bool = False) -> Batches[object]:
    def make_call(documents: object) -> Call[list[Tagged | Refused]]:
        return tag_batch_call({"deny": ["x"]}, documents)  # type: ignore[arg-type]  # as it comes

    limits = Limits(
        max_body_bytes=max_bytes, max_tokens=10, max_documents=max_documents, timeout_seconds=1
    )
    return Batches(limits, make_call, is_whole=is_whole)  # type: ignore[arg-type]  # of any answer


def cut(cutter: Batches[object], texts: list[str]) -> list[bytes]:
    calls = [call for text in texts for call in cutter.add(text)]
    return [call.content(timeout_seconds=3_600) or b"" for call in [*calls, *cutter.rest()]]


def texts_of(body: bytes) -> list[str]:
    return [document["text"] for document in orjson.loads(body)["documents"]]


def test_a_batch_has_at_most_as_many_documents_as_the_service_takes() -> None:
    found = cut(batches(max_documents=2, max_bytes=10_000), ["a", "b", "c"])

    assert [texts_of(body) for body in found] == [["a", "b"], ["c"]]


def test_a_batch_has_at_most_as_many_bytes_as_the_service_takes() -> None:
    texts = ["é" * 20, "b" * 40, "c" * 200, "d"]
    found = cut(batches(max_documents=100, max_bytes=200), texts)

    assert [text for body in found for text in texts_of(body)] == texts
    assert [len(texts_of(body)) for body in found] == [2, 1, 1]
    assert [len(body) <= 200 for body in found] == [True, False, True]


def test_nothing_is_no_batch() -> None:
    assert cut(batches(max_documents=2, max_bytes=1000), []) == []


def test_what_must_stay_together_is_not_cut() -> None:
    cutter = batches(max_documents=2, max_bytes=1000, is_whole=True)
    assert cut(cutter, ["a", "b"]) != []
    with pytest.raises(ClientError, match="redact_stream"):
        cut(cutter, ["a", "b", "c"])
