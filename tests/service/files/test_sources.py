from pathlib import Path

import pytest

from nomen.service.files.sources import OneText, SourceError, find_source

CANARY = "Quillfeather"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a text, two files of records and a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_bytes("\ufeffZoë waved.\r\n".encode())
    (tmp_path / "a.jsonl").write_text("{}\n", encoding="utf-8")
    (tmp_path / "B.JSONL").write_text("{}\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    return tmp_path


def read(*paths: str, text: str | None = None) -> str:
    source = find_source(paths, text=text)
    assert isinstance(source, OneText)
    return source.read()


def test_a_text_file_is_read_whole_and_unchanged() -> None:
    assert read("letter.txt") == "\ufeffZoë waved.\r\n"


def test_a_text_of_an_option_is_itself_even_where_it_is_the_name_of_a_file() -> None:
    assert read(text="letter.txt") == "letter.txt"
    assert read(text="") == ""


def test_files_of_records_are_told_by_their_ending_in_any_case() -> None:
    assert find_source(["a.jsonl", "B.JSONL"], text=None) == [Path("a.jsonl"), Path("B.JSONL")]


@pytest.mark.parametrize(
    ("paths", "text", "message"),
    [
        (["folder"], None, "folder: expected a file, found a folder"),
        ([""], None, "argument 1: no such file"),
        ([CANARY], None, "argument 1: no such file; a text comes by --text or standard input"),
        (["a.jsonl", f"{CANARY} waved."], None, "argument 2: no such file"),
        ([CANARY * 1000], None, "argument 1: no such file"),
        (["none.jsonl"], None, "none.jsonl: expected a file"),
        (["a.jsonl", "letter.txt"], None, "argument 2: expected one text, or files that all end"),
        (["letter.txt", "letter.txt"], None, "argument 1: expected one text, or files that all"),
        (["-", "a.jsonl"], None, "argument 1: expected one text, or files that all end in .jsonl"),
        (["letter.txt"], CANARY, "--text: expected no other argument"),
        (["-"], CANARY, "--text: expected no other argument"),
        ([], f"{CANARY} \udcff", "--text: expected both halves of every surrogate pair"),
    ],
)
def test_what_is_neither_one_text_nor_files_of_records_is_refused(
    paths: list[str], text: str | None, message: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(*paths, text=text)

    assert str(caught.value).startswith(message)
    assert CANARY not in str(caught.value)


def test_a_file_that_is_not_utf8_is_refused_with_its_place(folder: Path) -> None:
    (folder / "latin.txt").write_bytes(b"Harry \xff")

    with pytest.raises(SourceError, match=r"^latin\.txt: byte 6 is not UTF-8$"):
        read("latin.txt")


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^/proc/self/mem: cannot be read \(Input/output error"):
        read("/proc/self/mem")
