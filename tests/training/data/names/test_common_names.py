from collections.abc import Iterable
from pathlib import Path

import pytest

from nomen.training.data.names.common_names import read_common_names
from nomen.training.data.names.listed_name import ListedName
from nomen.training.errors import CorpusError

FORENAMES = """\
\ufeffCountry,Gender,Localized Name,Romanized Name
ES,F,María José,María José
SV,M,Nils,Nils
"""
SURNAMES = """\
\ufeffCountry,Rank,Localized Name,Romanized Name
VN,1,,Huỳnh/Hoàng
KH,1,កែវ,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "common-forenames-by-country.csv").write_text(FORENAMES, encoding="utf-8")
    (tmp_path / "common-surnames-by-country.csv").write_text(SURNAMES, encoding="utf-8")
    return tmp_path


def test_every_row_is_a_name_and_every_variant_one_of_its_own(folder: Path) -> None:
    assert list(read_common_names(folder)) == [
        ListedName("ES", "forename", "María José", "F"),
        ListedName("SE", "forename", "Nils", "M"),
        ListedName("VN", "surname", "Huỳnh"),
        ListedName("VN", "surname", "Hoàng"),
        ListedName("KH", "surname", ""),
    ]


def read(names: Iterable[ListedName]) -> list[ListedName]:
    return list(names)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"forenames-by-country\.csv: expected a readable"):
        read(read_common_names(tmp_path))


def test_a_missing_column_is_named(folder: Path) -> None:
    (folder / "common-surnames-by-country.csv").write_text("Country\nES\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="expected the columns Country, Romanized Name"):
        read(read_common_names(folder))
