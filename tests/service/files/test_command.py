"""What `nomen tag` and `nomen redact` do with files, through the command.

Covers `service/files/command.py`, `service/files/options.py`,
`service/files/operator_options.py`, `service/files/running.py`,
`service/files/sources.py`, `service/files/planned_work.py`, `service/files/formats/format.py`,
`service/files/formats/opening.py`, `service/files/jobs/inputs.py`,
`service/files/jobs/job.py`, `service/files/jobs/working.py`,
`service/files/answers/records.py`, `service/files/answers/tagging.py`,
`service/files/answers/answer_tables.py`, `service/files/answers/redacting.py` and
`service/files/answers/numbering.py`.
"""

import csv
import gzip
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nomen.model.errors import NomenError
from nomen.service.files.sources import SourceError
from tests.service.files.folders import FILES, lines_of, run, write_files


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of small files."""
    monkeypatch.chdir(tmp_path)
    return write_files(tmp_path)


def names_in(answer: dict[str, object]) -> list[str]:
    names = answer["names"]
    assert isinstance(names, list)
    return [name["text"] for name in names]


def test_records_are_answered_in_their_order_with_their_places_and_members() -> None:
    done = run("tag", "records.jsonl", "--names-only")

    first, second = lines_of(done.stdout)
    assert (first["id"], first["line"], names_in(first)) == (1, 1, ["Ron Weasley"])
    assert (second["id"], second["line"], names_in(second)) == (None, 3, [])
    assert second["record"] == {"n": 1e5}
    assert done.stderr == "2 documents, 0 rejected\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["letter.txt"], "[NAME] met [NAME].\r\nHe waved.\n"),
        (["letter.txt", "--lines"], "[NAME] met [NAME].\r\nHe waved.\n"),
        (
            ["records.jsonl"],
            '{"id": 1, "text": "[NAME] waved."}\n\n{"text": "Nobody waved.", "n": 1e5}\n',
        ),
        (["array.json"], '[{"text": "[NAME] waved."},\n {"text": "[NAME] slept."} ]\n'),
        (
            ["table.csv", "--column", "note"],
            '\ufeffid,note,"who"\r\n1,"[NAME]\r\nwaved",x\r\n2,[NAME],"a,b"\r\n',
        ),
    ],
)
def test_what_is_no_name_stays_byte_for_byte(arguments: list[str], expected: str) -> None:
    done = run("redact", *arguments)

    assert (done.exit_code, done.stdout_bytes.decode()) == (0, expected)


def test_the_table_comes_back_with_a_column_more() -> None:
    run("tag", "table.csv", "--column", "note", "--output", "tagged.csv")

    head, first, _, last = Path("tagged.csv").read_bytes().splitlines(keepends=True)
    assert head == '\ufeffid,note,"who",note_names\r\n'.encode()
    assert first == b'1,"Ron ""Bilius"" Weasley\r\n'
    cell = last.removeprefix(b'2,Harry Potter,"a,b","').removesuffix(b'"\r\n')
    (name,) = json.loads(cell.replace(b'""', b'"'))
    assert (name["text"], name["start"]) == ("Harry Potter", 0)


def test_several_files_have_their_outputs_beside_them() -> None:
    done = run("redact", ".", "--column", "note")

    assert done.exit_code == 0
    assert sorted(path.name for path in Path().iterdir() if path.name not in FILES) == [
        "array.redacted.json",
        "letter.redacted.txt",
        "records.redacted.jsonl",
        "table.redacted.csv",
    ]
    assert b"[NAME] waved" in Path("array.redacted.json").read_bytes()


def test_outputs_in_a_folder_are_no_inputs_the_next_time() -> None:
    run("tag", ".", "--column", "note")
    done = run("tag", ".", "--column", "note", "--force")

    assert done.exit_code == 0
    assert len(list(Path().glob("*.names.jsonl"))) == len(FILES)


def test_several_files_can_go_to_one_output_that_names_them() -> None:
    run("tag", "records.jsonl", "array.json", "--output", "all.jsonl", "--fields", "tokens")

    answers = lines_of(Path("all.jsonl").read_bytes())
    assert [answer["file"] for answer in answers] == ["records.jsonl"] * 2 + ["array.json"] * 2
    assert list(answers[2]) == ["id", "file", "element", "tokens"]


def test_other_endings_and_hidden_files_are_told(folder: Path) -> None:
    write_files(folder, {"sub/a.png": "", "sub/b.png": "", "README": "", ".hidden.txt": "Harry"})

    done = run("tag", ".", "--include", "*.txt", "--include", "*.png", "--include", "README")

    assert "nomen: left out: 2 .png, 1 without an ending, 1 hidden\n" in done.stderr
    assert [path.name for path in folder.glob("*.names.jsonl")] == ["letter.names.jsonl"]


def test_links_and_what_is_no_file_are_left_out_of_a_folder_and_told(folder: Path) -> None:
    write_files(folder, {"in/a.txt": "Harry Potter waved.", "other/c.txt": "", "d.txt": "Ron."})
    for name, target in (
        ("b.txt", "a.txt"),
        ("linked.txt", folder / "d.txt"),
        ("twice.txt", folder / "d.txt"),
        ("lost.txt", "none.txt"),
        ("lost2.txt", "none.txt"),
        ("sub", folder / "other"),
    ):
        (folder / "in" / name).symlink_to(target)
    os.mkfifo(folder / "in" / "pipe.txt")

    done = run("redact", "in")

    left_out = "1 FIFO, 2 dangling links, 2 links to files that are read anyway, 1 link to a folder"
    assert done.exit_code == 0, done.exception
    assert f"nomen: left out: {left_out}\n" in done.stderr
    assert sorted(path.name for path in (folder / "in").glob("*.redacted.txt")) == [
        "a.redacted.txt",
        "linked.redacted.txt",
    ]


def test_a_file_is_replaced_in_place_and_keeps_its_mode() -> None:
    Path("letter.txt").chmod(0o640)

    done = run("redact", "letter.txt", "--in-place")

    assert done.exit_code == 0
    assert Path("letter.txt").read_bytes() == b"[NAME] met [NAME].\r\nHe waved.\n"
    assert Path("letter.txt").stat().st_mode & 0o777 == 0o640


def test_what_exists_is_written_over_only_by_force() -> None:
    Path("out.txt").write_text("before", encoding="utf-8")

    refused = run("redact", "letter.txt", "--output", "out.txt")
    assert isinstance(refused.exception, SourceError)
    assert str(refused.exception) == "out.txt: exists; expected --force to write over it"
    assert Path("out.txt").read_text(encoding="utf-8") == "before"

    assert run("redact", "letter.txt", "--output", "out.txt", "--force").exit_code == 0
    assert "[NAME]" in Path("out.txt").read_text(encoding="utf-8")


def test_a_rejected_record_is_left_out_of_what_is_redacted_and_named(folder: Path) -> None:
    write_files(
        folder, {"bad.jsonl": b'{"text": "Ron"}\n{"text": 5, "x": "Ron"}\n\xff\n{"text": ""}\n'}
    )

    done = run("redact", "bad.jsonl", "--output", "good.jsonl")

    assert done.exit_code == 3
    assert Path("good.jsonl").read_bytes() == b'{"text": "[NAME]"}\n{"text": ""}\n'
    rejects = lines_of(Path("good.rejects.jsonl").read_bytes())
    assert [(each["file"], each["line"]) for each in rejects] == [
        ("bad.jsonl", 2),
        ("bad.jsonl", 3),
    ]
    assert "Ron" not in Path("good.rejects.jsonl").read_text(encoding="utf-8")


def test_rejected_records_stand_between_answers_or_in_a_file(folder: Path) -> None:
    write_files(folder, {"bad.jsonl": '{"text": "a"}\n{\n{"text": "b"}\n'})

    between = run("tag", "bad.jsonl")
    apart = run("tag", "bad.jsonl", "--errors", "bad.out")

    assert ["error" in line for line in lines_of(between.stdout)] == [False, True, False]
    assert ["error" in line for line in lines_of(apart.stdout)] == [False, False]
    assert [line["line"] for line in lines_of(Path("bad.out").read_bytes())] == [2]
    assert (between.exit_code, apart.exit_code) == (3, 3)


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_it(folder: Path) -> None:
    write_files(folder, {"latin.txt": b"Harry \xff"})

    done = run("redact", "latin.txt", "letter.txt")

    assert done.exit_code == 3
    assert "nomen: latin.txt: byte 6 is not UTF-8\n" in done.stderr
    assert done.stderr.endswith("1 document, 0 rejected, 1 file could not be read\n")
    assert not Path("latin.redacted.txt").exists()
    assert Path("letter.redacted.txt").exists()
    (reject,) = lines_of(Path("latin.redacted.rejects.jsonl").read_bytes())
    assert reject["file"] == "latin.txt"


def test_a_compressed_file_is_redacted_into_a_compressed_file(folder: Path) -> None:
    write_files(folder, {"a.jsonl.gz": gzip.compress(FILES["records.jsonl"].encode())})

    done = run("redact", "a.jsonl.gz", "--output", "c.jsonl.gz")

    assert done.exit_code == 0
    assert b"[NAME] waved" in gzip.decompress(Path("c.jsonl.gz").read_bytes())


def test_a_compressed_file_can_come_through_a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.jsonl.gz")
    content = gzip.compress(FILES["records.jsonl"].encode())
    with ThreadPoolExecutor(1) as pool:
        pool.submit((folder / "pipe.jsonl.gz").write_bytes, content)
        done = run("redact", "pipe.jsonl.gz", "--workers", "1")

    assert done.exit_code == 0, done.exception
    assert b"[NAME] waved" in gzip.decompress(done.stdout_bytes)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["redact", "table.csv"], "table.csv: expected --column; like text: 2 (note)"),
        (["redact", "table.csv", "--column", "x"], "table.csv: no column x; expected a header, or"),
        (["redact", "letter.txt", "--column", "x"], "--column: expected only with csv"),
        (["redact", "letter.txt", "--text-field", "x"], "--text-field: expected only with jsonl"),
        (["redact", "table.csv", "--lines"], "--lines: expected only with text"),
        (["redact", "letter.txt", "--key-file", "x"], "--key-file: expected only with --operator"),
        (["redact", "letter.txt", "--operator", "hash"], "--operator hash: expected --key-file"),
        (["redact", "letter.txt", "--operator", "x"], "--operator: expected one of replace"),
        (["redact", "letter.txt", "--include", "*"], "--include: expected only with a folder"),
        (["redact", "letter.txt", "letter.txt"], "letter.txt: named twice"),
        (["redact", "letter.txt", "--resume"], "--resume: expected files as inputs, and files as"),
        (["redact", "letter.txt", "--fold-case"], "--fold-case: expected only with --allow or"),
        (["redact", "letter.txt", "--format", "x"], "--format: expected one of"),
        (["redact", "letter.txt", "--output-format", "x"], "--output-format: expected one of"),
        (["redact", "-", "--in-place"], "--in-place: expected files, found standard input"),
        (["redact", "letter.txt", "records.jsonl", "-o", "x"], "--output: expected a folder"),
        (["tag", "records.jsonl", "--fields", "nams"], "--fields: expected some of tokens, starts"),
        (["tag", "records.jsonl", "--json"], "--json: expected only with one text"),
        (["tag", "letter.txt", "--workers", "2"], "--workers: expected only with records"),
        (["tag", "--text", "x", "--output", "y"], "--output: expected only with files"),
        (["redact", "--text", "x", "--in-place"], "--in-place: expected only with files"),
        (["tag", "none"], "argument 1: no such file; a text comes by --text or standard input"),
        (["tag", "sub"], "no file to read (left out: 1 .png)"),
        (
            ["tag", "records.jsonl", "-o", "records.jsonl", "--force"],
            "expected input, --output, --e",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(
    folder: Path, arguments: list[str], message: str
) -> None:
    write_files(folder, {"sub/a.png": ""})

    done = run(*arguments, stdin="Harry")

    assert isinstance(done.exception, NomenError)
    assert str(done.exception).startswith(message)
    assert not list(folder.glob(".*"))


def test_the_key_of_a_hash_comes_from_a_file(folder: Path) -> None:
    write_files(folder, {"key": "secret\n"})

    done = run("redact", "letter.txt", "--operator", "hash", "--key-file", "key", "--length", "8")

    assert done.exit_code == 0
    assert "Harry" not in done.stdout


def test_standard_input_can_hold_records() -> None:
    done = run("redact", "-", "--format", "jsonl", "--workers", "1", stdin=FILES["records.jsonl"])

    assert done.stdout.startswith('{"id": 1, "text": "[NAME] waved."}\n')


def test_redacted_documents_can_be_answered_in_json_lines() -> None:
    done = run("redact", "records.jsonl", "--output-format", "jsonl")

    first, _ = lines_of(done.stdout)
    assert (first["id"], first["line"], first["text"]) == (1, 1, "[NAME] waved.")
    assert first["names"] == [
        {
            "start": 0,
            "end": 11,
            "redacted_start": 0,
            "redacted_end": 6,
            "replacement": "[NAME]",
            "probability": pytest.approx(0.95, abs=0.05),
        }
    ]


@pytest.mark.parametrize("scope", ["document", "file"])
def test_a_person_keeps_a_number_within_a_document_or_a_file(folder: Path, scope: str) -> None:
    lines = ["Harry Potter waved.\n", "Ron Weasley met Harry Potter.\n"]
    write_files(folder, {"a.txt": lines[0] + lines[1], "b.txt": lines[1]})

    run("redact", "a.txt", "b.txt", "--lines", "--operator", "number", "--scope", scope)

    second = "[NAME_2] met [NAME_1]." if scope == "file" else "[NAME_1] met [NAME_2]."
    assert Path("a.redacted.txt").read_text("utf-8") == f"[NAME_1] waved.\n{second}\n"
    assert Path("b.redacted.txt").read_text("utf-8") == "[NAME_1] met [NAME_2].\n"


@pytest.mark.parametrize("scope", ["document", "file"])
def test_a_map_puts_the_names_back(scope: str) -> None:
    operator = ["--operator", "number", "--scope", scope]

    run("redact", "letter.txt", *operator, "--output", "out.txt", "--map", "letter.map")

    assert Path("letter.map").stat().st_mode & 0o777 == 0o600
    assert "Harry" not in Path("out.txt").read_text("utf-8")
    restored = run("restore", "out.txt", "--map", "letter.map")
    assert restored.stdout_bytes.decode() == FILES["letter.txt"]


def test_a_map_of_several_files_names_them() -> None:
    run("redact", "records.jsonl", "array.json", "--operator", "number", "--map", "all.map")

    places = [line["place"] for line in lines_of(Path("all.map").read_bytes())]
    assert places[0] == {"file": "records.jsonl", "line": 1}
    assert places[1] == {"file": "array.json", "element": 1}


def test_one_text_can_have_a_map() -> None:
    done = run("redact", "--text", "Harry waved.", "--operator", "number", "--map", "a.map")

    assert done.stdout == "[NAME_1] waved.\n"
    assert lines_of(Path("a.map").read_bytes())[0]["pairs"] == [["[NAME_1]", "Harry", 0]]
    again = run("redact", "--text", "Harry waved.", "--operator", "number", "--map", "a.map")
    assert str(again.exception) == "a.map: exists; expected --force to write over it"


def test_lists_decide_over_the_model(folder: Path) -> None:
    write_files(folder, {"allow": "\ufeffharry potter\n", "deny": "\nOslo\n"})
    lists = ["--allow", "allow", "--deny", "deny", "--fold-case"]

    done = run("redact", "--text", "Harry Potter saw OSLO.", *lists)

    assert done.stdout == "Harry Potter saw [NAME].\n"


def test_answers_can_be_a_table_of_csv() -> None:
    run("tag", "records.jsonl", "--output", "answers.csv", "--fields", "names,tokens")

    head, first, second = csv.reader(Path("answers.csv").read_text("utf-8").splitlines())
    assert head == ["place", "id", "tokens", "names", "record"]
    assert first[:3] == ['{"line":1}', "1", '["Ron","Weasley","waved","."]']
    assert json.loads(first[3])[0]["text"] == "Ron Weasley"
    assert second[1:] == ["", '["Nobody","waved","."]', "[]", '{"n":100000.0}']


def test_answers_can_be_a_table_of_parquet() -> None:
    run("tag", "records.jsonl", "array.json", "--output", "answers.parquet")

    rows = pq.read_table("answers.parquet").to_pylist()
    assert [row["file"] for row in rows] == ["records.jsonl"] * 2 + ["array.json"] * 2
    assert rows[0]["names"][0]["text"] == "Ron Weasley"
    assert (rows[0]["id"], rows[1]["id"], rows[1]["record"]) == ("1", "null", '{"n":100000.0}')
    assert rows[0]["starts"] == [0, 4, 12, 17]


def test_a_compressed_table_is_written() -> None:
    run("tag", "records.jsonl", "--output", "answers.csv.gz")
    run("tag", "records.jsonl", "--output", "answers.jsonl.gz")

    assert gzip.decompress(Path("answers.csv.gz").read_bytes()).startswith(b"place,id,")
    assert len(lines_of(gzip.decompress(Path("answers.jsonl.gz").read_bytes()))) == 2


@pytest.mark.parametrize(("threshold", "is_told"), [([], True), (["--threshold", "0.5"], False)])
def test_a_redaction_tells_how_much_it_is_expected_to_miss(
    threshold: list[str], *, is_told: bool
) -> None:
    done = run("redact", "letter.txt", *threshold)

    told = re.search(r"^nomen: expected to miss \d+% of the names$", done.stderr, re.MULTILINE)
    assert (told is not None) == is_told


def test_rejects_of_a_run_that_is_written_over_do_not_stay(folder: Path) -> None:
    write_files(folder, {"a.jsonl": '{"text": 1}\n'})
    run("redact", "a.jsonl", "--output", "b.jsonl")
    assert Path("b.rejects.jsonl").exists()
    write_files(folder, {"a.jsonl": '{"text": "a"}\n'})

    run("redact", "a.jsonl", "--output", "b.jsonl", "--force")

    assert not Path("b.rejects.jsonl").exists()
