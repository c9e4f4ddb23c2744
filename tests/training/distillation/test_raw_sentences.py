import hashlib
from pathlib import Path

import pytest

from nomen.training.data.raw_texts import RawText
from nomen.training.distillation.raw_sentences import draw_own_sentences, draw_raw_sentences


@pytest.fixture
def text(tmp_path: Path) -> RawText:
    content = "Too short. Nobody at all was here today. " + "".join(
        f"Sentence number {i} has seven tokens. " for i in range(20)
    )
    (tmp_path / "own.txt").write_text(f"{content}\n{content}\n", encoding="utf-8")
    return RawText(
        name="own",
        licence_class="open",
        licence="own",
        repository="a/b",
        commit="0" * 10,
        description="",
        sha256=hashlib.sha256((tmp_path / "own.txt").read_bytes()).hexdigest(),
    )


def test_sentences_are_drawn_once_each_until_there_are_enough(
    tmp_path: Path, text: RawText
) -> None:
    found = draw_raw_sentences(text, tmp_path, num_tokens=30, seed=1)
    assert 30 <= sum(map(len, found)) < 30 + 8
    assert len(set(map(tuple, found))) == len(found)
    assert found == draw_raw_sentences(text, tmp_path, num_tokens=30, seed=1)
    assert found != draw_raw_sentences(text, tmp_path, num_tokens=30, seed=2)


def test_a_text_with_too_little_gives_all_it_has(tmp_path: Path, text: RawText) -> None:
    assert len(draw_raw_sentences(text, tmp_path, num_tokens=10_000, seed=1)) == 21


def test_sentences_of_own_texts_are_drawn_likewise(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("Too short.\nFive tokens are in here.\n" * 2, encoding="utf-8")
    found = draw_own_sentences([path], num_tokens=100, seed=1)
    assert [list(tokens) for tokens in found] == [["Five", "tokens", "are", "in", "here", "."]]
    assert draw_own_sentences([], num_tokens=100, seed=1) == []
