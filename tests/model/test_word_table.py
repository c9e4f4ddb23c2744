import numpy as np
import pytest
from numpy.typing import NDArray

from model.encoding import EncodedTokens
from model.vocabulary import Vocabulary
from model.word_table import WordTable

FloatArray = NDArray[np.float32]


class Computing:
    """Gives each token a vector that says which one it is, and counts."""

    def __init__(self) -> None:
        self.num_tokens = 0

    def __call__(self, tokens: EncodedTokens) -> FloatArray:
        self.num_tokens += len(tokens.form_ids)
        codes = tokens.character_ids @ 31 ** np.arange(tokens.character_ids.shape[1])
        return np.stack([codes % 9973, tokens.shape_ids], axis=1).astype(np.float32)


@pytest.fixture
def computing() -> Computing:
    return Computing()


def make(num_rows: int) -> FloatArray:
    return np.zeros((num_rows, 2), dtype=np.float32)


def table_of(
    vocabulary: Vocabulary, computing: Computing, *, max_tokens: int
) -> WordTable[FloatArray]:
    return WordTable(vocabulary, computing, make, max_characters=24, max_tokens=max_tokens)


def test_each_token_is_computed_once(tiny_vocabulary: Vocabulary, computing: Computing) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=10)
    for _ in range(3):
        table.look_up([["Harry", "met", "Harry"], ["met"]])
    assert computing.num_tokens == 2


def test_padding_is_a_vector_of_zeros(tiny_vocabulary: Vocabulary, computing: Computing) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=10)
    positions, lengths = table.look_up([["Harry", "met", "Ron"], ["met"]])
    assert positions.shape == (3, 2)
    assert lengths.tolist() == [3, 1]
    assert positions[0, 1] == positions[1, 0]
    assert not table.vectors[positions[1:, 1]].any()


@pytest.mark.parametrize("max_tokens", [1, 2, 3, 100])
def test_what_is_forgotten_is_computed_again(
    tiny_vocabulary: Vocabulary, computing: Computing, max_tokens: int
) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=max_tokens)
    fresh = table_of(tiny_vocabulary, computing, max_tokens=100)
    for sentence in (["Harry", "met"], ["met", "Hermione", "in", "Oslo"], ["Harry"], ["in"]):
        (positions, _), (expected, _) = table.look_up([sentence]), fresh.look_up([sentence])
        np.testing.assert_array_equal(table.vectors[positions], fresh.vectors[expected])


def test_a_huge_token_is_not_kept_whole(tiny_vocabulary: Vocabulary, computing: Computing) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=10)
    huge = "a" * 100_000
    first, _ = table.look_up([[huge, "met"]])
    second, _ = table.look_up([[huge + "a", "met"]])
    assert first.tolist() == second.tolist()
    assert computing.num_tokens == 2
