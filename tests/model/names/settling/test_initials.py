import pytest

from nomen.model.names.settling.context import Context
from nomen.model.names.settling.initials import is_no_initial
from tests.model.names.settling.marked import MarkedText


@pytest.mark.parametrize(
    "marked",
    [
        "⟦A.⟧ Ada Quill\nB. Bo Pell",
        "A. Ada Quill\n  ⟦B.⟧  Bo Pell",
        "⟦Q.⟧ Ada was there?\nA. Bo was.",
        "Q. Ada was there when the\ncar came?\n⟦A.⟧ Bo was.",
        "in group ⟦B.⟧ Ada was not",
        "take ⟦Vitamin⟧ D. Ada said so",
        "It was ⟦I.⟧ Ada knew",
        "Ada Quill ⟦N⟧/A",
        "D/⟦C⟧ Quill",
        "⟦P.S.⟧ A. Quill",
    ],
)
def test_other_single_letters_are_no_initials(marked: str) -> None:
    text = MarkedText(marked)

    assert is_no_initial(text.names[0].start, text.context)


@pytest.mark.parametrize(
    "marked",
    [
        "⟦A.⟧ Quill\nB. Pell",
        "⟦A.⟧ Ada Quill\nC. Bo Pell",
        "⟦Q.⟧ Quill asked",
        "by ⟦I.⟧ Quill",
        "⟦P.S.⟧ Quill",
        "Ada ⟦B⟧/Bo Q",
        "Ada ⟦B⟧ / C",
        "⟦Ada⟧ Quill",
    ],
)
def test_an_initial_stays_one(marked: str) -> None:
    text = MarkedText(marked)

    assert not is_no_initial(text.names[0].start, text.context)


def test_a_token_list_has_no_lists_of_letters() -> None:
    assert not is_no_initial(0, Context(["A.", "Ada", "Quill", "B.", "Bo", "Pell"], None))
