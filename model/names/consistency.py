"""Evidence: what the sure names of a document say about the same words elsewhere in it.

A token whose probability is not sure gets a new one, which takes in what the other mentions of its
form got. The numbers below are those of a logistic regression; see docs/experiments/consistency.md.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nomen.model.arrays import Float32Array
from nomen.model.names.finding import find_names

SURE = 0.6
"""Lowest name probability of a sure mention."""
COUNTED = 0.02
"""Lowest name probability of a mention that counts, and of a token that can be raised."""
LOWEST_RAISED = 0.4
"""A lower result is not used, so that what is more likely no name does not become one."""

OWN_LOGIT = 0.431
"""Weight of the logit of the token's own probability."""
MEAN_LOGIT = 0.668
"""Weight of the mean logit of the form's counted mentions, the token's own included."""
LOG_MENTIONS = -0.315
"""Weight of the natural logarithm of the number of counted mentions."""
AFTER_THE_SAME = 0.775
"""Added if the token before it stands before the form in a sure name, too."""
BEFORE_THE_SAME = 0.505
"""Added if the token after it stands after the form in a sure name, too."""
LOWER_CASE, CAPITALISED, UPPER_CASE = -0.640, 1.130, 0.734
"""Added by the token's casing; a single capital counts as capitalised."""

_LARGEST_LOGIT = 9.21  # of 0.9999


@dataclass(slots=True)
class _Mentions:
    """The counted mentions of a form.

    Attributes:
        num: How many.
        sum_logits: The sum of their logits.
        is_sure: Whether one of them is sure.
    """

    num: int = 0
    sum_logits: float = 0.0
    is_sure: bool = False


class RaisedProbabilities(NamedTuple):
    """Probabilities of a document's tokens, float32 (T,), 0 to 1."""

    name: Float32Array
    begin: Float32Array


@dataclass(slots=True)
class Evidence:
    """What is known about the forms of one document, gathered from its parts.

    Only forms with a counted mention are kept, a small part of a long text's words.
    """

    _mentions: dict[str, _Mentions] = field(default_factory=dict)
    _pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, tokens: Sequence[str], name: Float32Array, begin: Float32Array) -> None:
        """Take in the tokens of a part.

        Args:
            tokens: The T tokens.
            name: Name probabilities, (T,), 0 to 1.
            begin: Begin probabilities, (T,), 0 to the name probability.
        """
        counted = np.flatnonzero(name >= COUNTED)
        values = zip(counted.tolist(), name[counted].tolist(), _logits(name[counted]), strict=True)
        for i, probability, logit in values:
            form = fold(tokens[i])
            if not _is_word(form):
                continue
            mentions = self._mentions.setdefault(form, _Mentions())
            mentions.num += 1
            mentions.sum_logits += logit
            mentions.is_sure = mentions.is_sure or probability >= SURE
        self._pairs.update(_pairs(tokens, name, begin))

    def raised(
        self, tokens: Sequence[str], name: Float32Array, begin: Float32Array
    ) -> RaisedProbabilities:
        """Raise the probabilities of a part that was added; no probability becomes lower.

        A begin probability keeps its share of the name probability. Arguments are those of `add`.
        """
        candidates = np.flatnonzero((name >= COUNTED) & (name < SURE))
        if not (self._pairs or self._mentions) or not len(candidates):
            return RaisedProbabilities(name, begin)
        raised = name.copy()
        for i, logit in zip(candidates.tolist(), _logits(name[candidates]), strict=True):
            mentions = self._mentions.get(fold(tokens[i]))
            if mentions is not None and mentions.is_sure and mentions.num > 1:
                probability = _sigmoid(self._logit(tokens, i, logit, mentions))
                if probability >= LOWEST_RAISED:
                    raised[i] = max(raised[i], probability)
        share = np.divide(raised, name, out=np.ones_like(name), where=name > 0)
        return RaisedProbabilities(raised, begin * share)

    def _logit(self, tokens: Sequence[str], i: int, logit: float, mentions: _Mentions) -> float:
        token, form = tokens[i], fold(tokens[i])
        before = fold(tokens[i - 1]) if i else ""
        after = fold(tokens[i + 1]) if i + 1 < len(tokens) else ""
        return (
            OWN_LOGIT * logit
            + MEAN_LOGIT * mentions.sum_logits / mentions.num
            + LOG_MENTIONS * math.log(mentions.num)
            + (AFTER_THE_SAME if (before, form) in self._pairs else 0)
            + (BEFORE_THE_SAME if (form, after) in self._pairs else 0)
            + _casing(token)
        )


def make_consistent(
    tokens: Sequence[str], name: Float32Array, begin: Float32Array
) -> RaisedProbabilities:
    """Raise the probabilities of a whole document; see `Evidence`."""
    if not len(name) or name.max() < SURE:
        return RaisedProbabilities(name, begin)
    evidence = Evidence()
    evidence.add(tokens, name, begin)
    return evidence.raised(tokens, name, begin)


def fold(token: str) -> str:
    """Give a token's form: without casing and combining marks."""
    if not token.isascii():
        decomposed = unicodedata.normalize("NFD", token)
        token = "".join(each for each in decomposed if not unicodedata.combining(each))
    return token.casefold()


def _is_word(form: str) -> bool:
    return any(map(str.isalpha, form))


def _pairs(
    tokens: Sequence[str], name: Float32Array, begin: Float32Array
) -> Iterator[tuple[str, str]]:
    """Give the forms of neighbours in sure names."""
    for found in find_names(name, begin, threshold=SURE):
        forms = [fold(tokens[i]) for i in found]
        yield from pairwise(forms)


def _casing(token: str) -> float:
    if token.islower():
        return LOWER_CASE
    return UPPER_CASE if len(token) > 1 and token.isupper() else CAPITALISED


def _logits(probabilities: Float32Array) -> list[float]:
    p = probabilities.astype(np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(p) - np.log1p(-p)
    clipped: list[float] = logits.clip(-_LARGEST_LOGIT, _LARGEST_LOGIT).tolist()
    return clipped


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
