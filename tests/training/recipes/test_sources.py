import json
from collections import Counter
from pathlib import Path

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError, RecipeError
from nomen.training.recipes.recipe import CorpusShare, OwnColumns, Recipe
from nomen.training.recipes.sources import (
    block_sources,
    dev_sources,
    share_source,
    stream_share,
    train_sources,
)

TRAIN = "-DOCSTART- O\n\nDr. B-PER\nAnn I-PER\n\nleft O\n-DOCSTART- O\n\nBonn B-LOC\n"
ANN = LabelledSentence(("Dr.", "Ann"), ((0, 2),))
REST = [LabelledSentence(("left",)), LabelledSentence(("Bonn",))]


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
        assert list(source.read()) == [None, ANN, REST[0], None, REST[1]]


def test_titles_are_stripped_where_the_recipe_says_so(share: CorpusShare, tmp_path: Path) -> None:
    strict = share.model_copy(update={"titles": "strip"})
    first, *_ = share_source(strict, "train", tmp_path).sentences()
    assert first == LabelledSentence(("Dr.", "Ann"), ((1, 2),))


def test_dropped_types_are_counted(share: CorpusShare, tmp_path: Path) -> None:
    dropped: Counter[str] = Counter()
    assert len(list(stream_share(share, "train", tmp_path, dropped=dropped))) == 5
    assert dropped == {"LOC": 1}


def test_a_file_without_any_name_is_refused_at_its_end(share: CorpusShare, tmp_path: Path) -> None:
    other = share.model_copy(update={"types": ["PATIENT"]})
    stream = stream_share(other, "train", tmp_path)
    with pytest.raises(CorpusError, match=r"none but the types PER \(1\), LOC \(1\); see `types`"):
        list(stream)


def test_the_key_differs_where_the_sentences_may(share: CorpusShare) -> None:
    assert share.train is not None
    changes: list[dict[str, object]] = [
        {"types": ["LOC"]},
        {"titles": "strip"},
        {"scheme": "bioes"},
        {"columns": OwnColumns(token=1, tag=0)},
    ]
    keys = [key(share), *(key(share.model_copy(update=change)) for change in changes)]
    share.train.write_text(TRAIN.replace("left", "stayed"), encoding="utf-8")
    assert len({*keys, key(share)}) == 6


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
