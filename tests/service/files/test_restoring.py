import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nomen.model.redaction.operators import Number, Operator, Replace
from nomen.model.redaction.redaction import Redactor
from nomen.service.cli import app, main
from nomen.service.files.answers.redaction_map import map_line, open_map
from nomen.service.files.restoring import RestoreOptions, restore_file
from tests.model.redaction.names_in import names_in

READ = "text, jsonl, json, csv, docx, eml, html, markdown, mbox, tsv, xlsx"
TEXT = 'Ada "Countess" Byron\r\nmet Zoe. Byron left.\n'


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    return write(tmp_path / "letter.map", Number())


def write(path: Path, operator: Operator) -> Path:
    document = Redactor(operator).redact(
        TEXT, names_in(TEXT, 'Ada "Countess" Byron', "Zoe", "Byron")
    )
    with open_map(path, operator) as file:
        file.write(map_line(document, place={}))
    path.with_suffix(".txt").write_bytes(document.text.encode())
    return path


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["restore", *map(str, arguments)], input=stdin)


def refusal(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["nomen", "restore", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_a_file_is_restored_byte_for_byte(map_file: Path) -> None:
    result = run(map_file.with_suffix(".txt"), "--map", map_file)
    assert (result.exit_code, result.stdout_bytes) == (0, TEXT.encode())


def test_an_answer_from_standard_input_is_restored_into_a_file(map_file: Path) -> None:
    output = map_file.with_name("restored.txt")
    result = run(
        "--map", map_file, "--output", output, stdin="\ufeff[NAME_2] wrote this: é".encode()
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert output.read_bytes() == "\ufeffZoe wrote this: é".encode()


def test_the_output_has_a_short_option_as_those_of_other_commands(map_file: Path) -> None:
    output = map_file.with_name("restored.txt")
    assert run(map_file.with_suffix(".txt"), "--map", map_file, "-o", output).exit_code == 0
    assert output.read_bytes() == TEXT.encode()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_compressed_file_in_another_encoding_is_restored(encoding: str, map_file: Path) -> None:
    text = map_file.with_suffix(".txt").read_bytes().decode()
    answer = map_file.with_name("answer.txt.gz")
    answer.write_bytes(gzip.compress(f"é {text}".encode(encoding)))
    result = run(answer, "--map", map_file, "--encoding", encoding)
    assert gzip.decompress(result.stdout_bytes) == f"é {TEXT}".encode(encoding)


def test_a_format_that_is_not_restored_is_refused_with_those_that_are(
    map_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(monkeypatch, "answer.parquet", "--map", map_file) == 2
    message = f"nomen: answer.parquet: expected one of {READ}, found parquet\n"
    assert capsys.readouterr().err == message


def test_strings_of_json_stay_json(map_file: Path) -> None:
    answers = map_file.with_name("answers.jsonl")
    answers.write_text(json.dumps({"answer": "[NAME_1]"}) + "\n", encoding="utf-8")
    result = run(answers, "--map", map_file)
    assert json.loads(result.stdout) == {"answer": 'Ada "Countess" Byron'}


def test_what_a_text_held_before_it_was_redacted_becomes_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, text = tmp_path / "form.map", "Ada wrote. The form says X."
    document = Redactor(Replace(with_="X")).redact(text, names_in(text, "Ada"))
    with open_map(path, Replace(with_="X")) as file:
        file.write(map_line(document, place={}))
    assert run("--map", path, stdin=document.text.encode()).stdout == text
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps([document.text]), encoding="utf-8")
    assert refusal(monkeypatch, answers, "--map", path) == 2
    assert capsys.readouterr().err.startswith("nomen: the text held a replacement before")


def test_pairs_of_several_documents_are_restored_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "two.map"
    with open_map(path, Number()) as file:
        for name in ("Ada", "Zoe"):
            document = Redactor(Number()).redact(name, names_in(name, name))
            file.write(map_line(document, place={}))
    assert run("--map", path, stdin=b"[NAME_1]\n[NAME_1]\n").stdout == "Ada\nZoe\n"


@pytest.fixture
def lines_map(tmp_path: Path) -> Path:
    """Write the map of a file of lines, each with persons of its own."""
    path = tmp_path / "lines.map"
    with open_map(path, Number()) as file:
        for line, (text, names) in enumerate(LINES, 1):
            document = Redactor(Number()).redact(text, names_in(text, *names))
            file.write(map_line(document, place={"line": line}, id=f"id{line}"))
    return path


LINES = [
    ("Ada met Zoe", ["Ada", "Zoe"]),
    ("nobody", []),
    ("Bob met Ada Byron. Ada left", ["Bob", "Ada Byron", "Ada"]),
]
REDACTED = b"[NAME_1] met [NAME_2]\nnobody\n[NAME_1] met [NAME_2]. [NAME_2] left\n"


def test_lines_with_persons_of_their_own_are_restored_one_by_one(lines_map: Path) -> None:
    changed = REDACTED.replace(b"[NAME_1] met", b"[NAME_1] met [NAME_1], or")
    restored = "Ada met Ada, or Zoe\nnobody\nBob met Bob, or Ada Byron. Ada left\n"
    assert run("--map", lines_map, stdin=changed).stdout == restored


def test_one_document_of_a_map_is_restored_alone(lines_map: Path) -> None:
    for only in ("line=3", "id=id3"):
        result = run("--map", lines_map, "--only", only, stdin=b"[NAME_2] left [NAME_1].")
        assert result.stdout == "Ada Byron left Bob."


@pytest.mark.parametrize(
    ("only", "message"),
    [
        ("Merriweather", "expected KEY=VALUE, as file=letter.txt or line=7"),
        ("line=2", "the map has no such document"),
    ],
)
def test_a_document_that_the_map_lacks_is_refused(
    only: str,
    message: str,
    lines_map: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = lines_map.with_name("text")
    text.write_bytes(REDACTED)
    assert refusal(monkeypatch, text, "--map", lines_map, "--only", only) == 2
    assert capsys.readouterr().err == f"nomen: --only: {message}\n"


def test_what_exists_is_written_over_only_by_force(
    map_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = map_file.with_suffix(".txt")
    before = text.read_bytes()
    assert refusal(monkeypatch, text, "--map", map_file, "--output", text) == 2
    assert capsys.readouterr().err == f"nomen: {text}: exists already; --force writes over it\n"
    assert text.read_bytes() == before
    assert run(text, "--map", map_file, "--output", text, "--force").exit_code == 0
    assert text.read_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"Merriweather\xff", f"byte 12 is not UTF-8; expected --encoding, or a file of {READ}"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    content: bytes | None,
    message: str,
    map_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = map_file.with_name("answer.txt")
    if content is not None:
        path.write_bytes(content)
    assert refusal(monkeypatch, path, "--map", map_file) == 2
    assert capsys.readouterr().err == f"nomen: {path}: {message}\n"


def test_a_terminal_is_not_read(
    map_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert refusal(monkeypatch, "--map", map_file) == 2
    assert capsys.readouterr().err == "nomen: expected a file, or a text piped in\n"


def test_a_terminal_gets_no_control_characters_of_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    text, answer, path = "\x1b[31mAda\r\nleft", tmp_path / "answer.txt", tmp_path / "letter.map"
    document = Redactor(Number()).redact(text, names_in(text, "\x1b[31mAda"))
    answer.write_bytes(document.text.encode())
    with open_map(path, Number()) as file:
        file.write(map_line(document, place={}))
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="utf-8"))

    options = RestoreOptions(map_file=path, only=None, output=None, force=False)
    restore_file(str(answer), options)

    assert shown.getvalue().decode() == "\u241b[31mAda\nleft"


def test_names_that_could_be_several_persons_are_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "letter.map", Replace())
    answer = tmp_path / "answer.txt"
    answer.write_text("[NAME] met [NAME]", encoding="utf-8")
    assert refusal(monkeypatch, answer, "--map", path) == 2
    assert capsys.readouterr().err.startswith("nomen: [NAME] does not stand in the text as often")
