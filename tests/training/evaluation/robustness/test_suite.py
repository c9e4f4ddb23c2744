import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.names.name_lists import CountryNames, NameLists
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.evaluation.documents.evaluating import DocumentSets
from nomen.training.evaluation.predictor import NamesAndProbabilities, Tokens
from nomen.training.evaluation.robustness.report import write_suite
from nomen.training.evaluation.robustness.suite import measure_suite, run_suite
from nomen.training.evaluation.robustness.texts import EvaluationSet

SENTENCES = [
    LabelledSentence(("yesterday", "John", "Smith", "left"), ((1, 3),)),
    LabelledSentence(("it", "rains", "in", "rome")),
    LabelledSentence(("then", "Ann", "Lee", "met", "Bob"), ((1, 3), (4, 5))),
] * 10
VISIBLE = {
    name: EvaluationSet.of_corpus(SENTENCES)
    for name in ("wnut17/dev", "conll2003/dev", "conll2003/test")
}
FORENAMES = ("Awa", "Hawa", "Oumou", "Mariam", "Fanta", "Kadi", "Nana", "Ami", "Bintou", "Sira")
LISTS = NameLists(countries={"ML": CountryNames(forenames={"F": FORENAMES, "M": FORENAMES})})


class Capitals:
    """Takes runs of capitalised tokens for names."""

    name = "capitals"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [_runs([token[:1].isupper() for token in tokens]) for tokens in sentences]


class SureCapitals(Capitals):
    """The same, with probabilities."""

    presets: Mapping[str, float] = {"balanced": 0.5}

    def predict_probabilities(self, sentences: Sequence[Tokens]) -> NamesAndProbabilities:
        probabilities = [
            np.array([0.9 if token[:1].isupper() else 0.01 for token in tokens])
            for tokens in sentences
        ]
        return NamesAndProbabilities(self.predict(sentences), probabilities)

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> Mapping[str, list[list[Span]]]:
        return {"balanced": self.predict(sentences)}


def _runs(flags: Sequence[bool]) -> list[Span]:
    starts = [i for i, flag in enumerate(flags) if flag and not (i and flags[i - 1])]
    ends = [i + 1 for i, flag in enumerate(flags) if flag and not any(flags[i + 1 : i + 2])]
    return list(zip(starts, ends, strict=True))


def test_a_baseline_is_measured_without_probabilities() -> None:
    found = measure_suite(Capitals(), VISIBLE)
    assert found.mean_dev_f1 == found.pooled_dev.f1.value == 1.0
    assert (found.calibration, found.presets, found.swaps) == (None, {}, None)


def test_capitals_are_lost_in_lower_case() -> None:
    found = measure_suite(Capitals(), VISIBLE).changed
    assert found["lower"].changed.f1.value == 0
    assert found["J. Smith"].ratio.value == 1.0
    assert found["J. Smith"].changed.num_sentences == 20
    assert found["Smith , John"].changed.recall.value == pytest.approx(1 / 3)
    assert found["UPPER"].ratio_by_set.keys() == {"wnut17/dev"}


def test_probabilities_are_measured_where_there_are_some() -> None:
    found = measure_suite(SureCapitals(), VISIBLE)
    assert found.calibration is not None
    assert found.calibration.pooled.num_tokens == 150
    assert found.calibration.pooled.served == pytest.approx(0.1, abs=1e-6)
    assert found.calibration.by_set.keys() == VISIBLE.keys()
    assert found.calibration.by_casing.keys() == {"as written", "lower", "UPPER", "Title"}
    assert found.presets["balanced"].figures.recall.value == 1.0


def test_names_of_groups_stand_in_the_same_sentences() -> None:
    found = measure_suite(SureCapitals(), VISIBLE, lists=LISTS).swaps
    assert found is not None
    assert found.groups.keys() == {"ML F", "ML M"}
    assert {g.figures.num_names for g in found.groups.values()} == {found.original.num_names}
    assert found.lowest_to_highest.value == 1.0
    assert "ZA F" in found.left_out


def test_false_positives_in_hard_negatives_are_counted() -> None:
    found = measure_suite(Capitals(), VISIBLE).hard_negatives
    assert found.num_sentences >= 150
    assert found.per_100.value > 100
    assert found.examples["Jordan signed a water agreement with its neighbours."] == ["Jordan"]


def test_short_texts_are_measured() -> None:
    found = measure_suite(Capitals(), VISIBLE, lists=LISTS).short_texts
    assert found.frames is not None
    assert found.frames.by_origin.keys() == {"West Africa"}
    assert found.words.num_words >= 40
    assert found.nothing.num_texts >= 250
    assert found.placeholders.per_100_by_style["XXXX"].value > 100


def test_doubled_blanks_change_nothing_for_the_tokenizer() -> None:
    found = measure_suite(Capitals(), VISIBLE).blanks
    assert found is not None
    assert (found.share_with_same_tokens, found.share_with_same_names) == (1.0, 1.0)


def test_documents_are_measured_with_the_casings_of_their_text() -> None:
    pages = {"own": [LabelledPage(LabelledText("hi Bo", ((3, 5),)), "a", "mail")]}
    found = measure_suite(Capitals(), VISIBLE, documents=DocumentSets(pages=pages, cases=[]))
    assert found.documents is not None
    assert found.documents.documents.genres["mail"].figures.recall.value == 1.0
    assert found.documents.rewritten["lower"].ratio.value == 0
    assert found.rewritten_prose["lower"].ratio_by_set == {"wnut17/dev": 0}


def test_without_documents_they_are_left_out() -> None:
    assert measure_suite(Capitals(), VISIBLE).documents is None


def test_the_same_seed_gives_the_same_figures() -> None:
    first, second = (
        measure_suite(SureCapitals(), VISIBLE, lists=LISTS, seed=3).as_dict() for _ in range(2)
    )
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_without_the_usual_sets_what_is_made_of_them_is_left_out() -> None:
    found = measure_suite(Capitals(), {"docred/dev": VISIBLE["wnut17/dev"]}, lists=LISTS)
    assert (found.changed, found.blanks, found.swaps) == ({}, None, None)


def test_a_dev_set_is_needed() -> None:
    with pytest.raises(CorpusError, match="expected at least one dev set"):
        measure_suite(Capitals(), {"conll2003/test": VISIBLE["conll2003/test"]})


def test_the_suite_is_written(tmp_path: Path) -> None:
    page = write_suite(measure_suite(SureCapitals(), VISIBLE, lists=LISTS), tmp_path / "out")
    written = {path.name for path in page.parent.iterdir()}
    pictures = {"f1-by-set.png", "changed.png", "names.png", "frames.png", "reliability.png"}
    assert written == {"suite.json", "suite.md", *pictures}
    assert json.loads((tmp_path / "out" / "suite.json").read_bytes())["mean_dev_f1"] == 1.0


@pytest.mark.slow
def test_a_baseline_runs_on_the_published_sets(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMEN_DOCUMENTS", str(tmp_path / "none"))  # they take minutes
    found = run_suite(Capitals(), folder=corpora, names=None, out=tmp_path)
    assert found.missing == []
    assert 0.1 < found.mean_dev_f1 < 0.6
