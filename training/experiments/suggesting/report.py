"""Writes the results of a study as a table."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.evaluation.intervals import f1_difference, measure_counts
from nomen.training.evaluation.tables import Row, TextTable, in_points, points
from nomen.training.experiments.suggesting.results import TeachingResult
from nomen.training.experiments.suggesting.strategies import RANDOM

_HEADINGS = ("set", "chosen by", "sentences", "tokens", "names", "F1", "seeds", "beside random")


def study_table(results: Sequence[TeachingResult]) -> TextTable:
    """Give the figures of each set, number and strategy, over all seeds.

    F1 is that of the names of all seeds together. `seeds` are the lowest and the highest seed's F1.
    The last column is the difference from random sentences with its 95 % interval; a draw takes a
    test block for all seeds of both.
    """
    ordered = sorted(results, key=lambda each: (each.set_name, each.number, each.strategy))
    sections = [
        list(_rows(list(group)))
        for _, group in groupby(ordered, key=lambda each: (each.set_name, each.number))
    ]
    return TextTable(headings=_HEADINGS, sections=sections, num_text_columns=2)


def _rows(results: Sequence[TeachingResult]) -> Iterator[Row]:
    """Give a row for each strategy of a set and a number of sentences."""
    by_strategy = {
        name: list(group) for name, group in groupby(results, key=lambda each: each.strategy)
    }
    random = by_strategy.get(RANDOM)
    for name, own in by_strategy.items():
        scores = [measure_counts(each.rows()).f1.value for each in own]
        is_other = random is not None and name != RANDOM
        yield (
            own[0].set_name,
            name or "untouched",
            f"{own[0].number:,}",
            f"{np.mean([each.num_tokens for each in own]):,.0f}",
            f"{np.mean([each.num_names for each in own]):,.0f}",
            in_points(measure_counts(_together(own)).f1),
            f"{points(min(scores))}–{points(max(scores))}",
            _difference(own, random) if random is not None and is_other else "",
        )


def _together(results: Sequence[TeachingResult]) -> IntArray:
    """Sum the counts of each test block over the seeds, int64 (S, 3)."""
    together: IntArray = np.sum([each.rows() for each in results], axis=0)
    return together


def _difference(own: Sequence[TeachingResult], other: Sequence[TeachingResult]) -> str:
    found = f1_difference(_together(own), _together(other))
    value, low, high = (f"{100 * each:+.1f}" for each in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"
