from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.names.name_lists import NameLists
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.evaluation.predictor import NamesAndProbabilities, Tokens
from nomen.training.evaluation.robustness.sets import (
    measure_blanks,
    measure_changed,
    measure_hard_negatives,
    measure_presets,
    measure_swaps,
    score,
    texts_with_names,
)
from nomen.training.evaluation.robustness.texts import EvaluationSet

NAMED = LabelledSentence(("Ann", "Lee", "left"), ((0, 2),))
EMPTY = LabelledSentence(("it", "rains"))
FEW = EvaluationSet.of_corpus([NAMED, EMPTY, NAMED, NAMED])


class FirstTwo:
    """Takes the first two tokens for a name when the first one has a capital."""

    name = "first two"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [[(0, 2)] if tokens[0][:1].isupper() else [] for tokens in sentences]


class SureFirstTwo(FirstTwo):
    """Gives every token the same probability, whatever the names are."""

    presets: Mapping[str, float] = {"balanced": 0.5}

    def predict_probabilities(self, sentences: Sequence[Tokens]) -> NamesAndProbabilities:
        probabilities = [np.full(len(tokens), 0.25) for tokens in sentences]
        return NamesAndProbabilities(self.predict(sentences), probabilities)

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> dict[str, list[list[Span]]]:
        return {"balanced": self.predict(sentences)}


def test_each_sentence_is_counted() -> None:
    found = score(FirstTwo(), FEW)
    assert found.counts.tolist() == [[1, 1, 1], [0, 0, 0], [1, 1, 1], [1, 1, 1]]
    assert found.tokens is None


def test_each_token_has_the_fold_of_its_sentence() -> None:
    tokens = score(SureFirstTwo(), FEW).tokens
    assert tokens is not None
    assert tokens.folds.tolist() == [0] * 5 + [1] * 6
    assert tokens.is_gold.tolist() == [True, True, False, False, False, *[True, True, False] * 2]


def test_changed_sentences_stand_beside_the_same_ones_as_written() -> None:
    found, tokens = measure_changed(FirstTwo(), {"one/dev": FEW, "two/dev": FEW}, seed=0)
    assert (found["lower"].changed.f1.value, found["lower"].clean.f1.value) == (0.0, 1.0)
    assert found["lower"].ratio_by_set == {"one/dev": 0.0, "two/dev": 0.0}
    assert found["UPPER"].ratio.value == pytest.approx(12 / 14)  # IT becomes a false positive
    assert tokens == {}


def test_of_forms_of_names_only_changed_sentences_count() -> None:
    found, tokens = measure_changed(SureFirstTwo(), {"one/dev": FEW}, seed=0)
    assert found["lower"].changed.num_sentences == 4
    assert found["J. Smith"].changed.num_sentences == 3
    assert tokens.keys() == {"as written", "lower", "UPPER", "Title"}


def test_doubled_blanks_are_compared_with_single_ones() -> None:
    found = measure_blanks(FirstTwo(), {"one/dev": FEW}, seed=0)
    assert found.num_sentences == 4
    assert (found.share_with_same_tokens, found.share_with_same_names) == (1.0, 1.0)


def test_sentences_with_names_become_raw_texts() -> None:
    named = LabelledSentence(("(", "Ann", "Lee", ")", "left", "."), ((1, 3),))
    found = texts_with_names(EvaluationSet.of_corpus([named, EMPTY]))
    assert found == [LabelledText("(Ann Lee) left.", ((1, 8),))]


def test_false_positives_are_counted_by_group() -> None:
    groups = {"months": ["May was wet.", "it rained in may."], "firms": ["Ford grew fast."]}
    found = measure_hard_negatives(FirstTwo(), groups, seed=0)
    assert found.num_sentences == 3
    assert found.per_100.value == pytest.approx(200 / 3)
    assert found.per_100_by_group == {"months": 50.0, "firms": 100.0}
    assert found.examples == {"May was wet.": ["May was"], "Ford grew fast.": ["Ford grew"]}


def test_presets_need_probabilities() -> None:
    assert measure_presets(FirstTwo(), FEW, seed=0) == {}
    found = measure_presets(SureFirstTwo(), FEW, seed=0)
    assert (found["balanced"].threshold, found["balanced"].figures.f1.value) == (0.5, 1.0)


def test_lists_without_enough_names_are_an_error() -> None:
    with pytest.raises(CorpusError, match="expected 4 forenames"):
        measure_swaps(FirstTwo(), {"conll2003/dev": FEW}, NameLists(countries={}), seed=0)
