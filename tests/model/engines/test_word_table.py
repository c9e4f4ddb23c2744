from threading import Thread

import numpy as np
import pytest

from nomen.model.arrays import Float32Array
from nomen.model.engines.word_table import WordTable
from nomen.model.network.encoding import EncodedTokens
from nomen.model.network.vocabulary import Vocabulary


class Computing:
    """Gives each token a vector that says which one it is, and counts."""

    def __init__(self) -> None:
        self.num_tokens = 0

    def __call__(self, tokens: EncodedTokens) -> Float32Array:
        self.num_tokens += len(tokens.form_ids)
        codes = tokens.character_ids @ 31 ** np.arange(tokens.character_ids.shape[1])
        return np.stack([codes % 9973, tokens.shape_ids], axis=1).astype(np.float32)


@pytest.fixture
def computing() -> Computing:
    return Computing()


def make(num_rows: int) -> Float32Array:
    return np.zeros((num_rows, 2), dtype=np.float32)


def table_of(
    vocabulary: Vocabulary, computing: Computing, *, max_tokens: int
) -> WordTable[Float32Array]:
    return WordTable(vocabulary, computing, make, max_characters=24, max_tokens=max_tokens)


def test_each_token_is_computed_once(tiny_vocabulary: Vocabulary, computing: Computing) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=10)
    for _ in range(3):
        table.look_up([["Harry", "met", "Harry"], ["met"]])
    assert computing.num_tokens == 2


def test_padding_is_a_vector_of_zeros(tiny_vocabulary: Vocabulary, computing: Computing) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=10)
    positions, lengths, vectors = table.look_up([["Harry", "met", "Ron"], ["met"]])
    assert positions.shape == (3, 2)
    assert lengths.tolist() == [3, 1]
    assert positions[0, 1] == positions[1, 0]
    assert not vectors[positions[1:, 1]].any()


@pytest.mark.parametrize("max_tokens", [1, 2, 3, 100])
def test_what_is_forgotten_is_computed_again(
    tiny_vocabulary: Vocabulary, computing: Computing, max_tokens: int
) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=max_tokens)
    fresh = table_of(tiny_vocabulary, computing, max_tokens=100)
    for sentence in (["Harry", "met"], ["met", "Hermione", "in", "Oslo"], ["Harry"], ["in"]):
        positions, _, vectors = table.look_up([sentence])
        expected, _, fresh_vectors = fresh.look_up([sentence])
        np.testing.assert_array_equal(vectors[positions], fresh_vectors[expected])


def test_forgetting_does_not_change_vectors_that_were_handed_out(
    tiny_vocabulary: Vocabulary, computing: Computing
) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=2)
    positions, _, vectors = table.look_up([["Harry", "met"]])
    before = vectors[positions].copy()
    table.look_up([["Hermione", "in"]])
    np.testing.assert_array_equal(vectors[positions], before)


def test_threads_that_add_tokens_at_the_same_time_get_rows_of_their_own(
    tiny_vocabulary: Vocabulary, computing: Computing
) -> None:
    def compute(tokens: EncodedTokens) -> Float32Array:
        if not others:  # another thread comes while this one computes
            others.append(Thread(target=table.look_up, args=[[["Hermione", "Oslo"]]]))
            others[0].start()
            others[0].join(timeout=0.1)  # it ends at once, or waits for us
        return computing(tokens)

    others: list[Thread] = []
    table = WordTable(tiny_vocabulary, compute, make, max_characters=24, max_tokens=10)
    table.look_up([["Harry", "met"]])
    others[0].join()

    alone = table_of(tiny_vocabulary, computing, max_tokens=10)
    sentence = [["Harry", "met", "Hermione", "Oslo"]]
    positions, _, vectors = table.look_up(sentence)
    expected, _, expected_vectors = alone.look_up(sentence)
    np.testing.assert_array_equal(vectors[positions], expected_vectors[expected])


def test_a_huge_token_is_not_kept_whole(tiny_vocabulary: Vocabulary, computing: Computing) -> None:
    table = table_of(tiny_vocabulary, computing, max_tokens=10)
    huge = "a" * 100_000
    first, _, _ = table.look_up([[huge, "met"]])
    second, _, _ = table.look_up([[huge + "a", "met"]])
    assert first.tolist() == second.tolist()
    assert computing.num_tokens == 2
