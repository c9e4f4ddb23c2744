import pytest

from nomen.model.names.settling.hyphenation import ends_with_rest, with_rest_of_word
from tests.model.names.settling.marked import MarkedText


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Ada Quil⟧-\nlon spoke", "Ada Quil-\nlon"),
        ("⟦Ada Quil⟧- \r\n  lon spoke", "Ada Quil- \r\n  lon"),
        ("> ⟦Ada Quil⟧-\n> lon spoke", "Ada Quil-\n> lon"),
        ("⟦Ada Quil\u00ad⟧\nlon spoke", "Ada Quil\u00ad\nlon"),
        ("BY ⟦ADA QUIL⟧\u2010\nLON TODAY", "ADA QUIL\u2010\nLON"),
        ("⟦Ada⟧ Quil-\nlon spoke", "Ada Quil-\nlon"),
    ],
)
def test_the_rest_of_a_word_in_the_next_line_is_part_of_a_name(marked: str, expected: str) -> None:
    text = MarkedText(marked)

    (name,) = [with_rest_of_word(each, text.context) for each in text.names]

    assert text.texts([name]) == [expected]
    assert ends_with_rest(name, text.context)


@pytest.mark.parametrize(
    "marked",
    [
        "⟦Ada Quil⟧-lon spoke",
        "⟦Ada Quil⟧ -\nlon spoke",
        "⟦Ada Quil⟧-\n\nlon spoke",
        "⟦Ada Quil⟧-\nLon spoke",
        "the ⟦Quillon⟧-\nera laws",
        "⟦Ada Quillon⟧-\nwho came late - spoke",
        "the ⟦QUILLON⟧-\nLED TEAM",
        "⟦Ada⟧ spoke-\nlon",
        "⟦Ada⟧-",
        "⟦Ada⟧",
    ],
)
def test_other_words_behind_a_hyphen_stay_outside(marked: str) -> None:
    text = MarkedText(marked)
    (name,) = text.names

    assert with_rest_of_word(name, text.context) == name
    assert not ends_with_rest(name, text.context)
