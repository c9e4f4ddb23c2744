from nomen.model.languages.identifier import LanguageIdentifier
from nomen.training.languages.measurement import identify_with, measure_lengths, tables_of

DEV = {
    "en": ["The windows of the old house were open all through the summer. " * 3],
    "de": ["Die Fenster des alten Hauses standen den ganzen Sommer über offen. " * 3],
    "vi": ["Cửa sổ của ngôi nhà cũ được mở suốt cả mùa hè năm ngoái. " * 3],
}
BUNDLES = {"en": ["en"], "xx": ["de", "sv"]}


def test_an_identifier_is_measured_at_each_length() -> None:
    identify = identify_with(LanguageIdentifier.load())
    measured = measure_lengths(identify, DEV, BUNDLES, most=10)
    assert measured.served == ["en", "de"]
    assert measured.metrics()["language_100"] == 1.0
    assert measured.metrics()["others_told_100"] == 1.0


def test_tables_show_means_and_languages() -> None:
    identify = identify_with(LanguageIdentifier.load())
    means, languages = tables_of(measure_lengths(identify, DEV, BUNDLES, most=10))
    assert [row[0] for row in means.rows] == ["20", "50", "100"]
    assert [row[0] for row in languages.rows] == ["en", "de"]
    assert languages.rows[0][-2:] == ("100", "100")
