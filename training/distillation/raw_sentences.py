"""Draws the raw sentences that teachers label."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from nomen.training.data.raw_texts import UNKNOWN_WORD, RawText, read_sentences
from nomen.training.formats.raw_text import read_own_texts

_MIN_TOKENS, _MAX_TOKENS = 4, 100


def draw_raw_sentences(
    text: RawText, folder: Path, *, num_tokens: int, seed: int
) -> list[Sequence[str]]:
    """Draw sentences of a raw text, of 4 to 100 tokens and each once.

    Args:
        text: The text.
        folder: The folder of registered raw texts.
        num_tokens: Tokens to draw; the sentence that reaches this number is the last one.
        seed: Of the draws; each text has draws of its own.

    Raises:
        CorpusError: When the text is missing or is not the registered file.
    """
    return _drawn(read_sentences(text, folder), num_tokens, seed=f"{seed} {text.name}")


def draw_own_sentences(files: Sequence[Path], *, num_tokens: int, seed: int) -> list[Sequence[str]]:
    """Draw sentences of the user's own raw texts, as `draw_raw_sentences` does of a registered one.

    Raises:
        CorpusError: When a file cannot be read.
    """
    return _drawn(read_own_texts(files), num_tokens, seed=f"{seed} own") if files else []


def _drawn(
    sentences_of_text: Iterable[Sequence[str]], num_tokens: int, *, seed: str
) -> list[Sequence[str]]:
    found = {
        tuple(tokens): None
        for tokens in sentences_of_text
        if _MIN_TOKENS <= len(tokens) <= _MAX_TOKENS and UNKNOWN_WORD not in tokens
    }
    sentences = list(found)
    random.Random(seed).shuffle(sentences)  # noqa: S311  # no secret
    ends = np.cumsum([len(tokens) for tokens in sentences])
    return list(sentences[: int(np.searchsorted(ends, num_tokens)) + 1])
