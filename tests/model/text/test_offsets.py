from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomen.model.text.offsets import OffsetUnit, code_points, convert_offsets

TEXT = "a\u00e9\u20ac\U0001f600\ud800z"


def test_code_points_are_those_of_the_text_lone_surrogates_included() -> None:
    assert code_points(TEXT).tolist() == [0x61, 0xE9, 0x20AC, 0x1F600, 0xD800, 0x7A]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("codepoint", [0, 1, 2, 3, 4, 5, 6]),
        ("utf16", [0, 1, 2, 3, 5, 6, 7]),
        ("byte", [0, 1, 3, 6, 10, 13, 14]),
    ],
)
def test_every_offset_of_a_mixed_text_is_counted_in_its_unit(
    unit: OffsetUnit, expected: list[int]
) -> None:
    offsets = np.arange(7, dtype=np.int32)

    converted = convert_offsets(TEXT, offsets, unit=unit)

    assert converted.tolist() == expected
    assert converted.dtype == np.int32


@pytest.mark.parametrize("unit", get_args(OffsetUnit))
def test_offsets_into_ascii_stay_the_very_same_array(unit: OffsetUnit) -> None:
    offsets = np.array([0, 3, 5], dtype=np.int32)

    assert convert_offsets("plain", offsets, unit=unit) is offsets


def test_offsets_may_come_in_any_order_and_shape() -> None:
    offsets = np.array([[2, 0], [1, 2]], dtype=np.int32)

    assert convert_offsets("\u00e9\u00e9", offsets, unit="byte").tolist() == [[4, 0], [2, 4]]


@pytest.mark.parametrize("unit", get_args(OffsetUnit))
def test_no_offset_of_an_empty_text_converts_to_none(unit: OffsetUnit) -> None:
    assert convert_offsets("", np.zeros(0, dtype=np.int32), unit=unit).tolist() == []


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.characters()), st.data())
def test_r5_slicing_the_encoded_text_gives_the_encoded_slice(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    offsets = np.array([start, len(text)], dtype=np.int32)

    first, last = convert_offsets(text, offsets, unit="byte").tolist()
    first16, last16 = convert_offsets(text, offsets, unit="utf16").tolist()

    encoded = text.encode("utf-8", "surrogatepass")
    encoded16 = text.encode("utf-16-le", "surrogatepass")
    assert encoded[first:last] == text[start:].encode("utf-8", "surrogatepass")
    assert encoded16[2 * first16 : 2 * last16] == text[start:].encode("utf-16-le", "surrogatepass")
