from collections.abc import Sequence

import numpy as np

from nomen.model.tagger import Tagger
from nomen.training.data.labels import Span
from nomen.training.evaluation.evaluation import predict
from nomen.training.evaluation.predictor import (
    Predictor,
    ProbabilisticPredictor,
    ProbabilisticTextPredictor,
    TaggerPredictor,
    TextPredictor,
    ThresholdPredictor,
    Tokens,
    names_in_texts,
)
from tests.training.sentences import SENTENCES

DOCUMENTS = [sentence.tokens for sentence in SENTENCES]


class Nobody:
    """The least that a predictor can be."""

    name = "nobody"

    def predict(self, sentences: object) -> list[list[tuple[int, int]]]:
        del sentences
        return [[] for _ in DOCUMENTS]


def test_a_baseline_needs_no_probabilities() -> None:
    baseline: Predictor = Nobody()
    assert baseline.predict(DOCUMENTS) == [[], [], []]
    assert not isinstance(baseline, ProbabilisticPredictor)


def test_a_tagger_gives_the_names_and_probabilities_of_an_evaluation(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny", threshold=0.4)
    expected = predict(tiny_tagger, SENTENCES, threshold=0.4)
    found = predictor.predict_probabilities(DOCUMENTS)
    assert isinstance(predictor, ProbabilisticPredictor)
    assert found.names == predictor.predict(DOCUMENTS) == expected.predicted
    assert np.array_equal(np.concatenate(found.probabilities), expected.probabilities)


def test_each_preset_is_a_threshold(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny")
    found = predictor.predict_at_presets(DOCUMENTS)
    assert found.keys() == predictor.presets.keys()
    for preset, threshold in predictor.presets.items():
        assert found[preset] == predict(tiny_tagger, SENTENCES, threshold=threshold).predicted


def test_tokens_are_read_at_one_threshold_after_another(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny", threshold=0.3)
    assert isinstance(predictor, ThresholdPredictor)
    assert not isinstance(Nobody(), ThresholdPredictor)
    own, same, none = predictor.predict_at(DOCUMENTS, [None, 0.3, 1.0])
    assert own == same == predictor.predict(DOCUMENTS)
    assert none == [[], [], []]


TEXTS = ["Then Ada Lovelace met Bo.\n\nIt rained.", "", "Élan 𐐀 Cy"]


def test_a_tagger_gives_the_names_of_raw_texts_as_it_serves_them(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny", threshold=0.1)
    served = [[(n.start, n.end) for n in d.names] for d in tiny_tagger.tag(TEXTS, threshold=0.1)]

    assert isinstance(predictor, TextPredictor)
    assert predictor.predict_texts(TEXTS) == names_in_texts(predictor, TEXTS) == served
    assert any(served)


def test_each_preset_is_a_threshold_for_raw_texts(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny")
    found = predictor.predict_texts_at_presets(TEXTS)

    for preset, threshold in predictor.presets.items():
        alone = TaggerPredictor(tagger=tiny_tagger, name="tiny", threshold=threshold)
        assert found[preset] == alone.predict_texts(TEXTS)
    assert predictor.predict_texts_with_presets(TEXTS) == (predictor.predict_texts(TEXTS), found)


def test_raw_texts_are_read_at_one_threshold_after_another(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny", threshold=0.3)
    own, none = predictor.predict_texts_at(TEXTS, [0.3, 1.0])

    assert own == predictor.predict_texts(TEXTS)
    assert none == [[], [], []]


def test_tokens_of_raw_texts_have_their_places(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny")
    first, empty, _ = predictor.predict_text_tokens(TEXTS)

    assert isinstance(predictor, ProbabilisticTextPredictor)
    words = [TEXTS[0][a:b] for a, b in zip(first.starts, first.ends, strict=True)]
    assert words == ["Then", "Ada", "Lovelace", "met", "Bo", ".", "It", "rained", "."]
    assert len(first.probabilities) == len(words)
    assert len(empty.starts) == 0


class Capitals:
    """Takes each capitalised token for a name."""

    name = "capitals"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [
            [(i, i + 1) for i, token in enumerate(tokens) if token[0].isupper()]
            for tokens in sentences
        ]


def test_a_predictor_of_tokens_reads_the_sentences_of_raw_texts() -> None:
    found = names_in_texts(Capitals(), TEXTS)

    assert [[TEXTS[i][a:b] for a, b in spans] for i, spans in enumerate(found)] == [
        ["Then", "Ada", "Lovelace", "Bo", "It"],
        [],
        ["Élan", "𐐀", "Cy"],
    ]
