import pytest

from nomen.model.redaction.words import fold, initial_of, is_initial, words_of_all


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MERKEL", "merkel"),
        ("M\u00dcLLER", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Wei\u00df", "weiss"),
        ("O\u2019Brien", "o'brien"),
        ("Jean\u2010Luc", "jean-luc"),
        ("\u0130pek", "ipek"),
        ("\u0930\u0940\u092e", "\u0930\u0940\u092e"),
        ("\u304c", "\u304b\u3099"),
        ("\u0388\u03c2", "\u03b5\u03c3"),
    ],
)
def test_casing_and_marks_are_folded_away(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_words_of_each_name_are_sorted_and_without_signs() -> None:
    names = ["Merkel, Angela", "J.K. Rowling", "J.-L. Picard", '"Bob"', "...", "Ada\n> Byron's", ""]
    assert list(words_of_all(names).values()) == [
        ("angela", "merkel"),
        ("j", "k", "rowling"),
        ("j-l", "picard"),
        ("bob",),
        (),
        ("ada", "byron"),
        (),
    ]


def test_initials_are_single_letters_of_scripts_with_casing() -> None:
    assert [is_initial(word) for word in ("a", "j-l", "ab", "\u674e", "1", "")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert [initial_of(word) for word in ("angela", "jean-luc", "\u674e\u56db")] == [
        "a",
        "j-l",
        None,
    ]


@pytest.mark.parametrize("written", ["Zo\\u00eb", "Zo&euml;", "ZOË"])
def test_what_stands_in_for_a_letter_folds_as_the_letter(written: str) -> None:
    assert fold(written) == "zoe"
