"""The ways of choosing sentences that a study compares."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from nomen.training.suggesting.candidates import Candidate
from nomen.training.suggesting.choosing import choose

Strategy = Callable[[Sequence[Candidate], int, int], list[Candidate]]
"""Gives some of the candidates, so many, by a seed; more of them begin with the same ones."""

RANDOM = "random"


def _by_chance(candidates: Sequence[Candidate], number: int, seed: int) -> list[Candidate]:
    shuffled = list(candidates)
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # no secret
    return shuffled[:number]


def _by_entropy(candidates: Sequence[Candidate], number: int, seed: int) -> list[Candidate]:
    del seed
    return sorted(candidates, key=lambda each: -each.entropy)[:number]


def _suggested(
    candidates: Sequence[Candidate], number: int, seed: int, *, length_power: float
) -> list[Candidate]:
    del seed
    return choose(candidates, number, length_power=length_power)


STRATEGIES: Mapping[str, Strategy] = {
    RANDOM: _by_chance,
    "entropy": _by_entropy,
    "length 0": partial(_suggested, length_power=0.0),
    "length 0.5": partial(_suggested, length_power=0.5),
    "length 1": partial(_suggested, length_power=1.0),
}
"""By chance; by the total entropy alone; and by entropy and variety, with a power of the length."""
