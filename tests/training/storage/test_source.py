from nomen.training.storage.source import Source
from tests.training.sentences import SENTENCES


def test_the_numbers_of_documents_are_no_sentences() -> None:
    source = Source(read=lambda: iter([1, *SENTENCES[:2], 2, SENTENCES[2]]))
    assert list(source.sentences()) == SENTENCES
    assert list(source.sentences()) == SENTENCES
