from pathlib import Path

import pytest
import typer

from nomen.training.cli.options import file_settings, training_run
from nomen.training.data.conll import Columns
from nomen.training.data.labels import Scheme
from nomen.training.formats.settings import FileSettings, Format


def layout(
    *sets: str,
    scheme: Scheme = "bio",
    token_column: int = 0,
    tag_column: int = -1,
    types: list[str] | None = None,
    file_format: Format | None = None,
    read: list[str] | None = None,
) -> FileSettings:
    return file_settings(
        sets,
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )


def test_the_options_are_the_layout_of_files() -> None:
    found = layout("a.conll", scheme="iob1", token_column=1, tag_column=2, types=["patient"])
    name_types = frozenset({"PATIENT"})
    assert found.columns == Columns(scheme="iob1", token=1, tag=2, name_types=name_types)


def test_without_options_columns_are_the_usual_ones() -> None:
    assert layout("wnut17/dev", "a.conll") == FileSettings()
    assert layout() == FileSettings()


def test_one_file_among_registered_corpora_is_enough() -> None:
    assert layout("wnut17/dev", "a.conll", scheme="bioes").columns.scheme == "bioes"


@pytest.mark.parametrize("sets", [(), ("wnut17/dev", "conll2003/test"), ("a.jsonl", "wnut17/dev")])
def test_columns_that_no_set_has_are_refused(sets: tuple[str, ...]) -> None:
    expected = "--token-column and --tag-column only with a CoNLL file"
    with pytest.raises(typer.BadParameter, match=expected):
        layout(*sets, token_column=1)
    with pytest.raises(typer.BadParameter, match=expected):
        layout(*sets, tag_column=2)


@pytest.mark.parametrize("sets", [(), ("wnut17/dev",)])
def test_settings_of_files_without_a_file_are_refused(sets: tuple[str, ...]) -> None:
    with pytest.raises(typer.BadParameter, match="expected --type only with a file"):
        layout(*sets, types=["PATIENT"])
    with pytest.raises(typer.BadParameter, match="expected --scheme only with a file"):
        layout(*sets, scheme="iob1")
    with pytest.raises(typer.BadParameter, match="expected --format only with a file"):
        layout(*sets, file_format="brat")


def test_further_settings_are_pairs() -> None:
    given = ["cut_tokens=cut", "label_names=O,B-PER", "annotation=-1", "comment=# "]
    found = layout("a.conll", read=given)
    assert (found.cut_tokens, found.label_names, found.annotation) == ("cut", ("O", "B-PER"), -1)
    assert found.columns.comment == "# "


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("cut_tokens", "expected KEY=VALUE, a key of annotation, comment"),
        ("colour=red", "expected KEY=VALUE"),
        ("cut_tokens=slice", "--read: cut_tokens: "),
        ("annotation=first", "--read: annotation: "),
        ("document=", "--read: document: "),
    ],
)
def test_a_wrong_further_setting_is_refused(pair: str, message: str) -> None:
    with pytest.raises(typer.BadParameter, match=message):
        layout("a.conll", read=[pair])


def test_types_are_those_of_json_lines_too() -> None:
    assert layout(str(Path("a.jsonl")), types=["Patient"]).name_types == {"PATIENT"}


def test_one_column_cannot_hold_tokens_and_tags() -> None:
    with pytest.raises(typer.BadParameter, match="expected different columns"):
        layout("a.conll", token_column=1, tag_column=1)


@pytest.mark.parametrize(("texts", "expected"), [(None, "data/raw"), (Path("texts"), "texts")])
def test_raw_texts_are_beside_the_corpora_unless_an_option_names_them(
    texts: Path | None, expected: str
) -> None:
    run = training_run(Path("runs/en"), corpora=Path("data/ner"), texts=texts, resume=True)
    assert (run.texts, run.folder, run.resume) == (Path(expected), Path("runs/en"), True)
