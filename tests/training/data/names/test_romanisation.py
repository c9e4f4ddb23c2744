import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nomen.training.data.names.romanisation import romanised


@pytest.mark.parametrize(
    ("name", "language", "latin"),
    [
        ("भरत", "hi", "Bharat"),
        ("जितेन्द्र", "hi", "Jitendra"),
        ("देशपांडे", "mr", "Deshpande"),
        ("অর্ক", "bn", "Arka"),
        ("அகிலன்", "ta", "Agilan"),
        ("விஜயகாந்த்", "ta", "Vijayaganth"),
        ("ජයසූරිය", "si", "Jayasuriya"),
        ("Παπαδόπουλος", "el", "Papadopoulos"),
        ("Άγγελος", "el", "Angelos"),
        ("Մուրադ", "hy", "Murad"),
        ("თამარ", "ka", "Tamar"),
        ("민석", "ko", "Min-seok"),
        ("Сергей", "ru", "Sergey"),
        ("Володимир", "uk", "Volodymyr"),
        ("Къбъров", "bg", "Kabarov"),
        ("春梅", "zh", "Chunmei"),
        ("Zoé", "fr", "Zoé"),
        ("  van den   Berg ", "nl", "van den Berg"),
    ],
)
def test_a_name_is_written_as_english_texts_write_it(name: str, language: str, latin: str) -> None:
    assert romanised(name, language) == latin


@pytest.mark.parametrize("name", ["محمد", "דוד", "กนก"])
def test_scripts_without_vowels_are_not_guessed(name: str) -> None:
    assert romanised(name, "ar") is None


@given(st.text(st.characters(min_codepoint=0x900, max_codepoint=0xDFF)))
def test_what_is_written_is_ascii(name: str) -> None:
    assume(any(letter.isalpha() for letter in name))
    assert (romanised(name, "hi") or "").isascii()
