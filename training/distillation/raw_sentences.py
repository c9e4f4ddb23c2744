"""Draws the raw sentences that teachers label."""

from collections.abc import Sequence
from pathlib import Path

from nomen.training.data.raw_texts import RawText, draw_sentences, read_sentences
from nomen.training.formats.raw_text import read_own_texts


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
    return draw_sentences(read_sentences(text, folder), num_tokens, seed=f"{seed} {text.name}")


def draw_own_sentences(files: Sequence[Path], *, num_tokens: int, seed: int) -> list[Sequence[str]]:
    """Draw sentences of the user's own raw texts, as `draw_raw_sentences` does of a registered one.

    Raises:
        CorpusError: When a file cannot be read.
    """
    return draw_sentences(read_own_texts(files), num_tokens, seed=f"{seed} own") if files else []
