from nomen.training.evaluation.intervals import Interval
from nomen.training.experiments.languages.figures import LanguageFigures
from nomen.training.experiments.languages.report import as_plain, draw_languages, language_table
from tests.training.experiments.languages.test_detail_tables import THRESHOLDS, details


def figures(f1: float, *, has_case: bool = True) -> LanguageFigures:
    ratio = Interval(0.9, 0.8, 1.0) if has_case else None
    return LanguageFigures(
        num_names=1234,
        f1=Interval(f1, f1 - 0.05, f1 + 0.05),
        lower=ratio,
        upper=ratio,
        framed=Interval(0.5, 0.4, 0.6) if has_case else None,
        everyday=(9, 8, 6) if has_case else None,
        ece=0.02 if has_case else None,
    )


FOUND = {
    "ours": {"en": figures(0.8), "ar": figures(0.6, has_case=False), "fi": figures(0.7)},
    "theirs": {"en": figures(0.7), "ar": figures(0.3), "fi": figures(0.5)},
}


def test_a_row_has_each_taggers_f1_and_more_of_the_first() -> None:
    table = language_table(FOUND)
    assert table.headings[2:4] == ("ours", "theirs")
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["fi"] == (
        "1,234", "70.0 (65.0–75.0)", "50.0 (45.0–55.0)", "0.900", "0.900", "50.0",
        "6 of 9, 2 else", "0.020",
    )  # fmt: skip
    assert rows["ar"][3:] == ("–", "–", "–", "–", "–")
    assert rows["mean but en"][:3] == ("", "65.0", "40.0")
    assert rows["mean but en"][-2] == "12 of 18, 4 else"


def test_the_picture_has_the_best_language_on_top_and_a_mark_for_each_tagger() -> None:
    (axes,) = draw_languages(FOUND).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["ar", "fi", "en"]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["ours", "theirs"]


def test_plain_values_have_details_under_their_own_key() -> None:
    plain = as_plain(FOUND, {"ours": {"fi": details(THRESHOLDS)}})
    assert plain["ours"]["fi"]["num_names"] == 1234
    assert plain["ours"]["fi"]["details"]["thresholds"]["best"]["threshold"] == 0.3
    assert "details" not in plain["ours"]["en"]
    assert "details" not in plain["theirs"]["fi"]
