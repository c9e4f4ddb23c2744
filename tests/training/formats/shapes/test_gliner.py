import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.shapes import gliner
from tests.training.formats.shapes.shaped import read, said


def test_ends_are_inclusive() -> None:
    [record] = read(
        gliner,
        '{"tokenized_text": ["Ada", "Byron", "joined", "Acme"], '
        '"ner": [[0, 1, "person"], [3, 3, "organization"]]}',
    )
    assert said(record) == [("Ada Byron", "PERSON"), ("Acme", "ORGANIZATION")]


def test_entities_are_needed() -> None:
    with pytest.raises(CorpusError, match="expected 'ner', a list"):
        read(gliner, '{"tokenized_text": ["Ada"]}')
