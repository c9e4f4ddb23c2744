"""Raw and labelled sentences as arrays of token numbers; knows no network and no batch."""

import logging
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import PADDING_CHARACTER, Vocabulary, word_form
from nomen.training.data.raw_texts import UNKNOWN_WORD, find_text, paragraphs, split_sentences
from nomen.training.errors import RecipeError
from nomen.training.recipes.loading import load_train
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.recipe import Recipe

_CHUNK = 20_000

logger = logging.getLogger("nomen.train")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSentences:
    """Sentences whose tokens are numbers of distinct tokens, their case kept.

    Attributes:
        distinct: The distinct tokens, in order of their numbers.
        tokens: int32 (N,), the number of each token, sentence after sentence.
        starts: int64 (S + 1,), where each sentence starts in `tokens`; the last is N.
    """

    distinct: list[str]
    tokens: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def build(cls, sentences: Iterator[Sequence[str]], *, max_tokens: int) -> "NumberedSentences":
        """Number the tokens of sentences; those longer than `max_tokens` become several."""
        numbers: dict[str, int] = {}
        tokens, starts = array("i"), array("q", [0])
        for sentence in sentences:
            for piece in cut_evenly(sentence, max_tokens=max_tokens):
                tokens.extend([numbers.setdefault(token, len(numbers)) for token in piece])
                starts.append(len(tokens))
        return cls(
            distinct=list(numbers),
            tokens=np.frombuffer(tokens, dtype=np.int32) if tokens else np.zeros(0, np.int32),
            starts=np.frombuffer(starts, dtype=np.int64),
        )

    @property
    def lengths(self) -> NDArray[np.int32]:
        """int32 (S,), the tokens of each sentence, at least 1."""
        return np.diff(self.starts).astype(np.int32)

    def counts(self) -> dict[str, int]:
        """Tell how often each distinct token occurs; a left-out word is no token."""
        counts = np.bincount(self.tokens, minlength=len(self.distinct)).tolist()
        found = dict(zip(self.distinct, counts, strict=True))
        found.pop(UNKNOWN_WORD, None)
        return found


def cut_evenly(sentence: Sequence[str], *, max_tokens: int) -> Iterator[Sequence[str]]:
    """Cut a sentence into as few pieces as fit, of about the same length."""
    num_pieces = -(-len(sentence) // max_tokens)
    size = -(-len(sentence) // max(1, num_pieces))
    for start in range(0, len(sentence), max(1, size)):
        yield sentence[start : start + size]


def read_sentences(recipe: Recipe, *, corpora: Path, texts: Path) -> Iterator[Sequence[str]]:
    """Give the tokens of every sentence of a recipe's raw texts, then of its labelled corpora.

    Raises:
        CorpusError: When a text or corpus is missing or malformed.
    """
    names = recipe.pretraining.texts if recipe.pretraining else []
    for text in map(find_text, names):
        logger.info("reading %s (%s: %s)", text.name, text.licence_class, text.licence)
        for paragraph in paragraphs(text, texts):
            yield from split_sentences(paragraph)
    for corpus in load_train(recipe, corpora).values():
        yield from (sentence.tokens for sentence in corpus)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTable:
    """What the network reads of each distinct token and of its lower- and upper-case form.

    Attributes:
        form_ids: int32 (V,).
        shape_ids: int8 (V,).
        character_ids: int16 (V, L), padded with PADDING_CHARACTER.
        num_characters: int16 (V,), 1 to L.
        lower: int32 (V,), the number of the token in lower case.
        upper: int32 (V,), the number of the token in upper case.
    """

    form_ids: NDArray[np.int32]
    shape_ids: NDArray[np.int8]
    character_ids: NDArray[np.int16]
    num_characters: NDArray[np.int16]
    lower: NDArray[np.int32]
    upper: NDArray[np.int32]

    @classmethod
    def build(
        cls, distinct: Sequence[str], vocabulary: Vocabulary, *, max_characters: int
    ) -> "TokenTable":
        """Encode distinct tokens, in order of their numbers, and after them other casings."""
        numbers = {token: i for i, token in enumerate(distinct)}
        lower = [numbers.setdefault(token.lower(), len(numbers)) for token in distinct]
        upper = [numbers.setdefault(token.upper(), len(numbers)) for token in distinct]
        added = range(len(distinct), len(numbers))
        tokens = list(numbers)
        form_ids = np.empty(len(tokens), dtype=np.int32)
        shape_ids = np.empty(len(tokens), dtype=np.int8)
        character_ids = np.full((len(tokens), max_characters), PADDING_CHARACTER, dtype=np.int16)
        encoder = Encoder(vocabulary, max_characters=max_characters, max_remembered=1)
        for start in range(0, len(tokens), _CHUNK):
            encoded = encoder.encode([tokens[start : start + _CHUNK]])
            rows = slice(start, start + _CHUNK)
            form_ids[rows], shape_ids[rows] = encoded.form_ids, encoded.shape_ids
            character_ids[rows, : encoded.character_ids.shape[1]] = encoded.character_ids
        num_characters = (character_ids != PADDING_CHARACTER).sum(axis=1).clip(min=1)
        return cls(
            form_ids=form_ids,
            shape_ids=shape_ids,
            character_ids=character_ids,
            num_characters=num_characters.astype(np.int16),
            lower=np.array([*lower, *added], dtype=np.int32),
            upper=np.array([*upper, *added], dtype=np.int32),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PretrainingText:
    """All that is learned from, as arrays.

    Attributes:
        sentences: Every sentence, those held out too.
        table: What the network reads of each distinct token.
        vocabulary: The forms and characters that are kept.
        form_counts: How often each form occurs, the unknown one first, as 0.
        spellings: How a form is mostly written, where not as the form itself.
        learned: int32 (M,), the sentences to learn from.
        held_out: int32 (S - M,), those that perplexity is measured on.
    """

    sentences: NumberedSentences
    table: TokenTable
    vocabulary: Vocabulary
    form_counts: list[int]
    spellings: dict[str, str]
    learned: NDArray[np.int32]
    held_out: NDArray[np.int32]

    @classmethod
    def read(
        cls, recipe: Recipe, choices: Pretraining, *, corpora: Path, texts: Path
    ) -> "PretrainingText":
        """Read, number and encode the sentences of a recipe.

        Raises:
            CorpusError: When a text or corpus is missing or malformed.
            RecipeError: When no sentence is left to learn from.
        """
        found = NumberedSentences.build(
            read_sentences(recipe, corpora=corpora, texts=texts),
            max_tokens=choices.max_sentence_tokens,
        )
        counts = found.counts()
        vocabulary, form_counts = Vocabulary.from_counts(
            counts, min_count=choices.min_count, max_forms=choices.max_forms
        )
        num_sentences = len(found.starts) - 1
        if num_sentences <= choices.held_out_sentences:
            raise RecipeError(
                f"pretraining.held_out_sentences: expected fewer than {num_sentences} sentences"
            )
        order = np.random.default_rng((recipe.seed, 2)).permutation(num_sentences).astype(np.int32)
        logger.info(
            "%d sentences, %d tokens, %d distinct; %d forms, %d characters",
            num_sentences,
            len(found.tokens),
            len(found.distinct),
            len(vocabulary.forms),
            len(vocabulary.characters),
        )
        kept = set(vocabulary.forms)
        spellings = {f: s for f, s in usual_spellings(counts).items() if f in kept}
        return cls(
            sentences=found,
            table=TokenTable.build(
                found.distinct, vocabulary, max_characters=recipe.network.max_characters
            ),
            vocabulary=vocabulary,
            form_counts=[0, *form_counts.values()],
            spellings=spellings,
            learned=np.sort(order[choices.held_out_sentences :]),
            held_out=order[: choices.held_out_sentences],
        )


def usual_spellings(counts: dict[str, int]) -> dict[str, str]:
    """Give the commonest spelling of each form that is seldom written as the form itself is."""
    best: dict[str, tuple[int, str]] = {}
    for token, count in counts.items():
        form = word_form(token)
        best[form] = max(best.get(form, (0, "")), (count, token))
    return {form: token for form, (_, token) in best.items() if token != form}
