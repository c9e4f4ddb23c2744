import pytest

from nomen.model.text.footnotes import mask_footnote_signs
from nomen.model.text.tokenizer import tokenize


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Lee\u00b9\u00b2, Wu\u2074 LEE\u2460, Finch\u1d43.", "Lee**, Wu* LEE*, Finch*."),
        ("Finch\u00b9\u00b7\u00b2", "Finch*\u00b7\u00b2"),
        (
            "5 m\u00b2 CO\u00b2 M\u1d50\u1d49 Dr\u1d43 x\u00b2 word\u00b9",
            "5 m\u00b2 CO\u00b2 M\u1d50\u1d49 Dr\u1d43 x\u00b2 word\u00b9",
        ),
        ("Finch1", "Finch1"),
    ],
)
def test_a_figure_at_the_end_of_a_name_is_a_sign(text: str, masked: str) -> None:
    assert mask_footnote_signs(text) == masked


def test_a_footnote_sign_is_a_token_of_its_own() -> None:
    assert tokenize("Zoe\u0301\u00b9 Lee\u00b2").tokens == ["Zoe\u0301", "\u00b9", "Lee", "\u00b2"]
