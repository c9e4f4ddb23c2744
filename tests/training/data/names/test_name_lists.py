import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.names.listed_name import ListedName
from nomen.training.data.names.name_lists import (
    NameLists,
    gather,
    half_of,
    load_names,
    without_marks,
)

LISTED = [
    ListedName("ES", "forename", "María  José", "F"),
    ListedName("ES", "forename", "Zoé", "F"),
    ListedName("ES", "forename", "Zoé", "F"),
    ListedName("ES", "forename", "José", "M"),
    ListedName("ES", "surname", "García"),
    ListedName("CN", "forename", "Ruòxī", "F"),
    ListedName("VN", "surname", "Đặng"),
    ListedName("VN", "middle", "Bảo"),
    ListedName("MN", "forename", "Ba\u0430tar", "M"),
    ListedName("JM", "forename", "thaniel", "M"),
    ListedName("KH", "surname", ""),
    ListedName("NL", "surname", "van den Berg"),
    ListedName("UZ", "surname", "Karimov", "M"),
    ListedName("UZ", "surname", "Karimova", "F"),
    ListedName("UZ", "surname", "Umar"),
    ListedName("PL", "surname", "Zielska"),
    ListedName("PL", "surname", "Zielski"),
    ListedName("PL", "surname", "Zych"),
]
LISTS = gather(LISTED)


def test_each_country_has_its_names_once_in_their_order() -> None:
    spain = LISTS.countries["ES"]
    assert spain.forenames == {"F": ("María José", "Zoé"), "M": ("José",)}
    assert spain.surnames == ("García",)


def test_marks_that_english_leaves_out_are_left_out() -> None:
    assert LISTS.countries["CN"].forenames["F"] == ("Ruoxi",)


def test_vietnamese_names_are_written_with_marks_and_without() -> None:
    assert LISTS.countries["VN"].surnames == ("Đặng", "Dang")
    assert LISTS.countries["VN"].middle_names["M"] == ("Bảo", "Bao")


def test_torn_blank_and_mixed_names_are_left_out() -> None:
    assert not {"MN", "JM", "KH"} & set(LISTS.countries)
    assert LISTS.countries["NL"].surnames == ("van den Berg",)


def test_a_surname_of_one_gender_is_not_the_others() -> None:
    uzbek = LISTS.countries["UZ"]
    assert uzbek.surnames_of("F") == ("Karimova", "Umar")
    assert uzbek.surnames_of("M") == ("Karimov", "Umar")


def test_an_ending_tells_the_gender_where_the_source_does_not() -> None:
    assert LISTS.countries["PL"].surnames_of("F") == ("Zielska", "Zych")
    assert LISTS.countries["PL"].surnames_of("M") == ("Zielski", "Zych")


def names_of(lists: NameLists) -> set[str]:
    forenames = (f for c in lists.countries.values() for fs in c.forenames.values() for f in fs)
    return {*forenames, *(s for c in lists.countries.values() for s in c.surnames)}


def test_the_halves_are_apart_and_make_the_whole() -> None:
    train, test = names_of(LISTS.half("train")), names_of(LISTS.half("test"))
    assert train | test == names_of(LISTS)
    assert not train & test


def test_a_name_with_marks_is_in_the_half_of_the_one_without() -> None:
    halves = [LISTS.half(half).countries["VN"].surnames for half in ("train", "test")]
    assert sorted(map(len, halves)) == [0, 2]


@pytest.mark.parametrize(
    ("name", "plain"), [("JOSE", "Jose"), ("José", "jose"), ("Søren", "Soren"), ("Đặng", "Dang")]
)
def test_a_name_is_in_one_half_however_it_is_written(name: str, plain: str) -> None:
    assert half_of(name) == half_of(plain)


@pytest.mark.parametrize(
    ("name", "half"),
    [("Maria", "test"), ("Mohammed", "train"), ("Smith", "train"), ("Wang", "test")],
)
def test_halves_never_move(name: str, half: str) -> None:
    assert half_of(name) == half


@given(st.text())
def test_taking_marks_off_twice_is_taking_them_off_once(name: str) -> None:
    assert without_marks(without_marks(name)) == without_marks(name)


def test_the_published_lists_are_split_about_evenly() -> None:
    folder = Path(os.environ.get("NOMEN_CORPORA", "nowhere")).parent / "names"
    if not folder.exists():
        pytest.skip("needs the lists of names beside the folder of corpora in NOMEN_CORPORA")
    lists = load_names(folder)
    share = len(names_of(lists.half("test"))) / len(names_of(lists))
    assert len(lists.countries) > 110
    assert len(names_of(lists)) > 60_000
    assert 0.45 < share < 0.55
