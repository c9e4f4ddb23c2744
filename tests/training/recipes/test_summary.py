from pathlib import Path

import pytest

from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.summary import summarise

TRAIN = "1\tAnn\tB-NAME\n2\tLee\tI-NAME\n3\tleft\tO\n4\tBonn\tB-LOC\n\n1\t\x1b[31m\tO\n"
DEV = "1\tBob\tB-NAME\n2\twaved\tO\n"


def own_recipe(folder: Path) -> Recipe:
    for name, content in (("train.conll", TRAIN), ("dev.conll", DEV)):
        (folder / name).write_text(content, encoding="utf-8")
    share = CorpusShare.model_validate(
        {
            "name": "own",
            "train": folder / "train.conll",
            "dev": folder / "dev.conll",
            "columns": {"token": 1, "tag": 2},
            "types": ["NAME"],
        }
    )
    return Recipe(name="own", corpora=[share])


def test_a_summary_tells_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    train, dev = summarise(own_recipe(tmp_path), tmp_path)
    assert train.lines() == [
        "own/train, from train.conll: 2 sentences, 5 tokens, 1 names; no names: LOC (1)",
        "own/train, first sentence: [Ann Lee] left Bonn",
    ]
    assert dev.lines() == ["own/dev, from dev.conll: 1 sentences, 2 tokens, 1 names"]


def test_a_first_sentence_cannot_steer_the_terminal(tmp_path: Path) -> None:
    recipe = own_recipe(tmp_path)
    content = "1\t\x1b[31mAnn\tB-NAME\n" + "2\tx\tO\n" * 60
    (tmp_path / "train.conll").write_text(content, encoding="utf-8")
    train, _ = summarise(recipe, tmp_path)
    assert train.lines()[1] == "own/train, first sentence: [\N{REPLACEMENT CHARACTER}[31mAnn]" + (
        " x" * 59 + " …"
    )


def test_a_summary_tells_what_was_left_out_and_what_cuts_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    train = (
        '{"text": "Anna left", "spans": [{"start": 0, "end": 3}], "answer": "accept"}\n'
        '{"text": "Bob left", "spans": [], "answer": "ignore"}\n'
    )
    (tmp_path / "train.jsonl").write_text(train, encoding="utf-8")
    (tmp_path / "dev.json").write_text('[["Bob left", {"entities": [[0, 3, "PER"]]}]]', "utf-8")
    share = CorpusShare(name="own", train=tmp_path / "train.jsonl", dev=tmp_path / "dev.json")
    first, second = summarise(Recipe(name="own", corpora=[share]), tmp_path)
    assert first.lines() == [
        "own/train, from train.jsonl: 1 sentences, 2 tokens, 1 names",
        "own/train, left out: ignored (1)",
        "own/train: 1 names cut a token; see `cut_tokens`",
        "own/train, first sentence: [Anna] left",
    ]
    assert second.lines() == ["own/dev, from dev.json: 1 sentences, 2 tokens, 1 names"]
