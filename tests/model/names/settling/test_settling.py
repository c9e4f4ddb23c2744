from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.names.settling.settling import settle
from tests.model.names.settling.marked import MarkedText

PIECES = ("⟦Ada⟧ ", "⟦Dr. Quill⟧, ", "J ", "⟦Bo (Bob)\n⟧", "Jr. ", "⟦|⟧", "⟦x: ⟧", "\n\n", "⟦A., ⟧")


def settled(text: MarkedText) -> list[range]:
    name = np.full(len(text.tokenized.tokens), 0.5, dtype=np.float32)
    return settle(text.names, text.tokenized.tokens, text.layout, name)


def test_names_are_parted_then_trimmed_then_joined() -> None:
    text = MarkedText("⟦Dr. Ada Quill⟧, Jr.; ⟦Mr. Bo | Cy⟧ J ⟦Pell⟧")

    assert text.texts(settled(text)) == ["Ada Quill, Jr.", "Bo", "Cy J Pell"]


def test_a_token_list_has_the_same_rules() -> None:
    tokens = ["Dr.", "Ada", "Quill", ",", "Jr.", "left"]
    name = np.zeros(len(tokens), dtype=np.float32)

    assert settle([range(3)], tokens, None, name) == [range(1, 5)]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_settled_names_are_apart_and_stay_as_they_are(marked: str) -> None:
    text = MarkedText(marked)
    name = np.zeros(len(text.tokenized.tokens), dtype=np.float32)

    found = settle(text.names, text.tokenized.tokens, text.layout, name)

    assert all(each for each in found)
    assert all(a.stop <= b.start for a, b in pairwise(found))
