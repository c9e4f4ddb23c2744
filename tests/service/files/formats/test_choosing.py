import pytest

from nomen.service.files.formats.choosing import ENDINGS, Choice, choose, refuse_redaction
from nomen.service.files.sources import SourceError


@pytest.mark.parametrize(
    ("file_name", "choice"),
    [
        ("letter.txt", Choice(name="text")),
        ("LETTER.TXT", Choice(name="text")),
        ("page.de.html", Choice(name="html")),
        ("README.md", Choice(name="markdown")),
        ("a.jsonl.gz", Choice(name="jsonl", compression="gz")),
        ("a.mbox.zst", Choice(name="mbox", compression="zst")),
        ("a.doc", None),
        ("a.gz", None),
        ("txt", None),
        ("-", None),
    ],
)
def test_the_ending_names_the_format(file_name: str, choice: Choice | None) -> None:
    assert choose(file_name) == choice


@pytest.mark.parametrize(
    ("file_name", "asked", "choice"),
    [
        ("-", "csv", Choice(name="csv")),
        ("-", ".csv.gz", Choice(name="csv", compression="gz")),
        ("notes.log", "txt", Choice(name="text")),
        ("notes.log.zst", "text", Choice(name="text", compression="zst")),
        ("export.txt", "TSV", Choice(name="tsv")),
    ],
)
def test_the_caller_names_the_format(file_name: str, asked: str, choice: Choice) -> None:
    assert choose(file_name, asked=asked) == choice


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SourceError, match=r"^--format: expected one of conll, csv, docx, eml"):
        choose("a.txt", asked="doc")


def test_every_format_has_an_ending_of_its_own_name() -> None:
    assert {name for ending, name in ENDINGS.items() if ending == name} == set(ENDINGS.values())


def test_a_pdf_is_not_redacted() -> None:
    refuse_redaction(Choice(name="docx"))

    with pytest.raises(SourceError, match="covering a name does not remove it"):
        refuse_redaction(Choice(name="pdf"))
