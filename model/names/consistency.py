"""Evidence: what the sure names of a document say about the same words elsewhere in it.

A token that is not sure gets a new probability where another mention of its form is. Logistic
regression maps the token's own probability and those of the other mentions to the new one.
`nomen-train consistency` measures the rule and fits its weights.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import mul
from typing import NamedTuple

import numpy as np

from nomen.model.arrays import Float32Array
from nomen.model.names.common_words import COMMON_WORDS, TITLES
from nomen.model.names.finding import find_names
from nomen.model.text.casing import fold_case


class Features(NamedTuple):
    """What decides the new probability of a token.

    Attributes:
        bias: Always 1.
        own_logit: The logit of its own probability.
        mean_logit: The mean logit of the counted mentions of its form, its own included.
        after_the_same: 1 if the token before it precedes the form in a sure name, too; else 0.
        before_the_same: 1 if the token after it follows the form in a sure name, too; else 0.
        after_sign: 1 if a sign precedes it, or nothing; else 0.
        before_sign: 1 if a sign follows it, or nothing; else 0.
        is_lower: 1 if it is in lower case.
        is_upper: 1 if it is in upper case and longer than a letter.
    """

    bias: float
    own_logit: float
    mean_logit: float
    after_the_same: float
    before_the_same: float
    after_sign: float
    before_sign: float
    is_lower: float
    is_upper: float


SURE = 0.6
"""Lowest name probability of a sure mention."""
COUNTED = 0.01
"""Lowest name probability of a mention that counts, and of a token that can be raised."""
LOWEST_RAISED = 0.35
"""A lower result is not used."""
SURE_MENTIONS_OF_COMMON_WORDS = 2
"""Sure mentions that raise a common word outside the same whole name."""
NO_NAME = 0.1
"""A capitalised token below this probability is no part of a name."""
WEIGHTS = Features(
    bias=-0.054,
    own_logit=0.188,
    mean_logit=0.803,
    after_the_same=0.550,
    before_the_same=-0.199,
    after_sign=0.535,
    before_sign=0.066,
    is_lower=-0.817,
    is_upper=-0.150,
)
"""Weights of the logistic regression."""

_BEFORE_PLACES = frozenset({"at", "in", "of"})
_SHARED = COMMON_WORDS | TITLES
_PLURAL_ENDINGS = ("s", "es")
_LARGEST_LOGIT = 9.21  # of 0.9999


@dataclass(slots=True)
class _Mentions:
    """The counted mentions of a form: their number, the sum of their logits, the sure ones."""

    num: int = 0
    sum_logits: float = 0.0
    num_sure: int = 0


class RaisedProbabilities(NamedTuple):
    """Probabilities of a document's tokens, float32 (T,), 0 to 1."""

    name: Float32Array
    begin: Float32Array


@dataclass(slots=True)
class Evidence:
    """What is known about the forms of one document, gathered from its parts.

    Only forms with a counted mention are kept, a small share of a long text's vocabulary.
    """

    _mentions: dict[str, _Mentions] = field(default_factory=dict)
    _pairs: set[tuple[str, str]] = field(default_factory=set)
    _has_sure_forms: bool = False

    @classmethod
    def of(cls, tokens: Sequence[str], name: Float32Array, begin: Float32Array) -> "Evidence":
        """Gather the evidence of a whole document. Arguments are those of `add`."""
        evidence = cls()
        evidence.add(tokens, name, begin)
        return evidence

    def add(self, tokens: Sequence[str], name: Float32Array, begin: Float32Array) -> None:
        """Take in the tokens of a part.

        Args:
            tokens: The T tokens.
            name: Name probabilities, (T,), 0 to 1.
            begin: Begin probabilities, (T,), 0 to the name probability.
        """
        counted = np.flatnonzero(name >= COUNTED)
        values = name[counted]
        rows = zip(counted.tolist(), _logits(values), (values >= SURE).tolist(), strict=True)
        for i, logit, is_sure in rows:
            mentions = self._mentions.setdefault(fold(tokens[i]), _Mentions())
            mentions.num += 1
            mentions.sum_logits += logit
            mentions.num_sure += is_sure
            self._has_sure_forms |= is_sure
        for found in find_names(name, begin, threshold=SURE):
            self._pairs.update(pairwise(fold(tokens[i]) for i in found))

    def raised(
        self,
        tokens: Sequence[str],
        name: Float32Array,
        begin: Float32Array,
        *,
        weights: Features = WEIGHTS,
    ) -> RaisedProbabilities:
        """Raise the probabilities of a part that was added; no probability becomes lower.

        A begin probability keeps its share of the name probability. Arguments are those of `add`,
        and the weights of the logistic regression.
        """
        if not self._has_sure_forms:
            return RaisedProbabilities(name, begin)
        raised = name.copy()
        for i, features in self.features(tokens, name):
            probability = _sigmoid(sum(map(mul, features, weights)))
            if probability >= LOWEST_RAISED:
                raised[i] = max(raised[i], probability)
        share = np.divide(raised, name, out=np.ones_like(name), where=name > 0)
        return RaisedProbabilities(raised, begin * share)

    def features(self, tokens: Sequence[str], name: Float32Array) -> Iterator[tuple[int, Features]]:
        """Give the index and the features of each token of a part that may be raised."""
        candidates = np.flatnonzero((name >= COUNTED) & (name < SURE))
        for i, logit in zip(candidates.tolist(), _logits(name[candidates]), strict=True):
            form = self._family(tokens, i) or fold(tokens[i])
            mentions = self._mentions.get(form)
            if mentions is None or not mentions.num_sure:
                continue
            if form == fold(tokens[i]) and _is_in_another_name(tokens, name, i):
                continue
            before = fold(tokens[i - 1]) if i else ""
            after = fold(tokens[i + 1]) if i + 1 < len(tokens) else ""
            is_after = _is_word(before) and (before, form) in self._pairs
            is_before = _is_word(after) and (form, after) in self._pairs
            if is_after or is_before or _stands_alone(tokens, i, form, mentions):
                yield (
                    i,
                    Features(
                        bias=1,
                        own_logit=logit,
                        mean_logit=mentions.sum_logits / mentions.num,
                        after_the_same=is_after,
                        before_the_same=is_before,
                        after_sign=i == 0 or not tokens[i - 1][0].isalnum(),
                        before_sign=i + 1 == len(tokens) or not tokens[i + 1][0].isalnum(),
                        is_lower=tokens[i].islower(),
                        is_upper=len(tokens[i]) > 1 and tokens[i].isupper(),
                    ),
                )

    def _family(self, tokens: Sequence[str], i: int) -> str:
        """Give the sure form of a name whose family a token means (`the Quills`), or nothing."""
        after = tokens[i + 1] if i + 1 < len(tokens) else ""
        is_plural = i > 0 and tokens[i - 1].lower() == "the" and tokens[i][:1].isupper()
        if is_plural and after != "&" and not after[:1].isupper():
            plural = fold(tokens[i])
            for ending in _PLURAL_ENDINGS:
                form = plural.removesuffix(ending)
                mentions = self._mentions.get(form)
                is_sure = mentions is not None and mentions.num_sure > 0
                if is_sure and form != plural and form not in _SHARED:
                    return form
        return ""


def may_raise(name: Float32Array) -> bool:
    """Tell quickly whether a whole document has a sure token, and one that it could raise.

    Args:
        name: Name probabilities, (T,), 0 to 1.
    """
    counted = name[name >= COUNTED]
    return counted.size > 1 and bool(counted.max() >= SURE > counted.min())


def fold(token: str) -> str:
    """Give a token's form: without casing and combining marks."""
    if not token.isascii():
        decomposed = unicodedata.normalize("NFD", token)
        token = "".join(each for each in decomposed if not unicodedata.combining(each))
    return fold_case(token)


def _is_word(form: str) -> bool:
    return any(map(str.isalpha, form))


def _stands_alone(tokens: Sequence[str], i: int, form: str, mentions: _Mentions) -> bool:
    """Tell whether sure mentions raise a token that is not in the same whole name."""
    is_initial_or_sign = sum(map(str.isalpha, form)) < 2  # noqa: PLR2004
    is_place = i > 0 and tokens[i - 1].lower() in _BEFORE_PLACES
    if is_initial_or_sign or is_place or form in TITLES or tokens[i].islower():
        return False
    return form not in COMMON_WORDS or mentions.num_sure >= SURE_MENTIONS_OF_COMMON_WORDS


def _is_in_another_name(tokens: Sequence[str], name: Float32Array, i: int) -> bool:
    """Tell whether a token is likely part of a firm, a place or a work: `the Quill Trust`."""
    before = tokens[i - 1] if i else ""
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    if before.lower() == "the" or "&" in (before, after):
        return True
    return not tokens[i].isupper() and after[:1].isupper() and bool(name[i + 1] < NO_NAME)


def _logits(probabilities: Float32Array) -> list[float]:
    p = probabilities.astype(np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(p) - np.log1p(-p)
    clipped: list[float] = logits.clip(-_LARGEST_LOGIT, _LARGEST_LOGIT).tolist()
    return clipped


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
