import pytest

from nomen.model.text.casing import fold_case


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ada QUILL", "ada quill"),
        ("Straße", "strasse"),
        ("ZOË", "zoë"),
        ("Zoe\u0308", "zoë"),
        ("ışık", "işik"),
        ("IŞIK", "işik"),
        ("Işık", "işik"),
        ("DİLEK", "dilek"),
        ("DI\u0307LEK", "dilek"),
        ("dilek", "dilek"),
        ("Ї", "ї"),
    ],
)
def test_casing_is_folded_away(text: str, folded: str) -> None:
    assert fold_case(text) == folded
    assert fold_case(folded) == folded
