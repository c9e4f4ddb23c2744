"""Measures a predictor on words that are names in one text and none in another."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.intervals import mean_interval, measure_counts
from nomen.training.evaluation.predictor import Predictor, names_in_texts
from nomen.training.evaluation.robustness.short_texts.groups import read_groups
from nomen.training.evaluation.robustness.short_texts.nothing import false_per_100, found_in
from nomen.training.evaluation.robustness.short_texts.results import WordsResult
from nomen.training.evaluation.scores import count_names
from nomen.training.generation.page import Page, rewritten

WORDS = Path(__file__).with_name("words.txt")

_BRACKETS = re.compile(r"\[([^\]]+)\]")

TextsByWord = Mapping[str, Sequence[LabelledText]]


def read_words(path: Path = WORDS) -> dict[str, list[LabelledText]]:
    """Read the texts of each word; names stand between square brackets in the file."""
    return {word: list(map(_labelled, lines)) for word, lines in read_groups(path).items()}


def _labelled(line: str) -> LabelledText:
    page = Page()
    for i, piece in enumerate(_BRACKETS.split(line)):
        if i % 2:
            page.name(piece)
        else:
            page.write(piece)
    return page.finish()


def measure_words(predictor: Predictor, words: TextsByWord, *, seed: int) -> WordsResult:
    """Measure a predictor on the texts of at least one word."""
    texts = [text for group in words.values() for text in group]
    found = names_in_texts(predictor, [text.text for text in texts])
    small = [rewritten(text, str.lower) for text in texts]
    found_small = names_in_texts(predictor, [text.text for text in small])
    empty = [i for i, text in enumerate(texts) if not text.names]
    wrong = [found[i] for i in empty]
    return WordsResult(
        num_words=len(words),
        num_texts=len(texts),
        figures=measure_counts(_by_word(words, count_texts(texts, found)), seed=seed),
        lower=measure_counts(_by_word(words, count_texts(small, found_small)), seed=seed),
        false_per_100=mean_interval(false_per_100(wrong), seed=seed),
        missed=[
            text.text
            for text, names in zip(texts, found, strict=True)
            if not set(text.names) <= set(names)
        ],
        false=found_in([texts[i].text for i in empty], wrong),
    )


def count_texts(texts: Sequence[LabelledText], found: Sequence[Sequence[Span]]) -> IntArray:
    """Count the gold, predicted and correct names of each text, int64 (N, 3)."""
    return count_names([text.names for text in texts], found)


def _by_word(words: TextsByWord, counts: IntArray) -> IntArray:
    """Add up the counts of each word's texts, (N, 3) to (W, 3)."""
    starts = np.cumsum([0, *map(len, words.values())])[:-1]
    return np.add.reduceat(counts, starts, axis=0)
