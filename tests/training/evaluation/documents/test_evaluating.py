import json
from pathlib import Path

from nomen.training.data.cases import LabelledCase
from nomen.training.evaluation.documents.evaluating import (
    DocumentSets,
    evaluate_documents,
    mistakes,
)
from tests.training.evaluation.documents.pages import LETTERS, Marked

SETS = DocumentSets(pages={"letters": LETTERS}, cases=[LabelledCase("1", "x", "<Bo>", ((1, 3),))])


def test_documents_cases_and_rewritten_pages_are_measured() -> None:
    found = evaluate_documents(Marked(), SETS, is_rewritten=True)

    assert found.documents.sets.keys() == {"letters"}
    assert found.cases is not None
    assert found.cases.right.value == 1
    assert found.rewritten["lower"].ratio.value == 1
    assert json.loads(json.dumps(found.as_dict()))["cases"]["num_cases"] == 1


def test_rewritten_pages_and_cases_may_be_left_out() -> None:
    found = evaluate_documents(Marked(), DocumentSets(pages=SETS.pages, cases=[]))

    assert (found.cases, found.rewritten) == (None, {})


def test_the_mistakes_of_documents_and_cases_are_listed() -> None:
    wrong = DocumentSets(pages=SETS.pages, cases=[LabelledCase("1", "x", "<Bo>", ())])

    assert [(each["fault"], each["genre"]) for each in mistakes(Marked(), wrong)] == [
        ("missed", "note"),
        ("false", "note"),
        ("missed", "mail"),
        ("false", "x"),
    ]


def test_a_folder_is_read_with_the_cases_beside_it(tmp_path: Path) -> None:
    page = {"text": "Hi Bo", "spans": [[3, 5]], "doc": "a"}
    case = {"id": "1", "kind": "x", "text": "Bo", "expected_names": [[0, 2]]}
    for place, record in (("documents/dev/own", page), ("cases/own", case)):
        path = tmp_path / f"{place}.jsonl"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(record))
    found = DocumentSets.read(tmp_path / "documents")

    assert (list(found.pages), len(found.cases)) == (["own"], 1)
