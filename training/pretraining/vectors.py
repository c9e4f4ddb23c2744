"""Skip-gram vectors of word forms, by gensim."""

import logging
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from numpy.typing import NDArray

from nomen.model.arrays import Float32Array
from nomen.model.network.vocabulary import UNKNOWN_FORM
from nomen.training.data.registry import file_sha256
from nomen.training.errors import CorpusError, RecipeError
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.recipes.pretraining import Anchor, Vectors

logger = logging.getLogger("nomen.train")


class _FormSentences:
    """The sentences as lists of form ids, which gensim iterates several times."""

    def __init__(self, sentences: NumberedSentences, form_ids: NDArray[np.int32]) -> None:
        self._forms = form_ids[sentences.tokens]
        self._starts = sentences.starts.tolist()

    def __iter__(self) -> Iterator[list[int]]:
        start = 0
        for stop in self._starts[1:]:
            yield [form for form in self._forms[start:stop].tolist() if form != UNKNOWN_FORM]
            start = stop


def learn_vectors(
    sentences: NumberedSentences,
    form_ids: NDArray[np.int32],
    config: Vectors,
    *,
    dim: int,
    num_forms: int,
    seed: int,
    anchor: Mapping[int, Float32Array],
) -> Float32Array:
    """Learn a vector for each form by skip-gram with negative sampling.

    Args:
        sentences: The sentences to learn from.
        form_ids: int32 (V,), the form of each distinct token.
        config: How the vectors are learned.
        dim: Size of a vector.
        num_forms: Forms, the unknown one included.
        seed: Of the first vectors and the draws.
        anchor: The fixed vectors, float32 (dim,), of some forms by id; see `read_anchor`.

    Returns:
        float32 (num_forms, dim) of standard deviation `config.std`. A form without a vector, like
        the unknown one, has the mean of the rarest forms.
    """
    logging.getLogger("gensim").setLevel(logging.WARNING)
    model = Word2Vec(
        vector_size=dim,
        window=config.window,
        min_count=1,
        workers=1,
        sg=1,
        negative=config.negatives,
        sample=config.subsampling,
        seed=seed,
    )
    _train(model, _FormSentences(sentences, form_ids), anchor, num_epochs=config.epochs)
    return _arranged(model, num_forms, config.std)


def _train(
    model: Word2Vec,
    corpus: _FormSentences,
    anchor: Mapping[int, Float32Array],
    *,
    num_epochs: int,
) -> None:
    """Fix the anchored forms, then run the epochs; the learning rate falls linearly over all."""
    model.build_vocab(corpus)
    _hold(model, anchor)
    started = time.monotonic()
    rates = np.linspace(0.025, 0.0001, num_epochs + 1)
    for epoch in range(num_epochs):
        model.train(
            corpus,
            total_words=model.corpus_total_words,
            epochs=1,
            start_alpha=float(rates[epoch]),
            end_alpha=float(rates[epoch + 1]),
        )
        logger.info(
            "vectors: epoch %d of %d, %.0f s",
            epoch + 1,
            num_epochs,
            time.monotonic() - started,
        )


def _hold(model: Word2Vec, anchor: Mapping[int, Float32Array]) -> None:
    """Fix forms at the vectors of the anchor, scaled to a mean length of 2."""
    known = {model.wv.key_to_index[i]: v for i, v in anchor.items() if i in model.wv.key_to_index}
    if not known:
        return
    rows = np.array(list(known), dtype=np.int64)
    vectors = np.stack(list(known.values()))
    model.wv.vectors[rows] = vectors * (2 / np.linalg.norm(vectors, axis=1).mean())
    model.wv.vectors_lockf = np.ones(len(model.wv), dtype=np.float32)
    model.wv.vectors_lockf[rows] = 0


def read_anchor(
    anchor: Anchor, folder: Path, *, form_ids: Mapping[str, int], dim: int
) -> dict[int, Float32Array]:
    """Read the published vectors of the known forms, by form id.

    Args:
        anchor: The file of published vectors.
        folder: The folder of raw texts; the file is there or in the folder above.
        form_ids: The id of every known form.
        dim: Size that each vector must have.

    Raises:
        CorpusError: When the file is missing, or its checksum is another.
        RecipeError: When its vectors are of another size.
    """
    places = [folder / anchor.file, folder.parent / anchor.file]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise CorpusError(f"{places[0]}: not at hand; expected it there or in the folder above")
    if file_sha256(path) != anchor.sha256:
        raise CorpusError(f"{path}: sha256 is not that of the recipe")
    found: dict[int, Float32Array] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            form, *numbers = line.split()
            if len(numbers) != dim:
                raise RecipeError(f"network.embedding_dim: expected {len(numbers)} as in {path}")
            if form in form_ids:
                found[form_ids[form]] = np.array(numbers, dtype=np.float32)
    return found


def _arranged(model: Word2Vec, num_forms: int, std: float) -> Float32Array:
    known = np.array(model.wv.index_to_key, dtype=np.int64)  # ids, the most frequent first
    found = model.wv.vectors * (std / max(1e-6, float(model.wv.vectors.std())))
    rarest = found[-max(1, len(found) // 10) :].mean(axis=0)
    vectors = np.tile(rarest, (num_forms, 1)).astype(np.float32)  # (F, E)
    vectors[known] = found
    return vectors
