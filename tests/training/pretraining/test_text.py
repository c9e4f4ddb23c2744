from pathlib import Path

import numpy as np
import pytest

from nomen.model.network.vocabulary import UNKNOWN_FORM, Vocabulary
from nomen.training.data.raw_texts import UNKNOWN_WORD
from nomen.training.errors import CorpusError
from nomen.training.pretraining.text import (
    NumberedSentences,
    TokenTable,
    cut_evenly,
    read_sentences,
    usual_spellings,
)
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.recipe import Recipe, read_recipe

SENTENCES = [["Ron", "met", "ron"], ["Nobody"], ["met", UNKNOWN_WORD]]


def test_tokens_are_numbered_with_their_case() -> None:
    found = NumberedSentences.build(iter(SENTENCES), max_tokens=10)
    assert found.distinct == ["Ron", "met", "ron", "Nobody", UNKNOWN_WORD]
    assert found.tokens.tolist() == [0, 1, 2, 3, 1, 4]
    assert found.starts.tolist() == [0, 3, 4, 6]
    assert found.lengths.tolist() == [3, 1, 2]


def test_a_word_that_was_left_out_is_not_counted() -> None:
    found = NumberedSentences.build(iter(SENTENCES), max_tokens=10)
    assert found.counts() == {"Ron": 1, "met": 2, "ron": 1, "Nobody": 1}


def test_long_sentences_are_cut_into_pieces_of_like_length() -> None:
    assert [list(piece) for piece in cut_evenly("abcdefg", max_tokens=3)] == [
        ["a", "b", "c"],
        ["d", "e", "f"],
        ["g"],
    ]
    assert [len(piece) for piece in cut_evenly("abcdefgh", max_tokens=6)] == [4, 4]
    found = NumberedSentences.build(iter([["a", "b", "c"], []]), max_tokens=2)
    assert found.starts.tolist() == [0, 2, 3]


def test_no_sentences_have_no_tokens() -> None:
    found = NumberedSentences.build(iter([]), max_tokens=2)
    assert (found.tokens.tolist(), found.starts.tolist()) == ([], [0])


def test_the_table_has_both_casings_of_each_token() -> None:
    vocabulary = Vocabulary(forms=["met", "ron"], characters="Remnort")
    table = TokenTable.build(["Ron", "MET", UNKNOWN_WORD], vocabulary, max_characters=4)
    assert table.form_ids[:3].tolist() == [2, 1, UNKNOWN_FORM]
    assert table.form_ids[table.lower].tolist() == table.form_ids[table.upper].tolist()
    lowered = table.character_ids[table.lower[1]]
    assert lowered.tolist() == [vocabulary.character_ids[c] for c in "met"] + [0]
    assert table.num_characters[:3].tolist() == [3, 3, 1]
    np.testing.assert_array_equal(table.lower[table.lower], table.lower)


def test_labelled_sentences_are_read_without_their_labels() -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    found = list(read_sentences(recipe, corpora=Path("nowhere"), texts=Path("nowhere")))
    assert len(found) > 100
    assert all(isinstance(token, str) for token in found[0])


def test_a_raw_text_that_is_not_at_hand_is_named() -> None:
    choices = Pretraining(texts=["inaugural"])
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    found = recipe.model_copy(update={"pretraining": choices})
    with pytest.raises(CorpusError, match=r"inaugural.txt: not at hand"):
        list(read_sentences(found, corpora=Path("nowhere"), texts=Path("nowhere")))


def test_the_usual_spelling_is_the_commonest() -> None:
    counts = {"Ron": 3, "ron": 1, "the": 5, "The": 2, "1990": 2, "1984": 3}
    assert usual_spellings(counts) == {"ron": "Ron", "0000": "1984"}
