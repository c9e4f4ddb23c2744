from pathlib import Path

import pytest

from nomen.training.data.names.name_lists import half_of
from nomen.training.data.names.names_of_languages import ListedNames, read_listed_names
from nomen.training.errors import CorpusError

GIVEN = ("Ásgeir", "Björk", "Dagný", "Eiríkur", "Freyja", "Gísli", "Hrafn", "Ýrr")


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOMEN_LANGUAGES", str(tmp_path))
    (tmp_path / "names").mkdir()
    lines = [*GIVEN, "", "42", "('明美', 'アケミ')", *GIVEN[:2]]
    (tmp_path / "names" / "is.given.txt").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "ner"


def test_a_list_gives_each_name_of_a_half_once_and_nothing_that_is_no_name(corpora: Path) -> None:
    halves = [read_listed_names("is", corpora, half) for half in ("train", "test")]
    assert sorted(halves[0].given + halves[1].given) == sorted(GIVEN)
    assert {half_of(name) for name in halves[0].given} == {"train"}


def test_what_has_no_list_is_empty(corpora: Path) -> None:
    assert read_listed_names("is", corpora, "train").family == ()
    assert read_listed_names("fo", corpora, "train") == ListedNames()


def test_nynorsk_shares_the_lists_of_bokmal(corpora: Path) -> None:
    (corpora.parent / "names" / "nb.family.txt").write_text("Aasen\nVik\n", encoding="utf-8")
    found = [read_listed_names("nn", corpora, half).family for half in ("train", "test")]
    assert sorted(found[0] + found[1]) == ["Aasen", "Vik"]


def test_a_list_that_is_no_text_is_told_by_its_path(corpora: Path) -> None:
    (corpora.parent / "names" / "is.family.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorpusError, match=r"is\.family\.txt: expected a readable list"):
        read_listed_names("is", corpora, "train")
