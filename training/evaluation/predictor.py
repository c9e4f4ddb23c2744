"""What the suite asks of whatever it measures, and a tagger that answers; knows no bed.

A peer needs only a `name` and `predict`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from nomen.model.arrays import FloatArray
from nomen.model.documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.training.data.labels import Span

Tokens = Sequence[str]


class Predictor(Protocol):
    """Finds the names of sentences; all that a peer must be able to do."""

    @property
    def name(self) -> str:
        """How tables call it."""
        ...

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        """Give the half-open token spans of the names of each sentence, in their order."""
        ...


class Answers(NamedTuple):
    """What a predictor with probabilities says of sentences.

    `probabilities` has a float array (T,), 0 to 1, for each sentence.
    """

    names: list[list[Span]]
    probabilities: list[FloatArray]


@runtime_checkable
class ProbabilisticPredictor(Predictor, Protocol):
    """Gives each token a name probability too, and has named thresholds."""

    def answer(self, sentences: Sequence[Tokens]) -> Answers:
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
        name: How tables call it.
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
        return self.answer(sentences).names

    def answer(self, sentences: Sequence[Tokens]) -> Answers:
        """Give the names and the name probabilities of each sentence."""
        tagged = self.tagger.tag(sentences, threshold=self.threshold)
        return Answers(
            names=[_spans(document) for document in tagged],
            probabilities=[document.name_probabilities for document in tagged],
        )

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> Mapping[str, list[list[Span]]]:
        """Give the names of each sentence at each preset, the network run once."""
        tagged = self.tagger.tag_at(sentences, self.presets)
        return {
            preset: [_spans(document) for document in documents]
            for preset, documents in zip(self.presets, tagged, strict=True)
        }


def _spans(document: TaggedDocument) -> list[Span]:
    return [(name.first_token, name.last_token + 1) for name in document.names]
