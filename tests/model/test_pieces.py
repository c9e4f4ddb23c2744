"""Words of characters in a token list are read character by character."""

import numpy as np
import pytest

from nomen.model.documents import prepare_document
from nomen.model.errors import TooManyTokensError
from nomen.model.pieces import join_pieces, pieces_of
from nomen.model.tagger import Tagger, load_tagger
from nomen.model.windows import WindowProbabilities


@pytest.fixture(scope="module")
def chinese() -> Tagger:
    return load_tagger("zh", device="cpu")


def test_words_of_characters_are_cut_and_others_are_not() -> None:
    pieces, firsts = pieces_of(["昨天", "3.14", "well-known", "王Tom", "来"])

    assert pieces == ["昨", "天", "3.14", "well-known", "王", "Tom", "来"]
    assert firsts is not None
    assert firsts.tolist() == [0, 2, 3, 4, 6]


@pytest.mark.parametrize("tokens", [["Harry", "waved", "."], ["王", "来", "。"], []])
def test_tokens_that_are_pieces_stay(tokens: list[str]) -> None:
    assert pieces_of(tokens) == (tokens, None)


def test_a_token_has_the_probabilities_of_its_pieces() -> None:
    name = np.array([0.1, 0.9, 0.2, 0.8], dtype=np.float32)
    begin = np.array([0.05, 0.7, 0.1, 0.6], dtype=np.float32)

    joined = join_pieces(WindowProbabilities(name, begin), np.array([0, 1, 3], dtype=np.int32))

    assert joined.name.tolist() == name[[0, 1, 3]].tolist()
    assert joined.begin.tolist() == begin[[0, 1, 3]].tolist()


def test_names_are_found_in_words(chinese: Tagger) -> None:
    words = ["昨天", "王秀英", "女士", "和", "李建国", "见面"]

    tagged, text = chinese.tag([words, "".join(words)])

    assert tagged.tokens == words
    assert [(name.text, name.first_token) for name in tagged.names] == [
        ("王秀英", 1),
        ("李建国", 4),
    ]
    assert [name.text for name in text.names] == ["王秀英", "李建国"]


def test_adjacent_words_are_two_names(chinese: Tagger) -> None:
    (tagged,) = chinese.tag([["出席", "的", "有", "王秀英", "、", "李建国", "陈志强"]])

    assert [name.text for name in tagged.names] == ["王秀英", "李建国", "陈志强"]


def test_the_limit_counts_pieces() -> None:
    with pytest.raises(TooManyTokensError, match="at most 3 tokens"):
        prepare_document(["王秀英", "来"], max_tokens=3)
