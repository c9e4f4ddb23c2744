from nomen.training.evaluation.intervals import Interval
from nomen.training.experiments.languages.detail_tables import (
    detail_tables,
    presets_table,
    words_table,
)
from nomen.training.experiments.languages.details import LanguageDetails, Rate
from nomen.training.experiments.languages.thresholds import (
    BestThreshold,
    PresetFigures,
    ThresholdFigures,
)

HALF = Rate(num=1234, found=Interval(0.5, 0.4, 0.6))
FALSE = Rate(num=2000, found=Interval(5.0, 4.0, 6.0))
NONE = Rate(num=0, found=None)
THRESHOLDS = ThresholdFigures(
    presets={"balanced": PresetFigures(threshold=0.4, precision=0.8, recall=0.6)},
    best=BestThreshold(threshold=0.3, f1=0.7, gained=0.012, gained_held_out=-0.004),
)


def details(thresholds: ThresholdFigures | None) -> LanguageDetails:
    return LanguageDetails(
        word_names=HALF, names_with_words=HALF, listed=FALSE, nameless=NONE, thresholds=thresholds
    )


def test_a_row_has_how_many_there_are_and_how_many_are_found() -> None:
    table = words_table("ours", {"de": details(None)})
    assert table.title.startswith("ours: ")
    (row,) = table.rows
    assert row[:3] == ("de", "1,234", "50 (40–60)")
    assert row[5:] == ("2,000", "5 (4–6)", "0", "–")


def test_presets_have_precision_and_recall_beside_the_best_threshold() -> None:
    table = presets_table("ours", {"de": details(THRESHOLDS), "fr": details(THRESHOLDS)})
    assert table is not None
    assert table.headings[1] == "balanced 0.4"
    assert table.rows[0] == ("de", "80.0, 60.0", "0.3", "70.0", "1.2", "-0.4")
    assert table.rows[-1] == ("mean", "", "", "", "1.2", "-0.4")


def test_a_tagger_without_probabilities_has_one_table() -> None:
    assert len(list(detail_tables("theirs", {"de": details(None)}))) == 1
    assert len(list(detail_tables("ours", {"de": details(THRESHOLDS)}))) == 2
    assert list(detail_tables("ours", {})) == []
