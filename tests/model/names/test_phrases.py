from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.names.phrases import PhraseMatcher
from nomen.model.text.tokenizer import tokenize


def found(phrases: Sequence[str], text: str, *, fold_case: bool = False) -> list[str]:
    tokens = tokenize(text).tokens
    ranges = PhraseMatcher(phrases, fold_case=fold_case).find(tokens)
    return [" ".join(tokens[each.start : each.stop]) for each in ranges]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("Ada Quill", "Dear Ada Quill,", ["Ada Quill"]),
        ("Ada Quill", "Dear Ada\n  Quill,", ["Ada Quill"]),
        ("张伟", "见张伟。", ["张 伟"]),
        ("김철수", "김철수는 Ada", ["김 철 수"]),
        ("Ada", "Adamant Ada's Canada", ["Ada"]),
        ("J. Quill", "J. Quill wrote.", ["J. Quill"]),
        ("Quill Jr.", "Quill Jr. wrote.", ["Quill Jr."]),
        ("Quill", "Mr. Quill.", ["Quill"]),
        ("O'Dair", "Mr O\u2019Dair and O'Dair", ["O'Dair"]),
        ("Don't Worry", "Don't Worry", ["Do n't Worry"]),
        ("Ada", "ADA", []),
        ("Zo\u00eb", "Zoe\u0308 and Zo\u00eb", ["Zoe\u0308", "Zo\u00eb"]),
        ("Mu\u0308ller", "M\u00fcller", ["M\u00fcller"]),
        ("Quillon", "Quil\u00adlon", ["Quil\u00adlon"]),
        ("Le Kin", "LeKin", []),
        ("Luc Quill", "Jean-Luc Quill", []),
        ("", "Ada", []),
        ("\u200b", "\u200b Ada", []),
    ],
)
def test_phrases_are_found_at_token_bounds(phrase: str, text: str, expected: list[str]) -> None:
    assert found([phrase], text) == expected


def test_any_casing_is_found_if_asked() -> None:
    assert found(["Ada QUILL", "stra\u00dfe"], "ada Quill, STRASSE", fold_case=True) == [
        "ada Quill",
        "STRASSE",
    ]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("ışık", "IŞIK, Işık, ışık"),
        ("IŞIK", "IŞIK, Işık, ışık"),
        ("dilek", "DİLEK, Dilek, dilek"),
        ("DİLEK", "DİLEK, Dilek, dilek"),
        ("DİLEK Işık", "Dilek IŞIK"),
        ("IAN", "Ian, İan"),
    ],
)
def test_any_casing_of_turkish_is_found_if_asked(phrase: str, text: str) -> None:
    assert found([phrase], text, fold_case=True) == text.split(", ")


def test_the_casing_of_turkish_counts_unless_asked() -> None:
    assert found(["dilek", "Işık"], "DİLEK ışık Işik dilek") == ["dilek"]


def test_of_phrases_that_end_together_the_longest_is_found() -> None:
    assert found(["Quill", "Ada Quill", "Bo Ada Quill"], "Ada Quill") == ["Ada Quill"]


def test_overlapping_phrases_are_all_found() -> None:
    assert found(["a b", "b c", "c"], "a b c") == ["a b", "b c"]


def test_a_shorter_phrase_is_found_where_a_longer_one_begins_inside_a_token() -> None:
    assert found(["X-Ada Quill", "Quill", "Ada Quill"], "Z-X-Ada Quill") == ["Quill"]


def test_a_token_list_is_searched_like_a_text() -> None:
    matcher = PhraseMatcher(["Jean-Luc O'Dair"], fold_case=False)
    assert matcher.find(["Jean", "-", "Luc", "O'Dair"]) == [range(4)]
    assert matcher.find(["Jean-Luc", "O", "'", "Dair", "said"]) == [range(4)]
    assert matcher.find(["xJean", "-", "Luc", "O'Dair"]) == []


def test_a_phrase_does_not_begin_with_an_invisible_token() -> None:
    assert PhraseMatcher(["Ada"], fold_case=False).find(["\u200b", "Ada", "\u200b"]) == [
        range(1, 2)
    ]


_words = st.lists(st.sampled_from(["a", "b", "ab", "-", "a-b"]), min_size=1, max_size=4)


@given(st.lists(_words, max_size=6), st.lists(st.sampled_from(["a", "b", "ab", "-"]), max_size=20))
def test_what_is_found_is_what_a_search_at_every_token_finds(
    phrases: list[list[str]], tokens: list[str]
) -> None:
    wanted = {tuple(_atoms(phrase)) for phrase in phrases}
    expected: dict[int, range] = {}
    for stop in range(len(tokens), 0, -1):
        for start in range(stop):
            if tuple(_atoms(tokens[start:stop])) in wanted:
                expected.setdefault(stop, range(start, stop))
    matcher = PhraseMatcher([" ".join(phrase) for phrase in phrases], fold_case=False)
    assert matcher.find(tokens) == [expected[stop] for stop in sorted(expected)]


def _atoms(words: Sequence[str]) -> list[str]:
    return " ".join(words).replace("-", " - ").split()
