import logging
from functools import partial
from pathlib import Path

import pytest

from nomen.model.tagger import Tagger
from nomen.training.errors import CorpusError
from nomen.training.suggesting import suggest as suggesting
from nomen.training.suggesting.suggest import choose_by_chance, suggest
from tests.training.formats.files import write
from tests.training.suggesting.sentences import candidate

TEXT = "It rained all day. She took Norflex with Tillie Mundo. The tea was cold.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return write(tmp_path, "notes.txt", TEXT)


def test_the_sentence_in_doubt_comes_first(default_tagger: Tagger, notes: Path) -> None:
    found = suggest(default_tagger, [notes], 1)
    assert [each.text for each in found.candidates] == ["She took Norflex with Tillie Mundo."]
    assert found.num_read == 3


def test_what_is_labelled_is_not_suggested_again(
    default_tagger: Tagger, notes: Path, tmp_path: Path
) -> None:
    labelled = write(
        tmp_path, "done.jsonl", '{"text": "She took Norflex with Tillie Mundo.", "spans": []}\n'
    )
    found = suggest(default_tagger, [notes], 3, labelled=[labelled])
    assert "Norflex" not in " ".join(each.text for each in found.candidates)
    assert (found.num_read, found.num_labelled) == (3, 1)


def test_several_files_are_read(default_tagger: Tagger, notes: Path, tmp_path: Path) -> None:
    other = write(tmp_path, "other.jsonl", '{"text": "Nobody came to the fair."}\n')
    assert suggest(default_tagger, [notes, other], 9).num_read == 4


def test_nothing_to_suggest_is_an_error(default_tagger: Tagger, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"notes\.txt: expected a sentence of 3 to 100 tokens"):
        suggest(default_tagger, [write(tmp_path, "notes.txt", "Yes.\n")], 5)


def test_chance_gives_each_sentence_the_same_chance() -> None:
    every = [candidate(f"sentence {i} here") for i in range(20)]
    drawn = [choose_by_chance(every, 5, seed=seed) for seed in range(400)]
    counts = [sum(each in sample for sample in drawn) for each in every]
    assert all(len(sample) == 5 for sample in drawn)
    assert all(70 < count < 130 for count in counts)


def test_chance_is_a_way_to_choose(default_tagger: Tagger, notes: Path) -> None:
    choose = partial(choose_by_chance, seed=1)
    assert len(suggest(default_tagger, [notes], 2, choose=choose).candidates) == 2


def test_progress_is_logged_without_text(
    default_tagger: Tagger,
    notes: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suggesting, "LOG_SENTENCES", 2)
    with caplog.at_level(logging.INFO, logger="nomen.train"):
        suggest(default_tagger, [notes], 1)
    assert caplog.messages == ["2 sentences read"]
