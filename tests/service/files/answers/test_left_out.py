import json
from pathlib import Path

import docx
import pytest

from nomen.service.files.answers.left_out import describe_left_out, describe_scripts
from tests.service.files.folders import lines_of, run, write_files

MAIL = (
    "Subject: Hi\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\nHarry Potter waved.\n--X\n"
    'Content-Type: image/png; name="Ron Weasley.png"\n\nPNG\n--X\n'
    'Content-Type: application/ron-weasley; name="a"\n\nPNG\n--X--\n'
)
LEFT_OUT = "redaction left out: attachments (1 image/png, 1 of another type)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_files(tmp_path, {"a.eml": MAIL, "b.mbox": f"From a\n{MAIL}\nFrom b\n{MAIL}\n"})


@pytest.mark.parametrize("options", [[], ["--operator", "number", "--scope", "file"]])
def test_attachments_that_redaction_leaves_out_are_counted_and_told_by_type(
    options: list[str],
) -> None:
    one = run("redact", "a.eml", *options)
    several = run("redact", ".", *options)
    kept = run("redact", "a.eml", "--keep-attachments", *options)

    assert f"nomen: {LEFT_OUT}\n" in one.stderr
    assert "attachments (3 image/png, 3 of another type)\n" in several.stderr
    assert "Ron" not in (one.stderr + several.stderr).title()
    assert "redaction left out" not in kept.stderr


def test_tagging_leaves_nothing_out() -> None:
    assert "redaction left out" not in run("tag", "a.eml").stderr


def test_redacted_json_lines_have_no_names_of_attachments() -> None:
    done = run("redact", "a.eml", "--output-format", "jsonl")

    (line,) = lines_of(done.stdout)
    assert LEFT_OUT in done.stderr
    assert "Weasley" not in json.dumps(line)


def test_properties_that_redaction_clears_are_told() -> None:
    document = docx.Document()
    document.add_paragraph("Harry Potter waved.")
    document.core_properties.author = document.core_properties.subject = "Ron Weasley"
    document.save("c.docx")

    done = run("redact", "c.docx", "-o", "d.docx")

    assert "nomen: redaction left out: properties (" in done.stderr
    assert "1 creator, 1 description, 1 subject)\n" in done.stderr


def test_what_is_left_out_is_told_by_kind() -> None:
    found = {"property title": 2, "attachment text/plain": 1, "property custom": 1}

    assert describe_left_out(found) == (
        "redaction left out: attachments (1 text/plain), properties (1 custom, 2 title)"
    )
    assert describe_left_out({}) is None


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ({}, None),
        (
            {"Cyrillic": 1200},
            "the bundle did not learn Cyrillic (1,200 letters): names are left there",
        ),
    ],
)
def test_scripts_are_told_with_their_letters(letters: dict[str, int], expected: str | None) -> None:
    assert describe_scripts(letters) == expected
