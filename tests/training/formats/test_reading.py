"""Files of every format to the same sentences; `training/formats/settings.py`, too."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from nomen.training.data.conll import Columns
from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.formats.reading import Tally, read_file, stream_file
from nomen.training.formats.settings import FileSettings
from tests.training.formats.files import write

ADA = LabelledSentence(("Ada", "Byron", "met", "Acme", "."), ((0, 2),))
BOB = LabelledSentence(("Bob", "left", "."), ((0, 1),))
TEXTS = ("Ada Byron met Acme.", "Bob left.")
SPANS = ([[0, 9, "PER"], [14, 18, "ORG"]], [[0, 3, "PER"]])
TAGS = (["B-PER", "I-PER", "O", "B-ORG", "O"], ["B-PER", "O", "O"])
TOKENS = (ADA.tokens, BOB.tokens)


def records(*keys: str) -> list[dict[str, object]]:
    return [dict(zip(keys, pair, strict=True)) for pair in zip(TEXTS, SPANS, strict=True)]


def lines(values: list[dict[str, object]]) -> str:
    return "\n".join(map(json.dumps, values))


def as_conll() -> str:
    rows = [zip(*pair, strict=True) for pair in zip(TOKENS, TAGS, strict=True)]
    return "\n\n".join("\n".join(map("\t".join, each)) for each in rows)


def as_hugging_face() -> list[dict[str, object]]:
    return [{"tokens": t, "ner_tags": tags} for t, tags in zip(TOKENS, TAGS, strict=True)]


def as_label_studio() -> str:
    tasks = []
    for text, spans in zip(TEXTS, SPANS, strict=True):
        values = [{"start": a, "end": b, "labels": [label]} for a, b, label in spans]
        result = [{"type": "labels", "value": value} for value in values]
        tasks.append({"data": {"text": text}, "annotations": [{"result": result}]})
    return json.dumps(tasks, indent=2)


def as_gliner() -> str:
    ner = ([[0, 1, "per"], [3, 3, "org"]], [[0, 0, "per"]])
    pairs = zip(TOKENS, ner, strict=True)
    return json.dumps([{"tokenized_text": tokens, "ner": found} for tokens, found in pairs])


def as_prodigy() -> str:
    accepted = [{**record, "answer": "accept"} for record in records("text", "spans")]
    return lines([*accepted, {"text": "Ann?", "spans": [], "answer": "reject"}])


def as_spacy_json() -> str:
    return json.dumps([[r["text"], {"entities": r["spans"]}] for r in records("text", "spans")])


WRITTEN: dict[str, Callable[[], str]] = {
    "a.conll": as_conll,
    "a.txt": as_conll,
    "own.jsonl": lambda: lines(records("text", "spans")),
    "doccano.jsonl": lambda: lines(records("text", "label")),
    "hugging-face.jsonl": lambda: lines(as_hugging_face()),
    "hugging-face.json": lambda: json.dumps(as_hugging_face()),
    "label-studio.json": as_label_studio,
    "gliner.json": as_gliner,
    "prodigy.jsonl": as_prodigy,
    "spacy.json": as_spacy_json,
}


@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", WRITTEN)
def test_each_format_gives_the_same_sentences(tmp_path: Path, name: str, compression: str) -> None:
    found = read_file(write(tmp_path, name + compression, WRITTEN[name]()))
    assert found.sentences == [ADA, BOB]
    assert found.dropped == {"ORG": 1}
    assert found.left_out == ({"rejected": 1} if "prodigy" in name else {})


def test_brat_and_parquet_give_the_same_sentences(tmp_path: Path) -> None:
    for i, (text, spans) in enumerate(zip(TEXTS, SPANS, strict=True)):
        write(tmp_path, f"{i}.txt", text)
        bounds = [f"T1\t{label} {a} {b}" for a, b, label in spans]
        write(tmp_path, f"{i}.ann", "\n".join(bounds))
    assert read_file(tmp_path).sentences == [ADA, BOB]
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.Table.from_pylist(as_hugging_face()), path)
    assert read_file(path).sentences == [ADA, BOB]


def test_numbers_are_tags_by_a_file_beside_the_data_or_by_a_list(tmp_path: Path) -> None:
    path = write(tmp_path, "train.jsonl", '{"tokens": ["Ada", "left"], "ner_tags": [1, 0]}')
    with pytest.raises(CorpusError, match=r"train\.jsonl:1: expected the names of the tags'"):
        read_file(path)
    ada = [LabelledSentence(("Ada", "left"), ((0, 1),))]
    assert read_file(path, FileSettings(label_names=("O", "B-PER"))).sentences == ada
    feature = {"ner_tags": {"feature": {"names": ["O", "B-PER"], "_type": "ClassLabel"}}}
    write(tmp_path, "dataset_info.json", json.dumps({"features": feature}))
    assert read_file(path).sentences == ada


def test_a_format_may_be_forced(tmp_path: Path) -> None:
    path = write(tmp_path, "a.data", as_conll())
    assert read_file(path, FileSettings(format="conll")).sentences == [ADA, BOB]
    with pytest.raises(CorpusError, match=r"a\.data:1: expected valid JSON"):
        read_file(path, FileSettings(format="prodigy"))


def test_sentences_have_their_documents(tmp_path: Path) -> None:
    own = '{"text": "Ada left. Bob too.", "spans": []}\n{"text": "Hi", "spans": [], "doc": "b"}'
    found = list(stream_file(write(tmp_path, "a.jsonl", own), FileSettings(), Tally()))
    assert [each.document for each in found] == ["record 1", "record 1", "b"]
    assert [each.number for each in found] == [0, 0, 1]


def test_a_document_has_one_number_wherever_its_records_stand(tmp_path: Path) -> None:
    documents = ("a", None, "b", "a", None, "b")
    lines = (json.dumps({"text": "Hi", "spans": []} | ({"doc": d} if d else {})) for d in documents)
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    found = stream_file(path, FileSettings(), Tally())
    assert [each.number for each in found] == [0, 1, 2, 0, 3, 2]


def test_names_that_cut_tokens_are_counted_or_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "secret words", "spans": [[0, 2, "PER"]]}')
    found = read_file(path)
    assert (found.num_cut, found.sentences[0].names) == (1, ((0, 1),))
    with pytest.raises(CorpusError, match=r"a\.jsonl:1: .* it cuts 0-6; see .*cut_tokens"):
        read_file(path, FileSettings(cut_tokens="refuse"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "x", "spans": []}\n{"text": "secret", "spans": [[0, 9]]}', ":2: expected spans"),
        ('{"text": "x", "spans": []}\nsecret', ":2: expected a JSON object"),
        ("", "expected at least one sentence, found none"),
        ('{"text": "", "spans": [], "answer": "ignore"}', "found none, 1 ignored"),
    ],
)
def test_the_first_fault_refuses_a_file(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as refused:
        read_file(write(tmp_path, "a.jsonl", content))
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_column_of_numbers_is_no_column_of_tokens(tmp_path: Path) -> None:
    path = write(tmp_path, "own.conll", "1\tAda\tB-PATIENT\n2\tleft\tO\n")
    with pytest.raises(CorpusError, match=r"own\.conll: column 0: expected tokens, found numbers"):
        read_file(path)
    columns = Columns(token=1, tag=2, name_types=frozenset({"PATIENT"}))
    [sentence] = read_file(path, FileSettings(columns=columns)).sentences
    assert sentence == LabelledSentence(("Ada", "left"), ((0, 1),))


def test_tokens_may_be_numbers_among_words(tmp_path: Path) -> None:
    [sentence] = read_file(write(tmp_path, "a.conll", "1.\tO\nAda\tB-PER\n54.12\tO\n")).sentences
    assert sentence.tokens == ("1.", "Ada", "54.12")
