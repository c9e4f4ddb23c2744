import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.shapes import hugging_face
from tests.training.formats.shapes.shaped import read, said

NAMES = ["O", "B-PER", "I-PER"]
TOKENS = '"tokens": ["Ada", "Byron", "left"]'


def test_numbers_are_tags_by_the_names_of_the_feature() -> None:
    written = f'{{"id": "0", {TOKENS}, "ner_tags": [1, 2, 0]}}'
    [record] = read(hugging_face, written, label_names=NAMES)
    assert said(record) == [("Ada Byron", "PER")]


@pytest.mark.parametrize("key", ["ner_tags", "tags", "labels", "ner"])
def test_tags_may_be_strings_under_several_names(key: str) -> None:
    [record] = read(hugging_face, f'{{{TOKENS}, "{key}": ["B-PER", "I-PER", "O"]}}')
    assert said(record) == [("Ada Byron", "PER")]


def test_the_scheme_of_the_settings_holds() -> None:
    written = f'{{{TOKENS}, "ner_tags": ["I-PER", "I-PER", "O"]}}'
    [record] = read(hugging_face, written, columns={"scheme": "iob1"})
    assert said(record) == [("Ada Byron", "PER")]
    with pytest.raises(CorpusError, match="token 1: expected I- to follow B-"):
        read(hugging_face, written)


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ("[1, 2, 3]", "expected numbers of tags from 0 to 2"),
        ("[1, 2]", "expected a tag for each of 3 tokens, found 2"),
        ('[1, "O", 0]', "tags that are all strings or all numbers"),
        ('["B-PER", "secret", "O"]', "token 2: expected O, or one of B"),
    ],
)
def test_wrong_tags_are_refused_without_them(tags: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as refused:
        read(hugging_face, f'{{{TOKENS}, "ner_tags": {tags}}}', label_names=NAMES)
    assert "secret" not in str(refused.value)


def test_numbers_without_names_are_refused() -> None:
    with pytest.raises(CorpusError, match=r"expected the names of the tags' numbers: .*label_name"):
        read(hugging_face, f'{{{TOKENS}, "ner_tags": [1, 2, 0]}}')
