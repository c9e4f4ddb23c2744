import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.names import NameLists, half_of, load_names, without_marks
from nomen.training.errors import CorpusError

FORENAMES = """\
\ufeffCountry,Gender,Localized Name,Romanized Name
ES,F,María José,María José
ES,F,Zoé,Zoé
ES,F,Zoé,Zoé
ES,M,José,José
CN,F,若汐,Ruòxī
SV,M,Nils,Nils
MN,M,Баатар,Ba\u0430tar
JM,M,Nathaniel,thaniel
"""
SURNAMES = """\
\ufeffCountry,Rank,Localized Name,Romanized Name
VN,1,,Huỳnh/Hoàng
ES,1,García,García
KH,1,កែវ,
NL,4,,Van den Berg
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "common-forenames-by-country.csv").write_text(FORENAMES, encoding="utf-8")
    (tmp_path / "common-surnames-by-country.csv").write_text(SURNAMES, encoding="utf-8")
    return tmp_path


def test_each_country_has_its_names_once_in_their_order(folder: Path) -> None:
    spain = load_names(folder).countries["ES"]
    assert spain.forenames == {"F": ("María José", "Zoé"), "M": ("José",)}
    assert spain.surnames == ("García",)


def test_marks_that_english_leaves_out_are_left_out(folder: Path) -> None:
    countries = load_names(folder).countries
    assert countries["CN"].forenames["F"] == ("Ruoxi",)
    assert countries["VN"].surnames == ("Huynh", "Hoang")


def test_swedish_names_are_swedens(folder: Path) -> None:
    countries = load_names(folder).countries
    assert countries["SE"].forenames["M"] == ("Nils",)
    assert "SV" not in countries


def test_torn_blank_and_mixed_names_are_left_out(folder: Path) -> None:
    countries = load_names(folder).countries
    assert countries["MN"].forenames["M"] == ()
    assert countries["JM"].forenames["M"] == ()
    assert countries["KH"].surnames == ()
    assert countries["NL"].surnames == ("Van den Berg",)


def names_of(lists: NameLists) -> set[str]:
    forenames = (f for c in lists.countries.values() for fs in c.forenames.values() for f in fs)
    return {*forenames, *(s for c in lists.countries.values() for s in c.surnames)}


def test_the_halves_are_apart_and_make_the_whole(folder: Path) -> None:
    lists = load_names(folder)
    train, test = names_of(lists.half("train")), names_of(lists.half("test"))
    assert train | test == names_of(lists)
    assert not train & test


@pytest.mark.parametrize("name", ["JOSE", "jose", "José"])
def test_a_name_is_in_one_half_however_it_is_written(name: str) -> None:
    assert half_of(name) == half_of("Jose")


@pytest.mark.parametrize(
    ("name", "half"),
    [("Maria", "test"), ("Mohammed", "train"), ("Smith", "train"), ("Wang", "test")],
)
def test_halves_never_move(name: str, half: str) -> None:
    assert half_of(name) == half


@given(st.text())
def test_taking_marks_off_twice_is_taking_them_off_once(name: str) -> None:
    assert without_marks(without_marks(name)) == without_marks(name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"forenames-by-country\.csv: expected a readable"):
        load_names(tmp_path)


def test_a_missing_column_is_named(folder: Path) -> None:
    (folder / "common-surnames-by-country.csv").write_text("Country\nES\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="expected the columns Country, Romanized Name"):
        load_names(folder)


def test_the_published_lists_are_split_about_evenly() -> None:
    folder = Path(os.environ.get("NOMEN_CORPORA", "nowhere")).parent / "names"
    if not folder.exists():
        pytest.skip("needs the lists of names beside the folder of corpora in NOMEN_CORPORA")
    lists = load_names(folder)
    share = len(names_of(lists.half("test"))) / len(names_of(lists))
    assert len(lists.countries) > 90
    assert 0.45 < share < 0.55
