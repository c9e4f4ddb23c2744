from dataclasses import replace
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import CorpusFacts, read_bundle
from nomen.training.evaluation.documents.measuring import measure_documents
from nomen.training.evaluation.evaluation import Evaluation
from nomen.training.evaluation.tables import TextTable
from nomen.training.export.card import OwnData, evaluation_table, guideline, write_card
from nomen.training.export.languages import LanguageFigures
from tests.training.evaluation.documents.pages import LETTERS, Marked

OWN = CorpusFacts(name="mine", licence_class="own", licence="the user's own", address="")
PUBLISHED = CorpusFacts(name="gmb", licence_class="open", licence="any", address="https://a.org")
RAW_TEXT = CorpusFacts(name="inaugural", licence_class="open", licence="any", address="")


def test_published_corpora_have_the_guideline_of_conll2003() -> None:
    told = guideline([PUBLISHED, RAW_TEXT])
    assert told.startswith("A name is what CoNLL-2003's guideline calls PER")
    assert "mine" not in told


@pytest.mark.parametrize("others", [[], [RAW_TEXT]])
def test_own_files_have_the_guideline_of_their_maker(others: list[CorpusFacts]) -> None:
    told = guideline([OWN, *others])
    assert told.startswith("In mine, which are its maker's own files, a name is what their labels")
    assert "CoNLL-2003" not in told


def test_the_guideline_of_own_files_is_that_of_their_maker_word_for_word() -> None:
    told = guideline([OWN, PUBLISHED], "Persons, living or dead.\n\nNo titles.\n")
    assert "one, by their maker's guideline:\n\n> Persons, living or dead.\n>\n> No titles." in told
    assert "\n\nIn the published corpora: a name is what CoNLL-2003's" in told


def test_own_files_beside_published_ones_have_each_their_own() -> None:
    own, published = guideline([OWN, PUBLISHED]).split("\n\n")
    assert "the guideline is their maker's" in own
    assert published.startswith("In the published corpora: a name is what CoNLL-2003's guideline")


EVALUATION = Evaluation(
    num_sentences=100,
    num_tokens=2000,
    num_names=1234,
    precision=0.9,
    recall=0.805,
    f1=0.85,
    f1_low=0.8,
    f1_high=0.9,
    average_precision=0.9876,
    brier=0.01234,
    ece=0.05,
    num_unsure_tokens=30,
)
PARITY = {
    f"{key}/{field}": value
    for key in ("int8", "int8_batches")
    for field, value in (
        ("mean_difference", 0.001),
        ("largest_difference", 0.25),
        ("same_decisions", 0.999),
    )
} | {"int8/f1_lost": -0.00001}


def test_figures_stand_in_points() -> None:
    assert evaluation_table({"own/dev": EVALUATION})[-1] == (
        "| own/dev | 1,234 | 90.0 | 80.5 | 85.0 | 80.0–90.0 | 0.988 | 0.0123 | 0.050 |"
    )


def card(bundle: Path, path: Path, corpora: list[CorpusFacts], parity: dict[str, float]) -> str:
    manifest = read_bundle(bundle).manifest.model_copy(update={"corpora": corpora})
    write_card(path, manifest, {"own/dev": EVALUATION}, parity)
    return path.read_text(encoding="utf-8")


def test_a_card_names_its_corpora_presets_and_figures(tiny_bundle: Path, tmp_path: Path) -> None:
    lines = card(tiny_bundle, tmp_path / "card.md", [PUBLISHED, OWN], PARITY).splitlines()
    assert lines[:3] == ["# tiny 0.1.0", "", "Random weights."]
    assert "| [gmb](https://a.org) | open | any |" in lines
    assert "| mine | own | the user's own |" in lines
    assert evaluation_table({"own/dev": EVALUATION})[-1] in lines
    assert {line.split(" | ")[0] for line in lines if "`" in line and line.startswith("|")} == {
        "| `high_recall`",
        "| `balanced`",
        "| `high_precision`",
    }
    assert "On all dev sentences int8 costs 0.00 points of F1." in lines
    assert "| int8 alone, in batches | 0.00100 | 0.2500 | 99.900% |" in lines


def test_a_card_shows_several_languages_the_weakest_last(tiny_bundle: Path, tmp_path: Path) -> None:
    weak = replace(EVALUATION, f1=0.5)
    found = {"lv_fullstack/dev": weak, "wnut17/dev": EVALUATION, "all dev": weak}
    languages = {"lv": LanguageFigures(recall=0.7, ece=None)}
    manifest = read_bundle(tiny_bundle).manifest
    write_card(tmp_path / "card.md", manifest, found, {}, languages=languages)
    lines = (tmp_path / "card.md").read_text(encoding="utf-8").splitlines()
    rows = [line[:6] for line in lines if line.startswith(("| en |", "| lv |"))]
    assert rows == ["| en |", "| lv |"]
    assert "| lv | 1 | 1,234 | 90.0 | 80.5 | 50.0 | 70.0 | – |" in lines


def test_a_card_of_one_language_has_no_table_of_languages(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    assert "| language |" not in card(tiny_bundle, tmp_path / "card.md", [PUBLISHED], PARITY)


def test_a_card_shows_documents_by_genre_and_preset(tiny_bundle: Path, tmp_path: Path) -> None:
    manifest, found = read_bundle(tiny_bundle).manifest, measure_documents(Marked(), {"a": LETTERS})
    write_card(tmp_path / "card.md", manifest, {"own/dev": EVALUATION}, PARITY, found)
    written = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert "## Documents\n" in written
    assert (
        "| note | 1 | 2 | 50.0 (50.0–50.0) | 50.0 (50.0–50.0) | 50.0 (50.0–50.0) | 50 |" in written
    )
    assert "| high_recall, 0.2 | mail | 0.0 (0.0–0.0) | 0.0 (0.0–0.0) |" in written


def test_a_card_without_documents_says_nothing_of_them(tiny_bundle: Path, tmp_path: Path) -> None:
    assert "## Documents" not in card(tiny_bundle, tmp_path / "card.md", [PUBLISHED], PARITY)


def test_a_card_shows_what_was_read_of_own_files(tiny_bundle: Path, tmp_path: Path) -> None:
    table = TextTable(headings=("set", "names"), sections=[[("mine/train", "12")]])
    manifest = read_bundle(tiny_bundle).manifest
    own = OwnData(table=table)
    write_card(tmp_path / "card.md", manifest, {"own/dev": EVALUATION}, {}, own=own)
    written = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert "Its maker's own files:\n\n| set | names |" in written
    assert "| mine/train | 12 |\n\n## Measured" in written


def test_a_card_without_int8_has_no_comparison(tiny_bundle: Path, tmp_path: Path) -> None:
    assert "compared" not in card(tiny_bundle, tmp_path / "card.md", [PUBLISHED], {})
