import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.records import LeftOut, TokenRecord
from nomen.training.formats.shapes import spacy_json
from tests.training.formats.shapes.shaped import PLACE, read, said

SENTENCE = """{"brackets": [], "tokens": [
  {"id": 0, "orth": "Ada", "tag": "NNP", "head": 1, "dep": "compound", "ner": "B-PERSON"},
  {"id": 1, "orth": "Byron", "tag": "NNP", "head": 1, "dep": "nsubj", "ner": "L-PERSON"},
  {"id": 2, "orth": "met", "tag": "VBD", "head": 0, "dep": "ROOT", "ner": "O"},
  {"id": 3, "orth": "Bob", "tag": "NNP", "head": -1, "dep": "dobj", "ner": "U-PERSON"}]}"""


def test_sentences_of_version_2_have_tags_of_bilou() -> None:
    raw = '"raw": "Ada Byron met Bob"'
    written = f'{{"id": 3, "paragraphs": [{{{raw}, "sentences": [{SENTENCE}]}}]}}'
    [record] = read(spacy_json, written)
    assert said(record) == [("Ada Byron", "PERSON"), ("Bob", "PERSON")]
    assert isinstance(record, TokenRecord)
    assert record.document == "3"


def test_a_sentence_without_tags_is_left_out() -> None:
    tokens = '{"tokens": [{"orth": "Ada"}, {"orth": "left", "ner": "-"}]}'
    written = f'{{"id": 3, "paragraphs": [{{"sentences": [{tokens}]}}]}}'
    assert read(spacy_json, written) == [LeftOut(PLACE, "not annotated")]


def test_a_paragraph_may_have_offsets() -> None:
    entities = '{"raw": "Ada met Bob", "entities": [[0, 3, "PERSON"]]}'
    [record] = read(spacy_json, f'{{"id": 3, "paragraphs": [{entities}]}}')
    assert said(record) == [("Ada", "PERSON")]


def test_a_pair_has_offsets() -> None:
    [record] = read(spacy_json, '["Who is Ada Byron?", {"entities": [[7, 16, "PERSON"]]}]')
    assert said(record) == [("Ada Byron", "PERSON")]


def test_web_annotators_write_an_object_of_pairs() -> None:
    pairs = '[["Ada left.", {"entities": [[0, 3, "PER"]]}], null, ["Bob.", {"entities": []}]]'
    records = read(spacy_json, f'{{"classes": ["PER"], "annotations": {pairs}}}')
    assert [said(record) for record in records] == [[("Ada", "PER")], []]


def test_what_is_no_pair_is_refused() -> None:
    with pytest.raises(CorpusError, match=r"expected \[text, "):
        read(spacy_json, '{"classes": [], "annotations": [["secret"]]}')
