import json
from pathlib import Path

import numpy as np
import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.formats.reading import FoundSentence
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.held_out import MIN_NAMES, held_out_of, hold_out


def found(number: int, text: str) -> FoundSentence:
    return FoundSentence(LabelledSentence(tuple(text.split()), ((0, 1),)), str(number), number)


DOCUMENTS = [found(i // 2, f"Ann{i // 2} said part {i % 2}") for i in range(200)]


def test_whole_documents_are_held_out_until_the_share_is_reached() -> None:
    is_dev = hold_out(DOCUMENTS, 0.15)
    assert 30 <= is_dev.sum() <= 32
    assert np.array_equal(is_dev[0::2], is_dev[1::2])


def test_the_order_of_documents_does_not_matter() -> None:
    there, back = hold_out(DOCUMENTS, 0.15), hold_out(DOCUMENTS[::-2], 0.15)
    assert len(back) == 100
    assert there[1::2].sum() == back.sum()


def test_documents_with_the_same_tokens_stay_together() -> None:
    twice = [
        *DOCUMENTS,
        *(found(100 + i // 2, " ".join(d.sentence.tokens)) for i, d in enumerate(DOCUMENTS)),
    ]
    is_dev = hold_out(twice, 0.3)
    assert np.array_equal(is_dev[:200], is_dev[200:])


def test_few_documents_are_split_by_sentence_and_equal_sentences_stay_together() -> None:
    sentences = [found(0, f"Bo{i % 50} came") for i in range(100)]
    is_dev = hold_out(sentences, 0.2)
    assert is_dev.sum() == 20
    assert np.array_equal(is_dev[:50], is_dev[50:])


def test_dev_sentences_have_some_names() -> None:
    sentences = [found(i, f"Cy{i} left") for i in range(30)]
    plain = [
        FoundSentence(LabelledSentence((str(i), "rained")), str(i), i) for i in range(100, 2000)
    ]
    is_dev = hold_out([*sentences, *plain], 0.001)
    assert is_dev[:30].sum() == MIN_NAMES


def test_a_file_that_stays_as_it_is_is_split_alike_and_nothing_is_split_of_one_sentence(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.jsonl"
    records = [{"text": f"Di{i} sat.", "spans": [[0, 3]]} for i in range(40)]
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    share = CorpusShare(name="own", train=path, held_out=0.25)
    assert held_out_of(share).sum() == 10
    path.write_text(f"{json.dumps(records[0])}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"own\.jsonl: expected several sentences with names"):
        held_out_of(share)
