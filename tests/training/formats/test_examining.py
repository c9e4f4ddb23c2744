from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.labels import NAME_TYPES
from nomen.training.formats.examining import examine
from nomen.training.formats.records import LabelledSpan, Place, TextRecord, TokenRecord

PLACE = Place(Path("own"), 3)


def text_record(text: str, *spans: LabelledSpan) -> TextRecord:
    return TextRecord(place=PLACE, text=text, spans=spans)


@pytest.mark.parametrize(
    ("span", "kind", "message"),
    [
        ((0, 0), "empty", "expected span 0-0 to hold something"),
        ((6, 7), "empty", "expected span 6-7 to hold something, found blanks"),
        ((7, 13), "beyond the text", "0 <= start < end <= 12, the length, found 7-13"),
        ((-1, 6), "beyond the text", "0 <= start < end"),
        ((6, 0), "beyond the text", "0 <= start < end"),
    ],
)
def test_a_span_that_does_not_fit_is_a_fault(
    span: tuple[int, int], kind: str, message: str
) -> None:
    record, [fault] = examine(text_record("secret words", LabelledSpan(*span, "ORG")), NAME_TYPES)
    assert record.spans == ()
    assert fault.kind == kind
    assert message in fault.message
    assert "secret" not in fault.message


def test_blanks_at_the_ends_do_not_count() -> None:
    record, faults = examine(text_record("by Ann, now", LabelledSpan(2, 6)), NAME_TYPES)
    assert (record.spans, faults) == ((LabelledSpan(3, 6),), [])


def test_names_stand_apart_but_other_spans_need_not() -> None:
    spans = [LabelledSpan(0, 3, "PER"), LabelledSpan(0, 10, "ORG"), LabelledSpan(2, 10, None)]
    record, [fault] = examine(text_record("Ada School", *spans), NAME_TYPES)
    assert (fault.kind, fault.message) == ("overlap", "expected names apart, 0-3 and 2-10 overlap")
    assert record.spans == tuple(spans[:2])


def test_a_name_may_be_labelled_twice() -> None:
    spans = [LabelledSpan(0, 3, "PER"), LabelledSpan(0, 3, "PERSON")]
    _, faults = examine(text_record("Ada School", *spans), NAME_TYPES)
    assert faults == []


def test_tokens_have_spans_of_tokens() -> None:
    spans = (LabelledSpan(0, 2), LabelledSpan(2, 3))
    record, [fault] = examine(
        TokenRecord(place=PLACE, tokens=("Ada", "Byron"), spans=spans), NAME_TYPES
    )
    assert record.spans == spans[:1]
    assert fault.kind == "beyond the text"


@pytest.mark.parametrize("said", ["Ann\nLee", "Ann  Lee ", "Ann Lee"])
def test_what_a_span_says_stands_there_whatever_its_blanks(said: str) -> None:
    _, faults = examine(text_record("by Ann Lee", LabelledSpan(3, 10, None, said)), NAME_TYPES)
    assert faults == []


def test_a_span_that_says_something_else_is_a_fault() -> None:
    span = LabelledSpan(3, 6, None, "secret")
    _, [fault] = examine(text_record("by Ann Lee", span), NAME_TYPES)
    assert (fault.kind, str(fault.as_error())[:7]) == ("other text", "own:3: ")
    assert "secret" not in fault.message


@given(st.text(st.sampled_from("aé😀𐐷 "), min_size=1), st.data())
def test_offsets_in_utf16_become_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    units = [len(text[:at].encode("utf-16-le")) // 2 for at in (start, end)]
    said = text[start:end]
    span = LabelledSpan(units[0], units[1], None, said)
    record, _ = examine(text_record(text, span), NAME_TYPES)
    assert all(text[s.start : s.end].split() == said.split() for s in record.spans)
    assert len(record.spans) == bool(said.strip())
