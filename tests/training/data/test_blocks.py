from hypothesis import given
from hypothesis import strategies as st

from nomen.model.documents import prepare_document
from nomen.training.data.blocks import MAX_TOKENS, labelled_blocks
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText


def test_lines_are_one_block_with_their_marks() -> None:
    text = LabelledText("To: Ada Brook\n\nThanks,\tBo", ((4, 13), (23, 25)))
    assert list(labelled_blocks([text])) == [
        LabelledSentence(
            ("To", ":", "Ada", "Brook", "\fThanks", ",", "\tBo"),
            ((2, 4), (6, 7)),
        )
    ]


def test_a_name_takes_in_a_token_that_it_cuts() -> None:
    (block,) = labelled_blocks([LabelledText("re-Ada-signed it", ((3, 6),))])
    assert [block.tokens[start:end] for start, end in block.names] == [("re-Ada-signed",)]


def test_a_name_that_two_blocks_share_is_one_in_each() -> None:
    words = " ".join(["Ada"] * 50)
    blocks = list(labelled_blocks([LabelledText(f"{words}.\n{words}.", ((0, 300),))]))
    assert [block.names for block in blocks] == [((0, 51),), ((0, 25),)]


def test_a_long_block_is_cut() -> None:
    blocks = list(labelled_blocks([LabelledText("word " * (2 * MAX_TOKENS + 1))]))
    assert [len(block.tokens) for block in blocks] == [MAX_TOKENS, MAX_TOKENS, 1]


@given(st.lists(st.sampled_from(["Ada ", "went.", "\n", "\n\n", "\t", " to "]), max_size=60))
def test_training_reads_what_serving_reads(pieces: list[str]) -> None:
    text = "".join(pieces)
    served = [list(window.tokens) for window in prepare_document(text).windows]
    assert [list(block.tokens) for block in labelled_blocks([LabelledText(text)])] == served
