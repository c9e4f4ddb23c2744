"""What the suite needs from a tagger that it measures, and Nomen's own tagger in that form.

A baseline needs only a `name` and `predict`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from nomen.model.arrays import FloatArray
from nomen.model.documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.training.data.labels import Span

Tokens = Sequence[str]


class Predictor(Protocol):
    """Finds the names of sentences; a baseline must be able to do no more."""

    @property
    def name(self) -> str:
        """Its name in tables."""
        ...

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        """Give the half-open token spans of the names of each sentence, in their order."""
        ...


class NamesAndProbabilities(NamedTuple):
    """The names of sentences, and for each sentence a float array (T,), 0 to 1."""

    names: list[list[Span]]
    probabilities: list[FloatArray]


@runtime_checkable
class ProbabilisticPredictor(Predictor, Protocol):
    """Also gives each token a name probability, and has named thresholds."""

    def predict_probabilities(self, sentences: Sequence[Tokens]) -> NamesAndProbabilities:
        """Give the names and the name probabilities of each sentence, in their order."""
        ...

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> Mapping[str, list[list[Span]]]:
        """Give the names of each sentence at each preset, by the preset's name."""
        ...

    @property
    def presets(self) -> Mapping[str, float]:
        """The threshold of each preset, 0 to 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggerPredictor:
    """A tagger as a predictor.

    Attributes:
        tagger: The tagger.
        name: Its name in tables.
        threshold: Lowest name probability of a name's token; the bundle's by default.
    """

    tagger: Tagger
    name: str
    threshold: float | None = field(default=None)

    @property
    def presets(self) -> Mapping[str, float]:
        """The thresholds that come with the bundle."""
        return self.tagger.bundle.manifest.presets

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        """Give the names of each sentence."""
        return self.predict_probabilities(sentences).names

    def predict_probabilities(self, sentences: Sequence[Tokens]) -> NamesAndProbabilities:
        """Give the names and the name probabilities of each sentence."""
        return tag_sentences(self.tagger, sentences, threshold=self.threshold)

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> Mapping[str, list[list[Span]]]:
        """Give the names of each sentence at each preset; run the network once."""
        found = tag_at_thresholds(self.tagger, sentences, list(self.presets.values()))
        return dict(zip(self.presets, found, strict=True))


def tag_sentences(
    tagger: Tagger, sentences: Sequence[Tokens], *, threshold: float | None = None
) -> NamesAndProbabilities:
    """Give the names and the name probabilities of each sentence."""
    tagged = tagger.tag(sentences, threshold=threshold)
    return NamesAndProbabilities(
        names=[_spans(document) for document in tagged],
        probabilities=[document.name_probabilities for document in tagged],
    )


def tag_at_thresholds(
    tagger: Tagger, sentences: Sequence[Tokens], thresholds: Sequence[float]
) -> Iterator[list[list[Span]]]:
    """Give the names of each sentence at one threshold after another; run the network once."""
    for tagged in tagger.tag_at(sentences, thresholds):
        yield [_spans(document) for document in tagged]


def _spans(document: TaggedDocument) -> list[Span]:
    return [(name.first_token, name.last_token + 1) for name in document.names]
