import json
from pathlib import Path

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError, RecipeError
from nomen.training.formats.reading import Tally
from nomen.training.recipes.corpus_share import CorpusShare, OwnColumns
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.sources import (
    block_sources,
    dev_sources,
    share_source,
    stream_share,
    train_sources,
)
from nomen.training.storage.sentence_store import SentenceStore

TRAIN = "-DOCSTART- O\n\nDr. B-PER\nAnn I-PER\n\nleft O\n-DOCSTART- O\n\nBonn B-LOC\n"
ANN = LabelledSentence(("Dr.", "Ann"), ((0, 2),))
REST = [LabelledSentence(("left",)), LabelledSentence(("Bonn",))]

RECORDS = [("Ann left. Bo came.", "a"), ("Di left.", "b"), ("Cy left.", "a"), ("Ed left.", "c")]


@pytest.fixture
def share(tmp_path: Path) -> CorpusShare:
    (tmp_path / "train.conll").write_text(TRAIN, encoding="utf-8")
    return CorpusShare(name="own", train=tmp_path / "train.conll")


def key(share: CorpusShare) -> str:
    found = share_source(share, "train", Path("nowhere")).key
    assert found is not None
    return found()


def test_a_source_is_read_again_from_its_beginning(share: CorpusShare, tmp_path: Path) -> None:
    source = train_sources(Recipe(name="own", corpora=[share]), tmp_path)["own"]
    for _ in range(2):
        assert list(source.read()) == [0, ANN, REST[0], 1, REST[1]]


def test_titles_are_stripped_where_the_recipe_says_so(share: CorpusShare, tmp_path: Path) -> None:
    strict = share.model_copy(update={"titles": "strip"})
    first, *_ = share_source(strict, "train", tmp_path).sentences()
    assert first == LabelledSentence(("Dr.", "Ann"), ((1, 2),))


def test_dropped_types_are_counted(share: CorpusShare, tmp_path: Path) -> None:
    tally = Tally()
    assert len(list(stream_share(share, "train", tmp_path, tally=tally))) == 5
    assert tally.dropped == {"LOC": 1}


def test_a_file_without_any_name_is_refused_at_its_end(share: CorpusShare, tmp_path: Path) -> None:
    other = share.model_copy(update={"types": ["PATIENT"]})
    stream = stream_share(other, "train", tmp_path)
    with pytest.raises(CorpusError, match=r"none but the types PER \(1\), LOC \(1\); see `types`"):
        list(stream)


def test_the_key_differs_where_the_sentences_may(share: CorpusShare) -> None:
    changes: list[dict[str, object]] = [
        {"types": ["LOC"]},
        {"titles": "strip"},
        {"scheme": "bioes"},
        {"columns": OwnColumns(token=1, tag=0)},
        {"cut_tokens": "cut"},
        {"format": "jsonl"},
        {"label_names": ["O"]},
        {"annotation": 2},
        {"discontinuous": "widen"},
    ]
    keys = [key(share), *(key(share.model_copy(update=change)) for change in changes)]
    share.files("train")[0].write_text(TRAIN.replace("left", "stayed"), encoding="utf-8")
    assert len({*keys, key(share)}) == len(keys) + 1


def test_the_key_is_the_same_where_the_sentences_are(share: CorpusShare, tmp_path: Path) -> None:
    (tmp_path / "moved.conll").write_text(TRAIN, encoding="utf-8")
    changes = {"train": tmp_path / "moved.conll", "share": 2.0, "types": share.types[::-1]}
    assert key(share) == key(share.model_copy(update=changes))


def test_a_corpus_without_dev_sentences_is_refused(share: CorpusShare, tmp_path: Path) -> None:
    recipe = Recipe(name="own", corpora=[share])
    with pytest.raises(RecipeError, match="dev: expected a corpus with dev sentences"):
        dev_sources(recipe, tmp_path)
    with pytest.raises(CorpusError, match="own: expected a path 'dev' in the recipe"):
        list(share_source(share, "dev", tmp_path).read())


def test_an_unknown_set_of_documents_is_named_when_it_is_read(tmp_path: Path) -> None:
    source = block_sources(["no-such-set"], "train", tmp_path)["no-such-set"]
    with pytest.raises(CorpusError, match="no-such-set: no set of documents"):
        list(source.read())


def test_json_lines_of_other_types_have_another_key(tmp_path: Path) -> None:
    record = {"text": "Ann left", "spans": [{"start": 0, "end": 3, "label": "PER"}]}
    (tmp_path / "own.jsonl").write_text(json.dumps(record), encoding="utf-8")
    own = CorpusShare(name="own", train=tmp_path / "own.jsonl")
    assert key(own) != key(own.model_copy(update={"types": ["PER"]}))


def test_documents_of_own_files_keep_their_numbers(tmp_path: Path) -> None:
    records = [{"text": text, "spans": [[0, 1, "PER"]], "doc": doc} for text, doc in RECORDS]
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    (tmp_path / "own.jsonl").write_text(lines, encoding="utf-8")
    own = CorpusShare(name="own", train=tmp_path / "own.jsonl")
    stored = SentenceStore(tmp_path / "run").keep(
        "train", {"own": share_source(own, "train", tmp_path)}
    )
    assert stored["own"].documents.tolist() == [0, 0, 1, 0, 2]


@pytest.mark.parametrize("name", ["letter.ann", "letter.txt"])
def test_the_key_is_of_all_files_of_a_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("Ann left", encoding="utf-8")
    (tmp_path / "letter.ann").write_text("T1\tPER 0 3\tAnn\n", encoding="utf-8")
    own = CorpusShare(name="own", train=tmp_path)
    before = key(own)
    (tmp_path / name).write_text("", encoding="utf-8")
    assert key(own) != before


def test_several_files_are_read_one_after_the_other(share: CorpusShare, tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text('{"text": "Bo sat.", "spans": [[0, 2]]}', encoding="utf-8")
    both = share.model_copy(update={"train": [*share.files("train"), tmp_path / "more.jsonl"]})
    found = list(share_source(both, "train", tmp_path).read())
    assert found == [
        0,
        ANN,
        REST[0],
        1,
        REST[1],
        2,
        LabelledSentence(("Bo", "sat", "."), ((0, 1),)),
    ]
    assert key(both) != key(share)


def test_what_is_held_out_is_dev_and_the_rest_is_train(tmp_path: Path) -> None:
    records = [{"text": f"Di{i} sat.", "spans": [[0, 3]]} for i in range(40)]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    share = CorpusShare(name="own", train=path, held_out=0.25)
    recipe = Recipe(name="own", corpora=[share])
    train = set(train_sources(recipe, tmp_path)["own"].sentences())
    dev = set(dev_sources(recipe, tmp_path)["own"].sentences())
    assert (len(train), len(dev)) == (30, 10)
    assert not train & dev
    assert key(share) != key(share.model_copy(update={"held_out": 0.1}))
