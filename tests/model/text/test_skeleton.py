import numpy as np
import pytest

from nomen.model.text.skeleton import Skeleton, find_blanks, find_signs


@pytest.mark.parametrize("text", ["", "plain", "\u5f20\u4f1f"])
def test_a_text_without_clusters_is_its_own_skeleton(text: str) -> None:
    skeleton = Skeleton.build(text)

    assert skeleton.text == text
    assert skeleton.positions is None


@pytest.mark.parametrize("text", ["Jos\u00e9 \u1e69", "Jose\u0301 s\u0307\u0323"])
def test_composed_and_decomposed_text_have_one_skeleton(text: str) -> None:
    assert Skeleton.build(text).text == "Jose s"


def test_offsets_lead_back_to_where_clusters_start() -> None:
    skeleton = Skeleton.build("e\u0301a \U0001f469\u200d\U0001f467!")

    assert skeleton.text == "ea \U0001f469!"
    offsets = np.arange(6, dtype=np.int32)
    assert skeleton.original_offsets(offsets).tolist() == [0, 2, 3, 4, 7, 8]


def test_nothing_clings_to_a_blank() -> None:
    assert Skeleton.build("a \u0301\u0301b").text == "a \u0301b"


def test_a_keycap_is_a_sign_and_no_digit() -> None:
    assert Skeleton.build("1\ufe0f\u20e31").text == "\u20e31"


def test_a_pictograph_clings_only_to_a_joiner() -> None:
    assert Skeleton.build("\u2642\u2642").text == "\u2642\u2642"
    assert Skeleton.build("\u2642\u200d\u2642").text == "\u2642"


def test_blanks_are_what_python_calls_spaces() -> None:
    text = "".join(map(chr, range(0x11_0000)))

    expected = [place for place, char in enumerate(text) if not char.isspace()]

    assert find_signs(text).tolist() == expected
    assert find_signs(text[:0x80]).tolist() == [place for place in expected if place < 0x80]
    assert find_blanks(text).tolist() == sorted({*range(len(text))} - {*expected})
