import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from nomen.model.arrays import Float32Array
from nomen.training.errors import CorpusError, RecipeError
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.pretraining.vectors import learn_vectors, read_anchor
from nomen.training.recipes.pretraining import Anchor, Vectors

NUM_FORMS = 12


def learn(
    config: Vectors, seed: int = 1, anchor: Mapping[int, Float32Array] | None = None
) -> Float32Array:
    """Learn forms of which 1 and 2, as 3 and 4, have the same neighbours."""
    draws = np.random.default_rng(0)
    sentences = []
    for _ in range(1500):
        first, second, near = draws.choice([("a", "b", "xyz"), ("c", "d", "uvw")])
        neighbours = draws.permutation(list(near)).tolist()
        sentences.append([neighbours[0], str(draws.choice([first, second])), neighbours[1]])
    numbered = NumberedSentences.build(iter(sentences), max_tokens=9)
    forms = {form: i for i, form in enumerate("abcdxyzuvw", 1)}
    form_ids = np.array([forms[token] for token in numbered.distinct], dtype=np.int32)
    return learn_vectors(
        numbered, form_ids, config, dim=8, num_forms=NUM_FORMS, seed=seed, anchor=anchor or {}
    )


def test_forms_with_the_same_neighbours_are_alike() -> None:
    vectors = learn(Vectors(epochs=3, subsampling=0))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = unit @ unit.T
    assert alike[1, 2] > alike[1, 3]
    assert alike[3, 4] > alike[2, 4]


def test_vectors_have_the_spread_that_was_asked_for() -> None:
    vectors = learn(Vectors(epochs=1, std=0.3))
    assert vectors.shape == (NUM_FORMS, 8)
    assert vectors[1:11].std() == pytest.approx(0.3, rel=1e-3)


def test_the_same_seed_gives_the_same_vectors() -> None:
    first, again = learn(Vectors(epochs=1)), learn(Vectors(epochs=1))
    np.testing.assert_array_equal(first, again)
    assert (first != learn(Vectors(epochs=1), seed=2)).any()


def test_published_vectors_stay_as_they_are() -> None:
    published = {1: np.arange(8, dtype=np.float32), 3: np.ones(8, dtype=np.float32)}
    published[99] = np.ones(8, dtype=np.float32)  # no form of the sentences
    vectors = learn(Vectors(epochs=2), anchor=published)
    ratios = vectors[1, 1:] / published[1][1:]
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-5)
    np.testing.assert_allclose(vectors[3], ratios[0], rtol=1e-5)
    assert vectors[2].std() > 0


def anchor_in(folder: Path, content: str) -> Anchor:
    (folder / "glove.txt").write_text(content, encoding="utf-8")
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Anchor(file="glove.txt", sha256=digest, licence_class="open", licence="PDDL 1.0")


@pytest.mark.parametrize("inside", ["", "texts"])
def test_published_vectors_are_read_from_the_folder_of_texts_or_above(
    inside: str, tmp_path: Path
) -> None:
    anchor = anchor_in(tmp_path, "the 1 2\nmet 3 4\nxyzzy 5 6\n")
    found = read_anchor(anchor, tmp_path / inside, form_ids={"met": 1, "the": 2}, dim=2)
    assert {form: vector.tolist() for form, vector in found.items()} == {2: [1, 2], 1: [3, 4]}


def test_published_vectors_that_are_not_those_meant_are_refused(tmp_path: Path) -> None:
    anchor = anchor_in(tmp_path, "the 1 2\n")
    with pytest.raises(RecipeError, match=r"network.embedding_dim: expected 2 as in .*glove.txt"):
        read_anchor(anchor, tmp_path, form_ids={}, dim=3)
    (tmp_path / "glove.txt").write_text("the 1 3\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="sha256 is not that of the recipe"):
        read_anchor(anchor, tmp_path, form_ids={}, dim=2)
    (tmp_path / "glove.txt").unlink()
    with pytest.raises(CorpusError, match=r"glove.txt: not at hand"):
        read_anchor(anchor, tmp_path, form_ids={}, dim=2)
