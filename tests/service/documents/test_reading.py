import pytest

from nomen.service.documents.reading import Refusal, read_batch, read_document
from nomen.service.documents.schemas import BatchRequest, TextDocument
from nomen.service.errors import RequestError


def test_a_document_that_is_wrong_leaves_its_neighbours_alone() -> None:
    batch = BatchRequest.model_validate({"documents": [{"id": 7, "text": 1}, {"text": "a"}, 3]})

    first, second, third = read_batch(batch, max_documents=3)

    assert isinstance(first, Refusal)
    assert (first.id, first.error.problem.slug, first.error.pointer) == (
        7,
        "wrong-type",
        "/documents/0/text",
    )
    assert isinstance(second, TextDocument)
    assert isinstance(third, Refusal)
    assert third.error.problem.slug == "wrong-type"


@pytest.mark.parametrize("wrong", [1.5, True, 2**53, 1e20, "x" * 257, "\ud800", ["a"]])
def test_an_id_that_is_none_is_not_repeated(wrong: object) -> None:
    entry = read_document({"id": wrong, "text": "a"})

    assert isinstance(entry, Refusal)
    assert entry.id is None
    assert entry.error.pointer == "/id"


def test_a_batch_of_too_many_documents_is_refused() -> None:
    batch = BatchRequest.model_validate({"documents": [{"text": "a"}, {"text": "b"}]})

    with pytest.raises(RequestError, match="expected at most 1 documents"):
        read_batch(batch, max_documents=1)


def test_an_id_that_is_a_whole_number_is_an_integer() -> None:
    entry = read_document({"id": 3.0, "text": "a"})

    assert isinstance(entry, TextDocument)
    assert isinstance(entry.id, int)
