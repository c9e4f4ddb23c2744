"""Measuring documents, and its results: `training/evaluation/documents/results.py`."""

import pytest

from nomen.model.tagger import Tagger
from nomen.training.errors import CorpusError
from nomen.training.evaluation.documents.measuring import measure_documents
from nomen.training.evaluation.predictor import TaggerPredictor
from tests.training.evaluation.documents.pages import LETTERS, LOGS, Marked
from tests.training.evaluation.test_predictor import Nobody


def test_sets_and_genres_are_measured_by_documents() -> None:
    found = measure_documents(Marked(), {"letters": LETTERS, "logs": LOGS})

    letters = found.sets["letters"]
    assert (letters.num_pages, letters.figures.num_sentences, letters.figures.num_names) == (
        3,
        2,
        3,
    )
    assert letters.figures.precision.value == pytest.approx(1 / 2)
    assert letters.figures.recall.value == pytest.approx(1 / 3)
    assert letters.false_per_100 == pytest.approx(100 / 3)
    assert found.genres.keys() == {"log", "mail", "note"}
    assert found.genres["mail"].figures.f1.value == 0


def test_a_preset_tells_its_precision_and_the_letters_that_it_leaves() -> None:
    found = measure_documents(Marked(), {"letters": LETTERS}).sets["letters"].presets

    assert found["balanced"].left.value == pytest.approx(6 / 11)
    assert found["high_recall"].left.value == pytest.approx(2 / 11)
    assert found["high_recall"].precision.value == pytest.approx(2 / 3)


def test_means_weigh_each_part_with_names_the_same() -> None:
    found = measure_documents(Marked(), {"letters": LETTERS, "logs": LOGS})

    assert (found.mean_of_sets.num_parts, found.mean_of_genres.num_parts) == (1, 2)
    assert found.mean_of_sets.f1.value == pytest.approx(2 / 5)
    assert found.mean_of_genres.f1.value == pytest.approx(1 / 4)
    assert found.mean_of_genres.left["high_recall"].value == pytest.approx(1 / 2)


def test_sets_without_any_name_are_refused() -> None:
    with pytest.raises(CorpusError, match="expected documents with names"):
        measure_documents(Marked(), {"logs": LOGS})


def test_a_predictor_of_tokens_has_no_presets() -> None:
    found = measure_documents(Nobody(), {"letters": LETTERS})

    assert (found.thresholds, found.sets["letters"].presets) == ({}, {})
    assert found.mean_of_sets.f1.value == 0


def test_a_tagger_is_measured_by_its_own_tokens(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny", threshold=0.0)
    found = measure_documents(predictor, {"letters": LETTERS})

    assert found.thresholds == tiny_tagger.bundle.manifest.presets
    assert found.sets["letters"].presets.keys() == found.thresholds.keys()
    assert found.sets["letters"].figures.precision.value < 1
