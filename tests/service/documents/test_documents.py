from nomen.model.documents import PreparedDocument
from nomen.model.tagger import Tagger
from nomen.service.documents.documents import finish_documents, prepare_documents, windows_of
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

    outputs = tagger.forward(windows_of(prepared))
    finished = finish_documents(prepared, outputs, threshold=0)

    tagged = [document.tagged for document in finished]
    assert [None if t is None else len(t.tokens) for t in tagged] == [6, None, 0, 3]
    assert isinstance(prepared[0], PreparedDocument)
    assert finished[1].answer is prepared[1]
