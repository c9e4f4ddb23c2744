import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nomen.model.tagger import Tagger
from nomen.service.files.sources import SourceError
from nomen.service.files.tagging import Counts, GroupTagger, tag_files

GOOD = ['{"id": "a", "text": "Harry waved."}', '{"tokens": ["Ron"]}', '{"id": 3, "text": ""}']
BAD = ['{"text": 1}', "Hermione", '{"id": "x", "text": "a", "tokens": []}', '{"tokens": [""]}']

Tag = Callable[..., tuple[Counts, list[dict[str, object]]]]


@pytest.fixture
def tag(tmp_path: Path, tagger: Tagger) -> Tag:
    """Tag files of lines; give the counts and the lines of the output."""

    def tag_lines(*contents: bytes, errors: Path | None = None) -> object:
        files = [tmp_path / f"{i}.jsonl" for i in range(len(contents))]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        output = tmp_path / "out"
        counts = tag_files(GroupTagger(tagger, 0).tag_groups, files, output=output, errors=errors)
        return counts, [json.loads(line) for line in output.read_bytes().splitlines()]

    return tag_lines  # type: ignore[return-value]  # the lines are JSON


def test_each_document_has_its_line_in_order(tag: Tag, tagger: Tagger) -> None:
    counts, lines = tag("\n".join(GOOD).encode())

    assert counts == Counts(num_documents=3, num_rejected=0)
    assert [line["id"] for line in lines] == ["a", None, 3]
    assert [line["tokens"] for line in lines] == [["Harry", "waved", "."], ["Ron"], []]
    expected = tagger.tag(["Harry waved."])[0].name_probabilities.tolist()
    assert lines[0]["name_probabilities"] == pytest.approx(expected, abs=1e-3)
    assert lines[1]["starts"] is None


def test_a_bad_record_is_told_in_its_place_and_no_other_is_lost(tag: Tag) -> None:
    mixed = [GOOD[0], BAD[0], BAD[1], GOOD[1], BAD[2], BAD[3], GOOD[2]]

    counts, lines = tag("\n".join(mixed).encode())

    assert counts == Counts(num_documents=7, num_rejected=4)
    rejected = [(i, line) for i, line in enumerate(lines) if "error" in line]
    assert [i for i, _ in rejected] == [1, 2, 4, 5]
    assert [line["line"] for _, line in rejected] == [2, 3, 5, 6]
    assert rejected[2][1]["id"] == "x"
    assert "Hermione" not in str(lines)


def test_rejected_records_can_go_to_a_file(tag: Tag, tmp_path: Path) -> None:
    _, lines = tag(GOOD[0].encode() + b"\n\xff\n", errors=tmp_path / "rejected")

    (rejected,) = (tmp_path / "rejected").read_text().splitlines()
    assert len(lines) == 1
    assert json.loads(rejected)["error"]["type"] == "/problems/not-utf8"


def test_blank_lines_are_passed_over_but_counted(tag: Tag) -> None:
    counts, lines = tag(b"\n  \r\n" + BAD[0].encode() + b"\r\n")

    assert counts == Counts(num_documents=1, num_rejected=1)
    assert lines[0]["line"] == 3


def test_files_follow_each_other(tag: Tag) -> None:
    _, lines = tag(GOOD[0].encode(), BAD[0].encode(), GOOD[2].encode())

    assert [line["id"] for line in lines] == ["a", None, 3]
    assert str(lines[1]["file"]).endswith("1.jsonl")


def test_many_groups_keep_the_order(tag: Tag) -> None:
    content = b"".join(b'{"id": %d, "text": "Harry"}\n' % i for i in range(2500))

    counts, lines = tag(content)

    assert counts.num_documents == 2500
    assert [line["id"] for line in lines] == list(range(2500))


def test_without_an_output_the_answers_are_printed(
    tagger: Tagger, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "documents.jsonl"
    file.write_text(f"{GOOD[0]}\n{BAD[0]}\n")

    tag_files(GroupTagger(tagger, 0.5).tag_groups, [file], output=None, errors=None)

    assert [b'"error"' in line for line in capfdbinary.readouterr().out.splitlines()] == [
        False,
        True,
    ]


def test_an_output_that_failed_does_not_take_its_name(tagger: Tagger, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(GOOD[0])
    missing = tmp_path / "missing.jsonl"

    with pytest.raises(FileNotFoundError):
        tag_files(
            GroupTagger(tagger, 0.5).tag_groups,
            [tmp_path / "a.jsonl", missing],
            output=tmp_path / "out",
            errors=None,
        )

    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_opened_is_told(tagger: Tagger, tmp_path: Path) -> None:
    missing = tmp_path / "no" / "out"
    with pytest.raises(SourceError, match="cannot be written"):
        tag_files(GroupTagger(tagger, 0.5).tag_groups, [], output=missing, errors=None)


def test_an_output_without_a_name_is_told(tagger: Tagger) -> None:
    with pytest.raises(SourceError, match=r"^\.: expected the name of a file$"):
        tag_files(GroupTagger(tagger, 0.5).tag_groups, [], output=Path(), errors=None)


@pytest.mark.parametrize(
    ("output", "errors"), [("in.jsonl", None), ("out", "out"), ("o", "in.jsonl")]
)
def test_no_file_is_written_that_is_read_or_written_already(
    tmp_path: Path, tagger: Tagger, output: str, errors: str | None
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(GOOD[0], encoding="utf-8")
    rejected = tmp_path / errors if errors else None
    with pytest.raises(SourceError, match="different files"):
        tag_files(
            GroupTagger(tagger, 0).tag_groups, [source], output=tmp_path / output, errors=rejected
        )
    assert source.read_text(encoding="utf-8") == GOOD[0]
