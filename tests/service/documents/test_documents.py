from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.service.documents.documents import finish_documents, prepare_documents, windows_to_run
from nomen.service.errors import RequestError

LIMIT = 5


def test_what_is_wrong_with_a_document_stays_its_own() -> None:
    documents = ["Harry waved.", ["a", ""], "a " * 6, ["a"] * 6, ["Ron"]]

    prepared = prepare_documents(documents, max_tokens=LIMIT)

    slugs = [p.problem.slug if isinstance(p, RequestError) else None for p in prepared]
    large = "document-too-large"
    assert slugs == [None, "invalid-document", large, large, None]


def test_outputs_go_to_the_documents_that_they_belong_to(tagger: Tagger) -> None:
    documents = ["Harry waved. Ron slept.", ["a", ""], "", "Hermione ran."]
    prepared = prepare_documents(documents, max_tokens=100)

    outputs = tagger.forward([window.tokens for window in windows_to_run(prepared)])
    finished = finish_documents(prepared, outputs, threshold=0)

    tokens = [document.tokens for document in finished if isinstance(document, TaggedDocument)]
    assert tokens == [
        ["Harry", "waved", ".", "Ron", "slept", "."],
        [],
        ["Hermione", "ran", "."],
    ]
    assert finished[1] is prepared[1]
