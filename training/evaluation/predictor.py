"""What the suite needs from a tagger that it measures, and Nomen's own tagger in that form.

A baseline needs only a `name` and `predict`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, Protocol, runtime_checkable

from nomen.model.arrays import FloatArray, IntArray
from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.model.text.tokenizer import tokenize
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


@runtime_checkable
class ThresholdPredictor(Predictor, Protocol):
    """Also finds the names of sentences at any threshold."""

    def predict_at(
        self, sentences: Sequence[Tokens], thresholds: Sequence[float | None]
    ) -> Iterator[list[list[Span]]]:
        """Give the names of each sentence at one threshold after another; None is the default."""
        ...

    @property
    def presets(self) -> Mapping[str, float]:
        """The threshold of each preset, 0 to 1."""
        ...


@runtime_checkable
class TextPredictor(Predictor, Protocol):
    """Also reads raw texts, by the same path as serving, and has named thresholds."""

    def predict_texts(self, texts: Sequence[str]) -> list[list[Span]]:
        """Give the names of each text as half-open spans of code points, in their order."""
        ...

    def predict_texts_at_presets(self, texts: Sequence[str]) -> Mapping[str, list[list[Span]]]:
        """Give the same at each preset, by the preset's name."""
        ...

    @property
    def presets(self) -> Mapping[str, float]:
        """The threshold of each preset, 0 to 1."""
        ...


class TextTokens(NamedTuple):
    """The tokens of a raw text.

    Attributes:
        starts: Offset of each token's first code point, int (T,).
        ends: Offset after each token's last code point, int (T,).
        probabilities: Name probability of each token, float (T,), 0 to 1.
    """

    starts: IntArray
    ends: IntArray
    probabilities: FloatArray


@runtime_checkable
class ProbabilisticTextPredictor(TextPredictor, Protocol):
    """Also gives each token of a raw text a name probability."""

    def predict_texts_with_presets(
        self, texts: Sequence[str]
    ) -> tuple[list[list[Span]], Mapping[str, list[list[Span]]]]:
        """Give what `predict_texts` and `predict_texts_at_presets` give, at the cost of one."""
        ...

    def predict_text_tokens(self, texts: Sequence[str]) -> list[TextTokens]:
        """Give the tokens of each text with their name probabilities."""
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

    def predict_at(
        self, sentences: Sequence[Tokens], thresholds: Sequence[float | None]
    ) -> Iterator[list[list[Span]]]:
        """Give the names of each sentence at one threshold after another; run the network once.

        None is the predictor's own threshold.
        """
        chosen = [self.threshold if each is None else each for each in thresholds]
        return tag_at_thresholds(self.tagger, sentences, chosen)

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> Mapping[str, list[list[Span]]]:
        """Give the names of each sentence at each preset; run the network once."""
        found = tag_at_thresholds(self.tagger, sentences, list(self.presets.values()))
        return dict(zip(self.presets, found, strict=True))

    def predict_texts(self, texts: Sequence[str]) -> list[list[Span]]:
        """Give the names of each raw text as spans of code points."""
        return [
            _text_spans(document) for document in self.tagger.tag(texts, threshold=self.threshold)
        ]

    def predict_texts_at_presets(self, texts: Sequence[str]) -> Mapping[str, list[list[Span]]]:
        """Give the names of each raw text at each preset; run the network once."""
        return self.predict_texts_with_presets(texts)[1]

    def predict_texts_with_presets(
        self, texts: Sequence[str]
    ) -> tuple[list[list[Span]], Mapping[str, list[list[Span]]]]:
        """Give the names of each raw text, and those at each preset; run the network once."""
        names, *found = self.predict_texts_at(texts, [self.threshold, *self.presets.values()])
        return names, dict(zip(self.presets, found, strict=True))

    def predict_texts_at(
        self, texts: Sequence[str], thresholds: Sequence[float | None]
    ) -> Iterator[list[list[Span]]]:
        """Give the names of each raw text at one threshold after another; run the network once.

        None is the bundle's default threshold.
        """
        for documents in self.tagger.tag_at(texts, thresholds):
            yield [_text_spans(document) for document in documents]

    def predict_text_tokens(self, texts: Sequence[str]) -> list[TextTokens]:
        """Give the tokens of each raw text with their name probabilities."""
        return [
            TextTokens(document.starts, document.ends, document.name_probabilities)
            for document in self.tagger.tag(texts, threshold=self.threshold)
            if document.starts is not None and document.ends is not None
        ]


def names_in_texts(predictor: Predictor, texts: Sequence[str]) -> list[list[Span]]:
    """Give the names of each raw text as spans of code points.

    A predictor that reads tokens alone gets the sentences that the tokenizer cuts.
    """
    if isinstance(predictor, TextPredictor):
        return predictor.predict_texts(texts)
    prepared = [tokenize(text) for text in texts]
    bounds = [[*each.sentence_starts.tolist(), len(each.tokens)] for each in prepared]
    found = iter(
        predictor.predict(
            [
                each.tokens[first:stop]
                for each, own in zip(prepared, bounds, strict=True)
                for first, stop in pairwise(own)
            ]
        )
    )
    return [
        [
            (int(each.starts[first + start]), int(each.ends[first + stop - 1]))
            for first in own[:-1]
            for start, stop in next(found)
        ]
        for each, own in zip(prepared, bounds, strict=True)
    ]


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
    tagger: Tagger, sentences: Sequence[Tokens], thresholds: Sequence[float | None]
) -> Iterator[list[list[Span]]]:
    """Give the names of each sentence at one threshold after another; run the network once.

    None is the bundle's default threshold.
    """
    for tagged in tagger.tag_at(sentences, thresholds):
        yield [_spans(document) for document in tagged]


def _spans(document: TaggedDocument) -> list[Span]:
    return [(name.first_token, name.last_token + 1) for name in document.names]


def _text_spans(document: TaggedDocument) -> list[Span]:
    """Give the spans of a text's names; a document of tokens has none."""
    ends = ((name.start, name.end) for name in document.names)
    return [(start, end) for start, end in ends if start is not None and end is not None]
