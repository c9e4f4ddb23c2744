"""Languages of files: what is chosen, what is told."""

import json
import shutil
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from nomen.service.files.command import redact_paths, tag_paths
from nomen.service.files.jobs import job
from nomen.service.files.jobs.long_texts import LONG_BYTES
from nomen.service.files.operator_options import OperatorOptions
from nomen.service.files.options import RedactOptions, RuleOptions, TagOptions
from tests.shipped_versions import EN, EN_OPEN

IN_ENGLISH = "Harry Potter met Hermione Granger at the station, and they were late for the train."
IN_GERMAN = "Angela Merkel hat gestern in Berlin mit dem neuen Kanzler Olaf Scholz gesprochen."
ENGLISH, GERMAN = f"nomen-en {EN}", f"nomen-xx {EN_OPEN}"
RULES = RuleOptions(consistent=False)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = Path(shutil.copytree(SHIPPED / "en-open", tmp_path_factory.mktemp("bundles") / "xx"))
    facts = {"languages": ["de", "sv"], "metrics": {"high_recall/recall": 0.75}}
    read_bundle(path).with_facts(name="xx", **facts).write_manifest()
    return f"en,{path}"


def answers(folder: Path, bundle: str, language: str) -> list[dict[str, object]]:
    source, output = folder / "records.jsonl", folder / f"{language}.jsonl"
    lines = [json.dumps({"text": text}) for text in (IN_ENGLISH, IN_GERMAN)]
    source.write_text("\n".join(lines), encoding="utf-8")
    options = TagOptions(rules=RULES, output=str(output), bundle=bundle, language=language)
    tag_paths([str(source)], options)
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def test_each_record_is_read_by_the_bundle_for_its_language(tmp_path: Path, both: str) -> None:
    found = answers(tmp_path, both, "auto")

    assert [(each["language"], each["model"]) for each in found] == [
        ("en", ENGLISH),
        ("de", GERMAN),
    ]


def test_a_bundle_is_chosen_for_all_records(tmp_path: Path, both: str) -> None:
    assert [each["model"] for each in answers(tmp_path, both, "xx")] == [GERMAN, GERMAN]


def test_a_redaction_tells_which_languages_no_bundle_tags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "letter.txt"
    source.write_text(IN_GERMAN, encoding="utf-8")

    redact_paths([str(source)], RedactOptions(rules=RULES, output=str(tmp_path / "out.txt")))

    assert "no bundle tags de (68 letters): many names are missed there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("texts", "operator", "share"),
    [
        ([IN_ENGLISH], "replace", "5%"),
        ([IN_GERMAN], "replace", "25%"),
        ([IN_ENGLISH, "", IN_GERMAN, IN_ENGLISH], "replace", "25%"),
        ([IN_GERMAN], "number", "25%"),
        ([""], "replace", "5%"),
    ],
)
def test_a_redaction_expects_what_the_bundles_miss_that_read_its_files(
    tmp_path: Path,
    both: str,
    capsys: pytest.CaptureFixture[str],
    texts: list[str],
    operator: str,
    share: str,
) -> None:
    source = tmp_path / "records.jsonl"
    source.write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    scope = "file" if operator == "number" else None
    options = RedactOptions(
        rules=RULES,
        threshold="high_recall",
        output=str(tmp_path / "out.jsonl"),
        bundle=both,
        operator=OperatorOptions(kind=operator, scope=scope),
    )

    redact_paths([str(source)], options)

    assert f"expected to miss {share} of the names" in capsys.readouterr().err


def test_each_paragraph_of_files_in_a_folder_goes_to_its_bundle(tmp_path: Path, both: str) -> None:
    folder, output = tmp_path / "letters", tmp_path / "answers.jsonl"
    folder.mkdir()
    english, german = f"{IN_ENGLISH}\n\n" * 20, f"{IN_GERMAN}\n\n"
    chat = f"[10:02] Tom: {IN_ENGLISH}\n[10:04] Eva: {IN_GERMAN}\n"
    page = f"<td>{IN_ENGLISH}</td><td>{IN_GERMAN}</td>"
    contents = {"letter.txt": english + german + english, "chat.md": chat, "page.html": page}
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")

    tag_paths([str(folder)], TagOptions(rules=RULES, output=str(output), bundle=both))

    found = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert len(found) == 3
    for answer in found:
        assert sorted(answer["model"].split(", ")) == [ENGLISH, GERMAN]
        languages = {name["text"]: name["language"] for name in answer["names"]}
        assert (languages["Harry Potter"], languages["Angela Merkel"]) == ("en", "de")


def test_a_paragraph_of_a_long_text_goes_to_its_bundle(
    tmp_path: Path,
    both: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(job, "LONG_BYTES", 1000)
    source, output = tmp_path / "long.txt", tmp_path / "answers.jsonl"
    english, german = f"{IN_ENGLISH}\n\n" * 20, "Angela Merkel hat dort gestern gesprochen.\n\n"
    source.write_text(f"{english}She left.\n\n{german}{english}", encoding="utf-8")
    redacted, replaced = tmp_path / "redacted.txt", tmp_path / "redacted.jsonl"

    tag_paths([str(source)], TagOptions(rules=RULES, output=str(output), bundle=both))
    for out in (redacted, replaced):
        options = RedactOptions(rules=RULES, threshold="high_recall", output=str(out), bundle=both)
        redact_paths([str(source)], options)
        assert "expected to miss 25% of the names" in capsys.readouterr().err

    answer = json.loads(output.read_text(encoding="utf-8"))
    assert (answer["model"], answer["language"]) == (f"{ENGLISH}, {GERMAN}", "en")
    assert [each["text"] for each in answer["names"] if each["language"] == "de"] == [
        "Angela Merkel"
    ]
    assert "[NAME] hat dort gestern" in redacted.read_text(encoding="utf-8")
    names = json.loads(replaced.read_text(encoding="utf-8"))["names"]
    assert {name["language"] for name in names} == {"en", "de"}


@pytest.mark.slow
def test_a_long_text_is_read_by_both_bundles(tmp_path: Path, both: str) -> None:
    source, output = tmp_path / "long.txt", tmp_path / "answers.jsonl"
    blank = "\n" * 1000
    source.write_text(
        f"{IN_ENGLISH}\n{IN_GERMAN}\n{blank}" * (LONG_BYTES // 1160), encoding="utf-8"
    )
    options = TagOptions(
        rules=RULES, output=str(output), bundle=both, fields="language,model,unsupported"
    )

    tag_paths([str(source)], options)

    answer = json.loads(output.read_text(encoding="utf-8"))
    assert set(answer["model"].split(", ")) == {ENGLISH, GERMAN}
    assert answer["unsupported"] == {}
