"""Draws the raw sentences that teachers label."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nomen.training.data.raw_texts import UNKNOWN_WORD, RawText, read_sentences

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
    found = {
        tuple(tokens): None
        for tokens in read_sentences(text, folder)
        if _MIN_TOKENS <= len(tokens) <= _MAX_TOKENS and UNKNOWN_WORD not in tokens
    }
    sentences = list(found)
    random.Random(f"{seed} {text.name}").shuffle(sentences)  # noqa: S311  # no secret
    ends = np.cumsum([len(tokens) for tokens in sentences])
    return list(sentences[: int(np.searchsorted(ends, num_tokens)) + 1])
