from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.arrays import Float32Array
from nomen.model.network.label_sequences import (
    ROWS_TOGETHER,
    label_marginals,
    name_and_begin,
    name_probabilities,
)

BIO, BIOES = ("O", "B", "I"), ("O", "B", "I", "E", "S")


def is_allowed(sequence: tuple[str, ...], *, scheme: tuple[str, ...]) -> bool:
    """Tell whether a scheme allows a sequence, by its definition."""
    is_open = False
    for label in sequence:
        if label in "IE" and not is_open:
            return False
        if label in "OBS" and is_open and scheme == BIOES:
            return False
        is_open = label in "BI"
    return not is_open or scheme == BIO


def by_enumeration(probabilities: Float32Array, scheme: tuple[str, ...]) -> Float32Array:
    """Sum over every sequence of labels; (T, K)."""
    found = np.zeros(probabilities.shape)
    for ids in product(range(len(scheme)), repeat=len(probabilities)):
        if is_allowed(tuple(scheme[i] for i in ids), scheme=scheme):
            weight = np.prod([probabilities[t, i] for t, i in enumerate(ids)])
            for t, i in enumerate(ids):
                found[t, i] += weight
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float32)


def draw(seed: int, num_tokens: int, num_labels: int) -> Float32Array:
    logits = np.random.default_rng(seed).normal(scale=3, size=(num_tokens, num_labels))
    weights = np.exp(logits)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("scheme", [BIO, BIOES])
@given(seed=st.integers(0, 10_000), num_tokens=st.integers(1, 5))
def test_marginals_are_sums_over_allowed_sequences(
    scheme: tuple[str, ...], seed: int, num_tokens: int
) -> None:
    probabilities = draw(seed, num_tokens, len(scheme))
    found = label_marginals(probabilities[None], np.array([num_tokens]), scheme)[0]
    np.testing.assert_allclose(found, by_enumeration(probabilities, scheme), atol=1e-6)


def test_an_allowed_sequence_keeps_its_probabilities() -> None:
    certain = np.eye(5, dtype=np.float32)[[0, 1, 2, 3, 4, 0]][None]
    found = label_marginals(certain, np.array([6]), BIOES)
    np.testing.assert_allclose(found, certain, atol=1e-6)


def test_an_end_needs_a_beginning() -> None:
    alone = np.array([[[0.4, 0, 0, 0.6, 0]]], dtype=np.float32)
    name, begin = name_and_begin(label_marginals(alone, np.array([1]), BIOES), BIOES)
    assert (name[0, 0], begin[0, 0]) == pytest.approx((0, 0), abs=1e-6)


@pytest.mark.parametrize("scheme", [BIO, BIOES])
@given(st.lists(st.integers(1, 9), min_size=ROWS_TOGETHER, max_size=2 * ROWS_TOGETHER))
def test_many_sentences_together_have_the_marginals_each_has_alone(
    scheme: tuple[str, ...], lengths: list[int]
) -> None:
    batch = np.stack([draw(i, max(lengths), len(scheme)) for i in range(len(lengths))])
    batch[0, 0, 0] = np.nan
    found = label_marginals(batch, np.array(lengths), scheme)
    for row, own, length in zip(found, batch, lengths, strict=True):
        alone = label_marginals(own[None, :length], np.array([length]), scheme)[0]
        np.testing.assert_array_equal(row[:length], alone)
        assert not row[length:].any()


@pytest.mark.parametrize("scheme", [BIO, BIOES])
def test_neither_padding_nor_neighbours_matter(scheme: tuple[str, ...]) -> None:
    long, short = draw(1, 6, len(scheme)), draw(2, 3, len(scheme))
    batch = np.full((2, 6, len(scheme)), 0.3, dtype=np.float32)
    batch[0], batch[1, :3] = long, short
    found = label_marginals(batch, np.array([6, 3]), scheme)
    for row, alone in ((found[0], long), (found[1, :3], short)):
        lengths = np.array([len(alone)])
        expected = label_marginals(alone[None], lengths, scheme)[0]
        np.testing.assert_allclose(row, expected, atol=1e-6)
    assert not found[1, 3:].any()


def test_certainty_against_the_scheme_is_still_a_number() -> None:
    impossible = np.eye(5, dtype=np.float32)[[3, 2, 1]][None]
    found = label_marginals(impossible, np.array([3]), BIOES)
    assert np.isfinite(found).all()
    assert found.sum(axis=-1) == pytest.approx(1)


def test_a_head_of_one_label_keeps_its_probabilities() -> None:
    probabilities = np.array([[[0.9], [0.2], [0.7]]], dtype=np.float32)
    found = label_marginals(probabilities, np.array([2]), ("name",))
    name, begin = name_and_begin(found, ("name",))
    assert name.tolist() == [[pytest.approx(0.9), pytest.approx(0.2), 0]]
    assert not begin.any()


def test_a_name_is_every_label_but_o_and_begins_with_b_or_s() -> None:
    name, begin = name_and_begin(np.array([[0.1, 0.2, 0.3, 0.15, 0.25]], dtype=np.float32), BIOES)
    assert (name[0], begin[0]) == pytest.approx((0.9, 0.45))


@given(seed=st.integers(0, 10_000))
def test_no_probability_exceeds_one(seed: int) -> None:
    probabilities = draw(seed, 50, 5)
    probabilities[:, 0] *= 1e-9
    name, begin = name_probabilities(probabilities[None], np.array([50]), BIOES)
    assert 0 <= begin.min() <= begin.max() <= 1
    assert 0 <= name.min() <= name.max() <= 1


def test_a_name_that_never_ends_stays_in_its_sentence() -> None:
    open_end = np.array([[0, 1, 0, 0, 0]], dtype=np.float32)
    batch = np.stack([open_end, draw(3, 1, 5)])
    found = label_marginals(batch, np.array([1, 1]), BIOES)
    alone = label_marginals(batch[1:], np.array([1]), BIOES)
    assert np.array_equal(found[1], alone[0])


def test_a_fault_stays_in_its_sentence() -> None:
    batch = np.stack([draw(seed, 4, 5) for seed in range(3)])
    alone = label_marginals(batch[::2], np.array([4, 4]), BIOES)
    batch[1, 2] = np.nan
    found = label_marginals(batch, np.array([4, 4, 4]), BIOES)
    np.testing.assert_allclose(found[::2], alone, atol=1e-6)
    assert np.isnan(found[1]).all()
