"""PretrainingText: the sentences that a pretraining learns from, read, numbered and encoded."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nomen.model.network.vocabulary import Vocabulary, word_form
from nomen.model.text.breaks import split_mark
from nomen.training.data.raw_texts import draw_sentences, find_text, read_sentences
from nomen.training.errors import RecipeError
from nomen.training.formats.raw_text import read_own_texts
from nomen.training.pretraining.encoded_tokens import EncodedTokens
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.sources import train_sources

logger = logging.getLogger("nomen.train")


def stream_sentences(recipe: Recipe, *, corpora: Path, texts: Path) -> Iterator[Sequence[str]]:
    """Give the tokens of every sentence of a recipe's raw texts, then of its labelled corpora.

    Raises:
        CorpusError: When a text or corpus is missing or malformed.
    """
    config = recipe.pretraining or Pretraining()
    for text in map(find_text, config.texts):
        logger.info("reading %s (%s: %s)", text.name, text.licence_class, text.licence)
        sentences, most = read_sentences(text, texts), config.max_text_tokens
        seed = f"{recipe.seed} {text.name}"
        yield from draw_sentences(sentences, most, seed=seed) if most else sentences
    yield from read_own_texts(config.files)
    for source in train_sources(recipe, corpora).values():
        yield from (sentence.tokens for sentence in source.sentences())


@dataclass(frozen=True, slots=True, kw_only=True)
class PretrainingText:
    """The sentences of a pretraining and their vocabulary.

    Attributes:
        sentences: Every sentence, the held-out ones too.
        encoded: Each distinct token as the network reads it.
        vocabulary: The forms and characters of the network.
        form_counts: How often each form occurs; 0 for the unknown form, which is the first.
        spellings: The commonest spelling of each form that is not the form itself.
        learned: int32 (M,), the sentences to learn from.
        held_out: int32 (S - M,), the sentences that perplexity is measured on.
    """

    sentences: NumberedSentences
    encoded: EncodedTokens
    vocabulary: Vocabulary
    form_counts: list[int]
    spellings: dict[str, str]
    learned: NDArray[np.int32]
    held_out: NDArray[np.int32]

    @classmethod
    def read(
        cls, recipe: Recipe, config: Pretraining, *, corpora: Path, texts: Path
    ) -> "PretrainingText":
        """Read, number and encode the sentences of a recipe.

        Raises:
            CorpusError: When a text or corpus is missing or malformed.
            RecipeError: When all sentences would be held out.
        """
        found = NumberedSentences.build(
            stream_sentences(recipe, corpora=corpora, texts=texts),
            max_tokens=config.max_sentence_tokens,
        )
        counts = found.counts()
        vocabulary, form_counts = Vocabulary.from_counts(
            counts, min_count=config.min_count, max_forms=config.max_forms
        )
        held_out, learned = _split(
            len(found.lengths), num_held_out=config.held_out_sentences, seed=recipe.seed
        )
        logger.info(
            "%d sentences, %d tokens, %d distinct; %d forms, %d characters",
            len(found.lengths),
            len(found.tokens),
            len(found.distinct),
            len(vocabulary.forms),
            len(vocabulary.characters),
        )
        usual, kept = usual_spellings(counts), set(vocabulary.forms)
        return cls(
            sentences=found,
            encoded=EncodedTokens.build(
                found.distinct, vocabulary, max_characters=recipe.network.max_characters
            ),
            vocabulary=vocabulary,
            form_counts=[0, *form_counts.values()],
            spellings={form: usual[form] for form in usual if form in kept},
            learned=learned,
            held_out=held_out,
        )


def _split(
    num_sentences: int, *, num_held_out: int, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Draw the held-out sentences; give their numbers and, ascending, those of the others.

    Raises:
        RecipeError: When no other is left.
    """
    if num_sentences <= num_held_out:
        raise RecipeError(
            f"pretraining.held_out_sentences: expected fewer than {num_sentences} sentences"
        )
    order = np.random.default_rng((seed, 2)).permutation(num_sentences).astype(np.int32)
    return order[:num_held_out], np.sort(order[num_held_out:])


def usual_spellings(counts: dict[str, int]) -> dict[str, str]:
    """Give the commonest spelling of each form, where it is not the form itself."""
    best: dict[str, tuple[int, str]] = {}
    for marked, count in counts.items():
        token = split_mark(marked)[1]
        form = word_form(token)
        best[form] = max(best.get(form, (0, "")), (count, token))
    return {form: token for form, (_, token) in best.items() if token != form}
