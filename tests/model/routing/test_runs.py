"""Which tokens of a passage another bundle reads better."""

import pytest

from nomen.model.reading import Passage
from nomen.model.routing.runs import Run, better_readers, cut_at, runs_of
from tests.model.routing.languages import CHINESE, ENGLISH, MANY

READERS = (ENGLISH, MANY, CHINESE)


@pytest.mark.parametrize(
    ("text", "reader", "script", "expected"),
    [
        ("From: Ivan Petrov", 0, "Latin", {}),
        ("Grüße, Jürgen", 0, "Latin", {}),
        ("From: Иван Петров", 0, "Latin", {"Cyrillic": 1}),
        ("From: Иван Петров", 1, "Latin", {}),
        ("Dear 王秀英 and Иван", 0, "Latin", {"Han": 2, "Cyrillic": 1}),
        ("Dear Γιώργος", 0, "Latin", {}),
        ("昨天Harry来了", 2, "Han", {"Latin": 0}),
        ("A 来了", 2, "Han", {}),
    ],
)
def test_a_script_goes_to_the_first_bundle_that_reads_it_better(
    text: str, reader: int, script: str, expected: dict[str, int]
) -> None:
    assert better_readers(text, reader=reader, script=script, readers=READERS) == expected


def test_no_bundle_reads_words_better_than_the_only_one() -> None:
    assert better_readers("昨天Harry来了", reader=0, script="Han", readers=[CHINESE]) == {}


def test_a_run_has_what_lies_between_its_words() -> None:
    tokens = ["From", ":", "Иван", "-", "Петров", ",", "Harry", ",", "Анна", "."]

    assert runs_of(tokens, {"Cyrillic"}, first=0, stop=10) == [
        Run(2, 5, "Cyrillic"),
        Run(8, 9, "Cyrillic"),
    ]
    assert runs_of(tokens, {"Cyrillic"}, first=3, stop=8) == [Run(4, 5, "Cyrillic")]


def test_tags_and_addresses_are_in_no_script() -> None:
    tokens = ["昨", '<b class="x">', "天", "https://example.org/a", "harry@example.org", "王"]

    assert runs_of(tokens, {"Latin"}, first=0, stop=6) == []
    assert runs_of(tokens, {"Han"}, first=0, stop=6) == [Run(0, 6, "Han")]


def test_runs_cut_a_passage() -> None:
    whole = Passage(0, 10, 0, 50, 0, "en")
    runs = [Passage(2, 5, 10, 20, 1), Passage(5, 6, 21, 25, 2, "zh"), Passage(8, 10, 40, 50, 1)]

    found = cut_at(whole, runs)

    assert [each[:5] for each in found] == [
        (0, 2, 0, 10, 0),
        (2, 5, 10, 20, 1),
        (5, 6, 21, 25, 2),
        (6, 8, 25, 40, 0),
        (8, 10, 40, 50, 1),
    ]
    assert [each.language for each in found] == ["en", "und", "zh", "en", "und"]
