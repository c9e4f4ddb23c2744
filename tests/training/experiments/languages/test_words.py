import pytest

from nomen.training.experiments.languages.words import WantedWords, in_lower_case, words_of


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        (["J.", "Koch", "-", "Li"], ["Koch", "Li"]),
        (["哈", "利", "·", "波", "特"], ["哈利", "波特"]),
        (["张", "Wei"], ["Wei"]),
        (["7", "B"], []),
    ],
)
def test_a_word_is_a_token_or_all_characters_in_a_row(tokens: list[str], words: list[str]) -> None:
    assert words_of(tokens) == words


def test_small_letters_are_those_of_the_language() -> None:
    assert in_lower_case("IŞIL İpek", "tr") == "\u0131ş\u0131l ipek"
    assert in_lower_case("Irma", "de") == "irma"
    assert in_lower_case("נועה", "he") == "נועה"


def test_words_are_found_as_tokens_and_as_characters_in_a_row() -> None:
    wanted = WantedWords(["koch", "高明", "文"])
    assert list(wanted.places(["der", "koch", "kocht"])) == [(1, 2)]
    assert list(wanted.places(["高", "明", "文"])) == [(0, 2), (2, 3)]
    assert list(wanted.places(["高"])) == []
