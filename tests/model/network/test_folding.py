import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.network.folding import fold


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("\ufee3\ufea4\ufee4\ufeaa", "\u0645\u062d\u0645\u062f", id="presentation"),
        pytest.param("\ufefb", "\u0644\u0627", id="ligature"),
        pytest.param(
            "\u0645\u0640\u0640\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f", id="tatweel"
        ),
        pytest.param(
            "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f",
            "\u0645\u062d\u0645\u062f",
            id="harakat",
        ),
        pytest.param("\u0639\u0644\u06cc", "\u0639\u0644\u064a", id="Persian yeh"),
        pytest.param("\u0627\u06a9\u0628\u0631", "\u0627\u0643\u0628\u0631", id="Persian kaf"),
        pytest.param("\u0622\u0645\u0646\u0629", "\u0622\u0645\u0646\u0629", id="maddah stays"),
        pytest.param("\uff8a\uff85\uff7a", "\u30cf\u30ca\u30b3", id="half-width kana"),
        pytest.param("\uff76\uff9e", "\u30ac", id="half-width kana with its mark"),
        pytest.param("\uff70", "\u30fc", id="half-width prolonged sound mark"),
        pytest.param("\uff28\uff41\uff4e\uff41\uff11", "Hana1", id="full-width Latin"),
        pytest.param("\u30fb", "\u00b7", id="middle dot"),
        pytest.param("\u0418\u0432a\u043d", "\u0418\u0432\u0430\u043d", id="Latin in Cyrillic"),
        pytest.param("H\u0430nna", "Hanna", id="Cyrillic in Latin"),
        pytest.param("\u0418\u0432Qn", "\u0418\u0432Qn", id="no look-alike"),
        pytest.param(
            "MP3-\u043f\u043b\u0435\u0435\u0440",
            "MP3-\u043f\u043b\u0435\u0435\u0440",
            id="two words",
        ),
    ],
)
def test_what_is_written_in_several_ways_is_read_in_one(written: str, meant: str) -> None:
    assert fold(written) == meant


@pytest.mark.parametrize(
    "token",
    [
        "Zo\u00eb",
        "\u0130stanbul",
        "Ceau\u0219escu",
        "\u0141ukasz",
        "Gon\u00e7alves",
        "na\u00efve\u2019s",
    ],
)
def test_latin_letters_stay(token: str) -> None:
    assert fold(token) == token


LETTERS = st.sampled_from(
    "\u0627\u0653\u0654\u064a\u06cc\u064e\u0640\ufe8b\u30ab\uff76\uff9e\u3099aA\u0430\u0451\u0308\uff21"
)


@given(st.text(LETTERS | st.characters(codec="utf-8"), max_size=8))
def test_composed_and_decomposed_tokens_are_folded_alike(token: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, token) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(decomposed)
    assert fold(fold(token)) == fold(token)
